"""Tables of the question bank: a question points at its newest version; versions never change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.catalog.models import Course, Source
from training.core import clock
from training.core.db import Model, UTCDateTime


class QuestionCategory(Model):
    """A category of a course's question bank, from which quizzes draw."""

    __tablename__ = "question_categories"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    course: Mapped[Course] = relationship(lazy="joined")


class Question(Model):
    """A question by its stable key; a retired one is drawn no more, what it was asked for stays."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("question_categories.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    current_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_versions.id", use_alter=True))
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    search_key: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[QuestionCategory] = relationship(lazy="joined")
    current_version: Mapped[QuestionVersion | None] = relationship(
        foreign_keys=[current_version_id], lazy="joined", post_update=True
    )

    __mapper_args__ = {"version_id_col": version}


class QuestionVersion(Model):
    """A question as it was asked: `body` is checked by its kind, options have stable ids."""

    __tablename__ = "question_versions"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        CheckConstraint("default_mark > 0", name="default_mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    stem: Mapped[str] = mapped_column(Text)
    stem_html: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    explanation: Mapped[str] = mapped_column(Text, default="")
    explanation_html: Mapped[str] = mapped_column(Text, default="")
    default_mark: Mapped[Decimal] = mapped_column(Numeric(8, 5), default=Decimal(1))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    citations: Mapped[list[QuestionCitation]] = relationship(lazy="select", order_by="QuestionCitation.position")


class QuestionCitation(Model):
    """An article that the right answer of a version rests on."""

    __tablename__ = "question_citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    position: Mapped[int]
    article: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[Source] = relationship(lazy="joined")
