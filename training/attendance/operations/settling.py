"""What both ways of marking share: locking the learners, and folding their events into the marks that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, select

from training.attendance.models import Attendance, AttendanceEvent
from training.attendance.rules.folding import Said, fold
from training.classes.models import Enrolment, EnrolmentState
from training.core import clock
from training.core.db import db, insert_rows, table_of

_MARKS = table_of(Attendance)


def lock_learners(class_id: int, enrolment_ids: Collection[int]) -> set[int]:
    """Lock the enrolments until the operation ends and return those in force.

    Two takers of one roll would else fold the events of one learner without seeing each other's.
    """
    enrolled = (
        select(Enrolment.id)
        .where(Enrolment.id.in_(enrolment_ids), Enrolment.class_id == class_id)
        .where(Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Enrolment.id)
        .with_for_update(key_share=True)
    )
    return set(db.session.scalars(enrolled))


def settle(meeting_id: int, enrolment_ids: Collection[int]) -> None:
    """Make the marks of these learners what their events amount to."""
    here = (AttendanceEvent.meeting_id == meeting_id, AttendanceEvent.enrolment_id.in_(enrolment_ids))
    said = select(AttendanceEvent.enrolment_id, AttendanceEvent.id, AttendanceEvent.how, AttendanceEvent.status)
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for enrolment_id, event_id, how, status in db.session.execute(said.where(*here)):
        found[enrolment_id].append(Said(event_id, how, status))
    standing = {enrolment_id: fold(found[enrolment_id]) for enrolment_id in enrolment_ids}
    _write(meeting_id, {enrolment_id: event for enrolment_id, event in standing.items() if event})
    _clear(meeting_id, [enrolment_id for enrolment_id, event in standing.items() if not event])


def _write(meeting_id: int, standing: dict[int, Said]) -> None:
    now = clock.now()
    rows = [
        {"meeting_id": meeting_id, "enrolment_id": one, "status": event.status, "event_id": event.event_id, "at": now}
        for one, event in standing.items()
    ]
    insert_rows(_MARKS, rows, key=("meeting_id", "enrolment_id"), update=("status", "event_id", "at"))


def _clear(meeting_id: int, enrolment_ids: Collection[int]) -> None:
    if enrolment_ids:
        here = (_MARKS.c.meeting_id == meeting_id, _MARKS.c.enrolment_id.in_(enrolment_ids))
        db.session.execute(delete(_MARKS).where(*here))
