"""Tables of regradings: what was ordered, the marks it gave, and what changed for each attempt; none deleted."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.questions.models import Question, QuestionVersion
from training.quizzes.models import Quiz


class Remedy(enum.StrEnum):
    """What is done with a question that was asked."""

    #: Mark by a version of the question.
    VERSION = "version"
    #: Mark by another key, which becomes the newest version.
    KEY = "key"
    #: Take it out of the total for all.
    VOID = "void"
    #: Give all the full mark.
    FULL = "full"


class Regrading(Model):
    """A regrading of a question in a quiz, in one class or (None) in several; undone, it counts no more."""

    __tablename__ = "regradings"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name="undone"),
        CheckConstraint("(remedy IN ('version', 'key')) = (question_version_id IS NOT NULL)", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("training_classes.id"), index=True)
    remedy: Mapped[Remedy] = mapped_column(choice(Remedy))
    question_version_id: Mapped[int | None] = mapped_column(ForeignKey("question_versions.id"))
    reason: Mapped[str] = mapped_column(String(500))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    undo_reason: Mapped[str] = mapped_column(String(500), default="")
    quiz: Mapped[Quiz] = relationship(lazy="select")
    question: Mapped[Question] = relationship(lazy="select")
    question_version: Mapped[QuestionVersion | None] = relationship(lazy="select")


class RegradedMark(Model):
    """A mark that a regrading gave; `is_void` takes its question out of the attempt's total."""

    __tablename__ = "regraded_marks"

    mark_id: Mapped[int] = mapped_column(ForeignKey("marks.id"), primary_key=True)
    regrading_id: Mapped[int] = mapped_column(ForeignKey("regradings.id"), index=True)
    is_void: Mapped[bool] = mapped_column(default=False)


class RegradedAttempt(Model):
    """What a regrading changed for an attempt: score, full mark, and whether it passes; no score while marks wait."""

    __tablename__ = "regraded_attempts"

    regrading_id: Mapped[int] = mapped_column(ForeignKey("regradings.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True, index=True)
    old_mark: Mapped[Decimal] = mapped_column(Numeric(8, 5))
    new_mark: Mapped[Decimal] = mapped_column(Numeric(8, 5))
    old_score: Mapped[Decimal | None] = mapped_column(Numeric(10, 5))
    new_score: Mapped[Decimal | None] = mapped_column(Numeric(10, 5))
    old_full: Mapped[Decimal] = mapped_column(Numeric(10, 5))
    new_full: Mapped[Decimal] = mapped_column(Numeric(10, 5))
    result_before: Mapped[bool | None]
    result_after: Mapped[bool | None]
