"""Tables of marking by hand: how a class marks a quiz, what each marker gave; what counts is in `marks`."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, choice


class Settling(enum.StrEnum):
    """How marks of two markers that differ become one."""

    MEAN = "mean"
    #: A third mark decides.
    THIRD = "third"


class MarkingWay(Model):
    """How a class marks a quiz by hand; without a row, one marker who sees names."""

    __tablename__ = "marking_ways"

    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True, index=True)
    anonymous: Mapped[bool] = mapped_column(default=False)
    two_markers: Mapped[bool] = mapped_column(default=False)
    settling: Mapped[Settling] = mapped_column(choice(Settling), default=Settling.THIRD)


class HandMark(Model):
    """What one marker gave an answer: `turn` 1 and 2 are the markers, 3 decides; it may change until released."""

    __tablename__ = "hand_marks"
    __table_args__ = (
        UniqueConstraint("attempt_question_id", "turn"),
        CheckConstraint("turn BETWEEN 1 AND 3", name="turn"),
        CheckConstraint("mark >= 0", name="mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_questions.id"))
    turn: Mapped[int]
    mark: Mapped[Decimal] = mapped_column(Numeric(8, 5))
    points: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
