"""Tables of quizzes: a quiz points at the newest revision of its settings; revisions never change."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.catalog.models import Course
from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.questions.models import Question, QuestionCategory
from training.quizzes.sitting import Expiry, Layout, Sitting


class Counts(enum.StrEnum):
    """Which of a learner's finished attempts is the result."""

    HIGHEST = "highest"
    AVERAGE = "average"
    FIRST = "first"
    LAST = "last"


class Quiz(Model):
    """A quiz (bài kiểm tra) of a course; `key` names it within the course, as its file does."""

    __tablename__ = "quizzes"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    key: Mapped[str | None] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    current_revision_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_revisions.id", use_alter=True))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    course: Mapped[Course] = relationship(lazy="joined")
    current_revision: Mapped[QuizRevision | None] = relationship(
        foreign_keys=[current_revision_id], lazy="joined", post_update=True
    )

    __mapper_args__ = {"version_id_col": version}


class QuizRevision(Model):
    """The settings and slots of a quiz as an attempt meets them; each change of a quiz makes a new one.

    Times are in seconds, `pass_mark` a fraction 0-1 of the full mark; `review` maps the phases
    to what is shown in each, see reviewing.
    """

    __tablename__ = "quiz_revisions"
    __table_args__ = (
        UniqueConstraint("quiz_id", "number"),
        CheckConstraint("pass_mark > 0 AND pass_mark <= 1", name="pass_mark"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name="attempts_allowed"),
        CheckConstraint("time_limit IS NULL OR time_limit > 0", name="time_limit"),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="window"),
        CheckConstraint("on_expiry != 'grace' OR grace_period > 0", name="grace_period"),
        CheckConstraint("delay_second IS NULL OR delay_second > 0", name="delay_second"),
        CheckConstraint("delay_later IS NULL OR delay_later > 0", name="delay_later"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    intro_html: Mapped[str] = mapped_column(Text, default="")
    time_limit: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    counts: Mapped[Counts] = mapped_column(choice(Counts), default=Counts.HIGHEST)
    pass_mark: Mapped[Decimal] = mapped_column(Numeric(6, 5))
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    shuffle_questions: Mapped[bool] = mapped_column(default=True)
    shuffle_options: Mapped[bool] = mapped_column(default=True)
    on_expiry: Mapped[Expiry] = mapped_column(choice(Expiry), default=Expiry.SUBMIT)
    grace_period: Mapped[int | None]
    layout: Mapped[Layout] = mapped_column(choice(Layout), default=Layout.ONE_PAGE)
    password: Mapped[str] = mapped_column(String(64), default="")
    delay_second: Mapped[int | None]
    delay_later: Mapped[int | None]
    review: Mapped[dict[str, Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    slots: Mapped[list[Slot]] = relationship(lazy="select", order_by="Slot.position")

    @property
    def sitting(self) -> Sitting:
        """Return how the quiz is sat."""
        return Sitting(
            self.on_expiry, self.grace_period, self.layout, self.password, self.delay_second, self.delay_later
        )


class Slot(Model):
    """A place of a quiz revision: one fixed question, or `draw_count` questions drawn from a category."""

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("quiz_revision_id", "position"),
        CheckConstraint("(question_id IS NULL) != (category_id IS NULL)", name="one_kind"),
        CheckConstraint("mark > 0", name="mark"),
        CheckConstraint("draw_count > 0", name="draw_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_revision_id: Mapped[int] = mapped_column(ForeignKey("quiz_revisions.id"))
    position: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("question_categories.id"))
    draw_count: Mapped[int] = mapped_column(default=1)
    mark: Mapped[Decimal] = mapped_column(Numeric(8, 5), default=Decimal(1))
    question: Mapped[Question | None] = relationship(lazy="select")
    category: Mapped[QuestionCategory | None] = relationship(lazy="select")
