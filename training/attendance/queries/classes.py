"""The attendance of a whole class: its meetings, and what their rolls say of each learner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from training.attendance.models import Attendance, Status
from training.attendance.queries.called import door_shut_by, is_over, was_called
from training.attendance.queries.rules import read_rule, with_rule
from training.attendance.rules.rule import USUAL, Rule
from training.attendance.rules.tallies import MeetingFact, Tally, tally
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db


@dataclass(frozen=True, slots=True)
class ClassAttendance:
    """The meetings of a class in order of time, by enrolment what the roll of each says, and the rule of counting."""

    meetings: tuple[MeetingFact, ...]
    statuses: Mapping[int, Mapping[int, Status]]
    rule: Rule = USUAL
    closed: bool = False

    def tally_of(self, enrolment_id: int, *, enrolled_at: datetime, now: datetime) -> Tally:
        """Add up the meetings of one learner."""
        mine = self.statuses.get(enrolment_id, {})
        return tally(self.meetings, mine, enrolled_at=enrolled_at, now=now, rule=self.rule, closed=self.closed)


def attendance_of_class(class_id: int) -> ClassAttendance:
    """Return the attendance of the class's enrolled learners, in three queries; cancelled meetings are marked so."""
    found: defaultdict[int, dict[int, Status]] = defaultdict(dict)
    statuses = (
        select(Attendance.enrolment_id, Attendance.meeting_id, Attendance.status)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    for enrolment_id, meeting_id, status in db.session.execute(statuses):
        found[enrolment_id][meeting_id] = status
    asked = with_rule(select(TrainingClass.state)).where(TrainingClass.id == class_id)
    state, *rule = db.session.execute(asked).one()
    return ClassAttendance(_meetings(class_id), found, read_rule(rule), state is ClassState.CLOSED)


def _meetings(class_id: int) -> tuple[MeetingFact, ...]:
    meetings = (
        select(
            Meeting.id,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.study_hours,
            was_called(),
            is_over(door_shut_by(clock.now())),
            Meeting.cancelled_at.is_not(None),
        )
        .where(Meeting.class_id == class_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return tuple(MeetingFact._make(row) for row in db.session.execute(meetings))


def count_recorded(meeting_id: int) -> int:
    """Return of how many learners the meeting's roll says something."""
    recorded = select(func.count()).select_from(Attendance).where(Attendance.meeting_id == meeting_id)
    return db.session.scalar(recorded) or 0
