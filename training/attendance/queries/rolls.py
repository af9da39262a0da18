"""The roll of one meeting: its learners with their marks, the figures, and how each mark came about."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Subquery, and_, exists, false, func, select
from sqlalchemy.orm import aliased

from training.accounts.models import Account
from training.attendance.models import MISSED, Attendance, AttendanceEvent, How, Status
from training.attendance.queries.events import SAID_AT
from training.attendance.rules.folding import OWN
from training.classes.access import run_by
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person
from training.units.models import Unit


class RollRow(NamedTuple):
    """A learner on the roll; `how` and `at` tell where the mark that counts came from and when.

    `seen` is the newest event of the learner at the meeting, 0 before the first.
    """

    enrolment_id: int
    full_name: str
    search_key: str
    unit_path: str
    unit_name: str
    status: Status | None
    how: How | None
    at: datetime | None
    disputed: bool
    seen: int

    @property
    def checked_in_at(self) -> datetime | None:
        """Return when the learner checked in, where that is what counts."""
        return self.at if self.how in OWN else None


class EventLine(NamedTuple):
    """One event in the history of a mark; `by_name` is who spoke, `said_at` when on the device."""

    event_id: int
    status: Status | None
    how: How
    at: datetime
    by_name: str | None
    evidence: dict[str, Any]
    said_at: datetime


class Mark(NamedTuple):
    """What counts for a learner, if anything, and the newest event that a page which shows it knows of."""

    status: Status | None
    seen: int
    disputed: bool


def _newest_events(meeting_id: int) -> Subquery:
    events = select(AttendanceEvent.enrolment_id, func.max(AttendanceEvent.id).label("seen"))
    return events.where(AttendanceEvent.meeting_id == meeting_id).group_by(AttendanceEvent.enrolment_id).subquery()


def list_roll(meeting: Meeting) -> list[RollRow]:
    """Return the enrolled learners of the meeting's class, as Vietnamese lists are ordered; one query."""
    here = and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id)
    newest = _newest_events(meeting.id)
    rows = (
        select(
            *(Enrolment.id, Person.full_name, Person.search_key, Unit.path, Unit.name),
            *(Attendance.status, AttendanceEvent.how, AttendanceEvent.at),
            *(func.coalesce(Attendance.disputed, false()), func.coalesce(newest.c.seen, 0)),
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .outerjoin(Attendance, here)
        .outerjoin(AttendanceEvent, AttendanceEvent.id == Attendance.event_id)
        .outerjoin(newest, newest.c.enrolment_id == Enrolment.id)
        .where(Enrolment.class_id == meeting.class_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Person.sort_key, Person.id)
    )
    return [RollRow._make(row) for row in db.session.execute(rows)]


def count_roll(meeting: Meeting) -> dict[Status | None, int]:
    """Return how many enrolled learners have each mark, None for those without one; all marks are there."""
    here = and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id)
    counted = (
        select(Attendance.status, func.count().label("learners"))
        .select_from(Enrolment)
        .outerjoin(Attendance, here)
        .where(Enrolment.class_id == meeting.class_id, Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(Attendance.status)
    )
    found = {row.status: row.learners for row in db.session.execute(counted)}
    return {status: found.get(status, 0) for status in (*Status, None)}


def statuses_of(meeting: Meeting) -> dict[int, Status]:
    """Return the marks of the meeting's enrolled learners, by enrolment."""
    marks = (
        select(Attendance.enrolment_id, Attendance.status)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Attendance.meeting_id == meeting.id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    return {row.enrolment_id: row.status for row in db.session.execute(marks)}


def marks_of_roll(meeting: Meeting) -> dict[int, Mark]:
    """Return the marks of all enrolled learners of whom anything was ever said at the meeting, by enrolment."""
    newest = _newest_events(meeting.id)
    here = and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id)
    marks = (
        select(Enrolment.id, Attendance.status, newest.c.seen, func.coalesce(Attendance.disputed, false()))
        .join(newest, newest.c.enrolment_id == Enrolment.id)
        .outerjoin(Attendance, here)
        .where(Enrolment.class_id == meeting.class_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    return {one: Mark(status, seen, bool(disputed)) for one, status, seen, disputed in db.session.execute(marks)}


def digest_of_learners(class_id: int) -> str:
    """Return a short sign of who is enrolled in the class: a page whose list is older finds another one."""
    enrolled = (
        select(Enrolment.id, Person.full_name)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.class_id == class_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Enrolment.id)
    )
    listed = ",".join(f"{row.id} {row.full_name}" for row in db.session.execute(enrolled))
    return hashlib.sha256(listed.encode()).hexdigest()[:12]


def list_meetings_about_now(actor: Actor) -> list[Meeting]:
    """Return the meetings of open classes that the actor runs, from three days ago to a week ahead."""
    now = clock.now()
    meetings = (
        select(Meeting)
        .join(TrainingClass, TrainingClass.id == Meeting.class_id)
        .where(run_by(actor), TrainingClass.state == ClassState.OPEN, Meeting.cancelled_at.is_(None))
        .where(Meeting.ends_at > now - timedelta(days=3), Meeting.starts_at < now + timedelta(days=7))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(50)
    )
    return list(db.session.scalars(meetings))


def count_checked_in(meeting: Meeting) -> int:
    """Return how many learners have checked in to the meeting by its code or at the door."""
    learners = (
        select(func.count(AttendanceEvent.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == AttendanceEvent.enrolment_id)
        .where(AttendanceEvent.meeting_id == meeting.id, AttendanceEvent.how.in_(OWN))
        .where(Enrolment.state == EnrolmentState.ENROLLED)
    )
    return db.session.scalar(learners) or 0


def count_away(meeting: Meeting) -> int:
    """Return how many learners are marked as away who have checked in since anybody struck a check-in of theirs."""
    struck = aliased(AttendanceEvent)
    later = and_(
        *(struck.meeting_id == AttendanceEvent.meeting_id, struck.enrolment_id == AttendanceEvent.enrolment_id),
        *(struck.how == How.REVIEW, struck.status == Status.ABSENT, struck.id > AttendanceEvent.id),
    )
    away = (
        select(func.count(AttendanceEvent.enrolment_id.distinct()))
        .join(Enrolment, Enrolment.id == AttendanceEvent.enrolment_id)
        .join(Attendance, and_(Attendance.meeting_id == meeting.id, Attendance.enrolment_id == Enrolment.id))
        .where(AttendanceEvent.meeting_id == meeting.id, AttendanceEvent.how.in_(OWN))
        .where(AttendanceEvent.status.is_not(None), Attendance.status.in_(MISSED), ~exists().where(later))
        .where(Enrolment.state == EnrolmentState.ENROLLED)
    )
    return db.session.scalar(away) or 0


def get_learner(meeting: Meeting, enrolment_id: int) -> Enrolment:
    """Return an enrolment in the meeting's class, withdrawn or not, or raise NotFound."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.class_id != meeting.class_id:
        raise NotFound(_("There is no such learner in this class."))
    return enrolment


def list_events(meeting: Meeting, enrolment: Enrolment) -> list[EventLine]:
    """Return all that was said of the learner at the meeting, the newest first."""
    events = (
        select(
            *(AttendanceEvent.id, AttendanceEvent.status, AttendanceEvent.how, AttendanceEvent.at),
            *(Person.full_name, AttendanceEvent.evidence),
            SAID_AT,
        )
        .outerjoin(Account, Account.id == AttendanceEvent.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(AttendanceEvent.meeting_id == meeting.id, AttendanceEvent.enrolment_id == enrolment.id)
        .order_by(AttendanceEvent.id.desc())
    )
    return [EventLine._make(row) for row in db.session.execute(events)]
