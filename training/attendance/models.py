"""Tables of attendance: every event is kept; one row a learner and meeting is folded from them."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, choice


class Status(enum.StrEnum):
    """What the roll says of a learner at a meeting."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    ABSENT = "absent"
    #: Missed and made up for later (học bù); no button of the roll.
    MADE_UP = "made_up"


#: A learner with one of these was not there, and may make the meeting up.
MISSED = frozenset({Status.ABSENT, Status.EXCUSED})


class How(enum.StrEnum):
    """The way an event came about."""

    ROLL_CALL = "roll_call"
    CHECK_IN = "check_in"
    #: A volunteer's tablet at the door.
    KIOSK = "kiosk"
    #: The signed sheet, entered back.
    PAPER = "paper"
    #: A check-in that was looked at and confirmed or struck.
    REVIEW = "review"
    MAKE_UP = "make_up"


class Excused(enum.StrEnum):
    """What an excused absence does to the share."""

    #: It is not attended, and shown apart.
    APART = "apart"
    #: The meeting does not count for the learner.
    LEFT_OUT = "left_out"
    #: It counts as attended.
    ATTENDED = "attended"


class AttendanceEvent(Model):
    """One tap or one check-in: the status said, when, by whom and how; a null status takes it back.

    `at` is when the server noted it, `said_at` when it was said on the device, by the server's clock; `seen_id` is the
    newest event of the learner that the device knew of then. `weak` was said of many at once.
    """

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
    device: Mapped[str | None] = mapped_column(String(24))
    said_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    seen_id: Mapped[int | None]
    weak: Mapped[bool] = mapped_column(default=False)


class Attendance(Model):
    """What counts for a learner at a meeting: the fold of its events; no row, nothing said yet."""

    __tablename__ = "attendance"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True, index=True)
    status: Mapped[Status] = mapped_column(choice(Status))
    event_id: Mapped[int] = mapped_column(ForeignKey("attendance_events.id"))
    #: Takers who knew nothing of each other said different things, and nobody has decided yet.
    disputed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class AttendanceRule(Model):
    """What a class counts as attendance, where it differs from the usual; worths in percent of a meeting's tiết."""

    __tablename__ = "attendance_rules"
    __table_args__ = (
        CheckConstraint("late_after BETWEEN 0 AND 240", name="late_after"),
        CheckConstraint("late_worth BETWEEN 0 AND 100", name="late_worth"),
        CheckConstraint("left_early_worth BETWEEN 0 AND 100", name="left_early_worth"),
        CheckConstraint("make_ups BETWEEN 0 AND 50", name="make_ups"),
        CheckConstraint("warn_below BETWEEN 0 AND 100", name="warn_below"),
    )

    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), primary_key=True)
    late_after: Mapped[int]
    late_worth: Mapped[int]
    left_early_worth: Mapped[int]
    excused: Mapped[Excused] = mapped_column(choice(Excused))
    make_ups: Mapped[int]
    warn_below: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CheckInTry(Model):
    """A wrong code that an account gave; too many in a short time, and no code is taken for a while."""

    __tablename__ = "check_in_tries"
    __table_args__ = (Index("ix_check_in_tries_account", "account_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class Slip(Model):
    """A personal code on paper with which a learner of a class checks in without signing in; opens nothing else."""

    __tablename__ = "attendance_slips"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    #: Another slip was issued in its place.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class RefusedCheckIn(Model):
    """A check-in that did not come about, kept as evidence: an expired or unknown code, a slip of another class."""

    __tablename__ = "refused_check_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    device: Mapped[str | None] = mapped_column(String(24))
    evidence: Mapped[dict[str, Any]]


class RollClosing(Model):
    """The closing of a meeting's roll: how many had signed and how many it counts; a difference is explained."""

    __tablename__ = "roll_closings"
    __table_args__ = (
        Index(
            "ix_roll_closings_in_force",
            "meeting_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
        CheckConstraint("signed >= 0 AND counted >= 0", name="numbers"),
        CheckConstraint("signed = counted OR explanation <> ''", name="explained"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    signed: Mapped[int]
    counted: Mapped[int]
    explanation: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    reopened_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class SheetScan(Model):
    """A scan or photo of the signed sheet of a meeting, or of a page of it: the proof of the roll."""

    __tablename__ = "sheet_scans"
    __table_args__ = (UniqueConstraint("meeting_id", "content_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    content_hash: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
