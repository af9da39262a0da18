"""Tables of completion: versions of a class's rule, scales of grading; results are computed, never stored stale."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime


class CompletionRule(Model):
    """A version of what a class asks for: `conditions` is the tree of rules.conditions, its top met in whole."""

    __tablename__ = "completion_rules"
    __table_args__ = (UniqueConstraint("class_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    number: Mapped[int]
    conditions: Mapped[list[Any]]
    #: The name of the scale that the class is graded by; empty for passed or not passed.
    scale: Mapped[str] = mapped_column(String(80), default="", server_default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class GradingScale(Model):
    """A version of a named scale of words for marks, in force from a day on: `bands` is a list of {least, words}."""

    __tablename__ = "grading_scales"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    bands: Mapped[list[Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
