"""What all ways of marking share: locking the learners, and folding their events into the marks that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import delete, select

from training.attendance.models import Attendance, AttendanceEvent
from training.attendance.queries.events import SAID
from training.attendance.rules.folding import Said, Standing, fold
from training.classes.models import Enrolment, EnrolmentState
from training.core import clock
from training.core.db import db, insert_rows, table_of

_MARKS = table_of(Attendance)
_EVENT = AttendanceEvent


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
    here = (_EVENT.meeting_id == meeting_id, _EVENT.enrolment_id.in_(enrolment_ids))
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for enrolment_id, *event in db.session.execute(select(_EVENT.enrolment_id, *SAID).where(*here)):
        found[enrolment_id].append(Said(*event))
    standing = {enrolment_id: fold(found[enrolment_id]) for enrolment_id in enrolment_ids}
    _write(meeting_id, {enrolment_id: one for enrolment_id, one in standing.items() if one.event})
    _clear(meeting_id, [enrolment_id for enrolment_id, one in standing.items() if not one.event])


def _write(meeting_id: int, standing: dict[int, Standing]) -> None:
    now = clock.now()
    rows = [
        {
            "meeting_id": meeting_id,
            "enrolment_id": one,
            "status": said.event.status,
            "at": now,
            "event_id": said.event.event_id,
            "disputed": said.disputed,
        }
        for one, said in standing.items()
        if said.event
    ]
    insert_rows(_MARKS, rows, key=("meeting_id", "enrolment_id"), update=("status", "event_id", "disputed", "at"))


def _clear(meeting_id: int, enrolment_ids: Collection[int]) -> None:
    if enrolment_ids:
        here = (_MARKS.c.meeting_id == meeting_id, _MARKS.c.enrolment_id.in_(enrolment_ids))
        db.session.execute(delete(_MARKS).where(*here))
