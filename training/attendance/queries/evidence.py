"""Check-ins of a meeting as evidence, those that are remarkable marked so, and those that were refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, AttendanceEvent, How, RefusedCheckIn, Status
from training.attendance.queries.events import SAID_AT
from training.attendance.rules.evidence import Flag, Scan, flags_of
from training.attendance.rules.folding import OWN
from training.classes.models import Enrolment, EnrolmentState, Meeting
from training.core.db import db
from training.people.models import Person
from training.units.models import Unit


class ScanLine(NamedTuple):
    """A check-in with what is remarkable of it; `reviewed` once somebody has confirmed or struck it."""

    scan: Scan
    full_name: str
    unit_name: str
    way: str
    status: Status | None
    reviewed: bool
    flags: frozenset[Flag]


class Refused(NamedTuple):
    """A check-in that did not come about; the name where it is known whose it was."""

    at: datetime
    reason: str
    full_name: str | None
    address: str
    agent: str


def list_scans(meeting: Meeting) -> list[ScanLine]:
    """Return the check-ins of the meeting's learners in the order in which they came, in two queries."""
    found = list(db.session.execute(_scans(meeting)))
    scans = {row.id: _scan(row) for row in found}
    flags = flags_of(scans.values(), ends_at=meeting.ends_at, left=_left(meeting))
    return [
        ScanLine(
            scans[row.id],
            row.full_name,
            row.name,
            str(row.evidence.get("way", "")),
            row.status,
            row.counting == How.REVIEW and row.counting_id > row.id,
            flags.get(row.id, frozenset()),
        )
        for row in found
    ]


def _scans(meeting: Meeting) -> Any:
    event, standing = AttendanceEvent, aliased(AttendanceEvent)
    here = and_(Attendance.enrolment_id == event.enrolment_id, Attendance.meeting_id == meeting.id)
    return (
        select(
            *(event.id, event.enrolment_id, event.how, event.at, event.device, event.evidence),
            *(
                Person.full_name,
                Unit.name,
                Attendance.status,
                standing.how.label("counting"),
                standing.id.label("counting_id"),
            ),
        )
        .join(Enrolment, Enrolment.id == event.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .outerjoin(Attendance, here)
        .outerjoin(standing, standing.id == Attendance.event_id)
        .where(event.meeting_id == meeting.id, event.how.in_(OWN), event.status.is_not(None))
        .where(Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(event.id)
    )


def _scan(row: Any) -> Scan:
    address, agent = str(row.evidence.get("address", "")), str(row.evidence.get("agent", ""))
    return Scan(row.id, row.enrolment_id, row.how, row.at, row.device or "", address, agent)


def _left(meeting: Meeting) -> dict[int, datetime]:
    said = (
        select(AttendanceEvent.enrolment_id, func.min(SAID_AT, type_=AttendanceEvent.at.type))
        .where(AttendanceEvent.meeting_id == meeting.id, AttendanceEvent.how.in_((How.ROLL_CALL, How.REVIEW)))
        .where(or_(AttendanceEvent.status == Status.LEFT_EARLY, AttendanceEvent.status == Status.ABSENT))
        .group_by(AttendanceEvent.enrolment_id)
    )
    return {row[0]: row[1] for row in db.session.execute(said)}


def list_refused(meeting: Meeting, *, most: int = 200) -> list[Refused]:
    """Return the newest check-ins that were refused."""
    refused = (
        select(RefusedCheckIn.at, RefusedCheckIn.reason, Person.full_name, RefusedCheckIn.evidence)
        .outerjoin(Enrolment, Enrolment.id == RefusedCheckIn.enrolment_id)
        .outerjoin(Person, Person.id == Enrolment.person_id)
        .where(RefusedCheckIn.meeting_id == meeting.id)
        .order_by(RefusedCheckIn.id.desc())
        .limit(most)
    )
    return [
        Refused(at, reason, name, str(evidence.get("address", "")), str(evidence.get("agent", "")))
        for at, reason, name, evidence in db.session.execute(refused)
    ]
