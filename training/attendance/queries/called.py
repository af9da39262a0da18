"""Whether a meeting's roll was called, and whether it is over: one condition each for all who count meetings."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, RollClosing
from training.attendance.rules.check_in import CLOSES_AFTER
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db


def was_called() -> ColumnElement[bool]:
    """Return, as a condition on Meeting, whether its roll says anything of a learner who is still enrolled."""
    learner = aliased(Enrolment)
    said = (Attendance.meeting_id == Meeting.id, learner.id == Attendance.enrolment_id)
    return exists().where(*said, learner.state == EnrolmentState.ENROLLED).correlate(Meeting)


def is_over(ended_by: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return, as a condition on Meeting, whether its roll says all that it will: whoever has no mark was away.

    So it is once nobody can check in any more, for meetings that were over by `ended_by` (see `door_shut_by`), once the
    roll is closed, and in a class that is. While people stand at the door, only the marks that are there count.
    """
    closing, its_class = aliased(RollClosing), aliased(TrainingClass)
    shut = exists().where(closing.meeting_id == Meeting.id, closing.reopened_at.is_(None)).correlate(Meeting)
    ended = exists().where(its_class.id == Meeting.class_id, its_class.state == ClassState.CLOSED).correlate(Meeting)
    return or_(Meeting.ends_at <= ended_by, shut, ended)


def is_missable(meeting_id: int) -> bool:
    """Tell whether the meeting has a roll that is over: only then has anybody missed it."""
    over = (Meeting.starts_at <= clock.now(), was_called(), is_over(door_shut_by(clock.now())))
    return db.session.scalar(select(Meeting.id).where(Meeting.id == meeting_id, *over)) is not None


def last_held_on(class_id: int) -> date | None:
    """Return the day of the last meeting of the class that has begun and was called."""
    held = (
        Meeting.class_id == class_id,
        Meeting.cancelled_at.is_(None),
        Meeting.starts_at <= clock.now(),
        was_called(),
    )
    last = db.session.scalar(select(func.max(Meeting.starts_at)).where(*held))
    return clock.to_site(last).date() if last else None


def door_shut_by(now: datetime) -> datetime:
    """Return by when a meeting was over to which nobody can check in any more."""
    return now - CLOSES_AFTER
