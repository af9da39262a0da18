"""The roll as staff keep it: single marks, everybody not yet called; several may keep it at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from training.attendance.models import AttendanceEvent, How, Status
from training.attendance.operations.settling import lock_learners, settle
from training.attendance.queries.rolls import list_roll
from training.attendance.rules.words import roll_shut
from training.classes.models import Meeting
from training.core import audit, clock
from training.core.access import Actor
from training.core.db import db, insert_rows, operation, table_of, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _

_EVENTS = table_of(AttendanceEvent)


@operation
def mark(
    meeting: Meeting, *, said: Mapping[int, Status | None], client_key: str = "", agent: str = "", by: Actor
) -> Meeting:
    """Note what the roll-taker says of learners, by enrolment; None takes back what staff said before.

    `client_key`, at most 24 signs, names the sending: what comes a second time with it is not noted again.
    Raises Invalid for a learner who is not enrolled, Conflict for a meeting whose roll cannot be kept.
    """
    _check(meeting)
    known = lock_learners(meeting.class_id, said)
    if set(said) - known:
        raise Invalid("enrolment", _("There is no such learner in this class."))
    fresh = _not_noted(said, client_key)
    _note(meeting, fresh, client_key=client_key, agent=agent, by=by)
    return meeting


@operation
def mark_rest(meeting: Meeting, *, unit_id: int | None = None, agent: str = "", by: Actor) -> Collection[int]:
    """Note as present all learners of whom nothing is said yet, of one unit and below or all; return which.

    Raises Conflict for a meeting whose roll cannot be kept.
    """
    _check(meeting)
    lock_learners(meeting.class_id, [row.enrolment_id for row in list_roll(meeting)])
    here = [r for r in list_roll(meeting) if unit_id is None or f"/{unit_id}/" in r.unit_path]
    rest: dict[int, Status | None] = {r.enrolment_id: Status.PRESENT for r in here if r.status is None}
    _note(meeting, rest, client_key="", agent=agent, by=by)
    return list(rest)


def _check(meeting: Meeting) -> None:
    reason = roll_shut(cancelled_at=meeting.cancelled_at, state=meeting.training_class.state)
    if reason:
        raise Conflict(reason)


def _key(client_key: str, enrolment_id: int) -> str | None:
    return f"{client_key}-{enrolment_id}" if client_key else None


def _not_noted(said: Mapping[int, Status | None], client_key: str) -> dict[int, Status | None]:
    keys = {_key(client_key, one) for one in said}
    if not client_key:
        return dict(said)
    noted = set(db.session.scalars(select(AttendanceEvent.client_key).where(AttendanceEvent.client_key.in_(keys))))
    return {one: status for one, status in said.items() if _key(client_key, one) not in noted}


def _note(meeting: Meeting, said: Mapping[int, Status | None], *, client_key: str, agent: str, by: Actor) -> None:
    if not said:
        return
    evidence = {"address": audit.address.get(), "agent": agent[:200]}
    common = {"meeting_id": meeting.id, "how": How.ROLL_CALL, "at": clock.now(), "by_account_id": by.account_id}
    rows = [
        {"enrolment_id": one, "status": status, "client_key": _key(client_key, one), "evidence": evidence, **common}
        for one, status in said.items()
    ]
    with unique("attendance_events", "client_key", refusal=Conflict(_("This mark has been saved before."))):
        insert_rows(_EVENTS, rows)
    settle(meeting.id, list(said))
