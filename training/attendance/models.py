"""Tables of attendance: every event is kept; one row a learner and meeting is folded from them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, choice


class Status(enum.StrEnum):
    """What the roll says of a learner at a meeting."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class How(enum.StrEnum):
    """The way an event came about."""

    ROLL_CALL = "roll_call"
    CHECK_IN = "check_in"


class AttendanceEvent(Model):
    """One tap or one check-in: the status said, when, by whom and how; a null status takes it back."""

    __tablename__ = "attendance_events"
    __table_args__ = (Index("ix_attendance_events_fold", "meeting_id", "enrolment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    status: Mapped[Status | None] = mapped_column(choice(Status))
    how: Mapped[How] = mapped_column(choice(How))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    client_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    evidence: Mapped[dict[str, Any]]


class Attendance(Model):
    """What counts for a learner at a meeting: the fold of its events; no row, nothing said yet."""

    __tablename__ = "attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True, index=True)
    status: Mapped[Status] = mapped_column(choice(Status))
    event_id: Mapped[int] = mapped_column(ForeignKey("attendance_events.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class CheckInTry(Model):
    """A wrong code that an account gave; too many in a short time, and no code is taken for a while."""

    __tablename__ = "check_in_tries"
    __table_args__ = (Index("ix_check_in_tries_account", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
