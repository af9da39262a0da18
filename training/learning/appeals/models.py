"""The table of appeals: one for each question of an attempt at most, never deleted."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, choice


class AppealState(enum.StrEnum):
    """What has become of an appeal."""

    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"


class Appeal(Model):
    """An appeal (đơn phúc khảo) against the mark of a question, and the answer in writing."""

    __tablename__ = "appeals"
    __table_args__ = (CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_question_id: Mapped[int] = mapped_column(ForeignKey("attempt_questions.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    state: Mapped[AppealState] = mapped_column(choice(AppealState), default=AppealState.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
