"""What learners of a class have made up for, when and by what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from training.attendance.models import Attendance, AttendanceEvent, Status
from training.classes.models import Meeting
from training.core.db import db


class MadeUp(NamedTuple):
    """A meeting that a learner has made up for."""

    meeting_id: int
    on: date
    reason: str


def made_up_in(class_id: int) -> defaultdict[int, list[MadeUp]]:
    """Return what has been made up for in a class, by enrolment, in the order of the meetings."""
    events = (
        select(Attendance.enrolment_id, Attendance.meeting_id, AttendanceEvent.evidence)
        .join(AttendanceEvent, AttendanceEvent.id == Attendance.event_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.class_id == class_id, Attendance.status == Status.MADE_UP)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: defaultdict[int, list[MadeUp]] = defaultdict(list)
    for enrolment_id, meeting_id, evidence in db.session.execute(events):
        found[enrolment_id].append(MadeUp(meeting_id, date.fromisoformat(evidence["on"]), evidence["reason"]))
    return found
