"""Tables of completion: the versions of a class's rule; results are computed from facts, never stored stale."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime


class CompletionRule(Model):
    """A version of what a class asks for: `conditions` is a list of {kind, …} that must all be met."""

    __tablename__ = "completion_rules"
    __table_args__ = (UniqueConstraint("class_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    number: Mapped[int]
    conditions: Mapped[list[Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
