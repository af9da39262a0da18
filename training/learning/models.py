"""Tables of learning: what was read, attempts, the answers of record, and marks that are only ever added."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.classes.models import Enrolment
from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.questions.models import QuestionVersion
from training.quizzes.models import Quiz, QuizRevision
from training.units.models import Unit


class Reading(Model):
    """How far a learner is with a module: the revision last seen, seconds spent, when it was done."""

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    module_revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    first_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    seconds: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class AttemptState(enum.StrEnum):
    """Where an attempt is between its start and its result; only a marked one has a result."""

    IN_PROGRESS = "in_progress"
    #: Its time is up and what was saved stands; it may still be handed in for a while.
    OVERDUE = "overdue"
    #: Handed in; some of its questions are still to be marked by hand.
    SUBMITTED = "submitted"
    MARKED = "marked"
    #: Never handed in; brings nothing.
    ABANDONED = "abandoned"

    @property
    def is_open(self) -> bool:
        """Tell whether the learner may still do something with the attempt."""
        return self in OPEN_STATES

    @property
    def is_handed_in(self) -> bool:
        """Tell whether the answers of record have become final."""
        return self in HANDED_IN_STATES

    @property
    def has_result(self) -> bool:
        """Tell whether the attempt has its score; only then it passes or fails, and counts among others."""
        return self is AttemptState.MARKED


OPEN_STATES = frozenset({AttemptState.IN_PROGRESS, AttemptState.OVERDUE})
HANDED_IN_STATES = frozenset({AttemptState.SUBMITTED, AttemptState.MARKED})


class Attempt(Model):
    """An attempt (lượt làm bài). `deadline_at` is the server's, fixed at the start; scores are exact decimals."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_attempts_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("state IN ('in_progress', 'overdue')"),
            postgresql_where=text("state IN ('in_progress', 'overdue')"),
        ),
        Index("ix_attempts_deadline", "state", "deadline_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), index=True)
    quiz_revision_id: Mapped[int] = mapped_column(ForeignKey("quiz_revisions.id"), index=True)
    number: Mapped[int]
    state: Mapped[AttemptState] = mapped_column(choice(AttemptState), default=AttemptState.IN_PROGRESS)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    deadline_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    submitted_how: Mapped[str] = mapped_column(String(12), default="")
    score: Mapped[Decimal | None] = mapped_column(Numeric(10, 5))
    full_mark: Mapped[Decimal] = mapped_column(Numeric(10, 5))
    writer: Mapped[str] = mapped_column(String(40), default="")
    #: Of an overdue attempt, until when it may be handed in.
    hand_in_by: Mapped[datetime | None] = mapped_column(UTCDateTime())
    #: Where questions are answered in order, the one that its learner is at.
    reached: Mapped[int] = mapped_column(default=1)
    enrolment: Mapped[Enrolment] = relationship(lazy="select")
    quiz: Mapped[Quiz] = relationship(lazy="select")
    quiz_revision: Mapped[QuizRevision] = relationship(lazy="select")


class AttemptQuestion(Model):
    """A question of an attempt: the version shown, the order of its options, the mark it can bring."""

    __tablename__ = "attempt_questions"
    __table_args__ = (UniqueConstraint("attempt_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"), index=True)
    option_order: Mapped[list[Any]]
    max_mark: Mapped[Decimal] = mapped_column(Numeric(8, 5))
    flagged: Mapped[bool] = mapped_column(default=False)
    question_version: Mapped[QuestionVersion] = relationship(lazy="select")


class Answer(Model):
    """The answer of record to a question of an attempt: one row, overwritten only by a later sequence number."""

    __tablename__ = "answers"

    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_questions.id"), primary_key=True)
    response: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    sequence: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class LateAnswer(Model):
    """What arrived after an attempt had ended: kept as evidence, counted for nothing."""

    __tablename__ = "late_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_questions.id"), index=True)
    response: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    sequence: Mapped[int]
    arrived_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class LateAcceptance(Model):
    """A late answer that a trainer made the answer of record, and why; never changed."""

    __tablename__ = "late_acceptances"

    late_answer_id: Mapped[int] = mapped_column(ForeignKey("late_answers.id"), primary_key=True)
    #: What was the answer of record before.
    replaced: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(String(300))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class Override(Model):
    """More time, later hours or further attempts (điều chỉnh riêng) at a quiz of a class, granted with a reason.

    For one learner, for those of a unit and all below it, or, with neither, for the whole class. `time_limit` and
    `extra_time` are in seconds; the extra time reaches beyond the close. Ended, never changed.
    """

    __tablename__ = "overrides"
    __table_args__ = (
        CheckConstraint("enrolment_id IS NULL OR unit_id IS NULL", name="one_scope"),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="window"),
        CheckConstraint("time_limit IS NULL OR time_limit > 0", name="time_limit"),
        CheckConstraint("extra_time IS NULL OR extra_time > 0", name="extra_time"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name="attempts_allowed"),
        Index("ix_overrides_class_quiz", "class_id", "quiz_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    time_limit: Mapped[int | None]
    extra_time: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(300))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    enrolment: Mapped[Enrolment | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")


class Mark(Model):
    """A mark given to a question of an attempt; the newest not undone counts."""

    __tablename__ = "marks"
    __table_args__ = (CheckConstraint("fraction >= 0 AND fraction <= 1", name="fraction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_questions.id"), index=True)
    question_version_id: Mapped[int] = mapped_column(ForeignKey("question_versions.id"))
    fraction: Mapped[Decimal] = mapped_column(Numeric(12, 10))
    mark: Mapped[Decimal] = mapped_column(Numeric(8, 5))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
