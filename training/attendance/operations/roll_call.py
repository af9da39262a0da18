"""The roll as staff keep it: single marks, everybody not yet called; several may keep it at once, also offline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from training.attendance.models import AttendanceEvent, How, Status
from training.attendance.operations.settling import lock_learners, settle
from training.attendance.queries.closings import why_shut
from training.attendance.queries.rolls import list_roll
from training.attendance.rules.check_in import opens_at
from training.attendance.rules.words import roll_shut
from training.classes.models import Meeting
from training.core import audit, clock
from training.core.access import Actor
from training.core.db import db, insert_rows, operation, table_of, unique
from training.core.errors import Conflict
from training.core.formats import hour, long_day
from training.core.i18n import _

_EVENTS = table_of(AttendanceEvent)


@dataclass(frozen=True, slots=True)
class Edit:
    """A tap on a device, named `key` everywhere; `seen` is the newest event of the learner that it knew of."""

    key: str
    enrolment_id: int
    status: Status | None
    said_at: datetime
    seen: int = 0
    weak: bool = False


@operation
def merge(meeting: Meeting, *, edits: Sequence[Edit], device: str, agent: str = "", by: Actor) -> list[int]:
    """Note the taps that a device has gathered; what was noted before is not noted again.

    Returns the learners that are no longer in the class: their taps are dropped, the others noted all the same.
    Raises Conflict for a meeting whose roll cannot be kept.
    """
    check_open(meeting)
    known = lock_learners(meeting.class_id, {edit.enrolment_id for edit in edits})
    noted = _noted({edit.key for edit in edits})
    fresh = [edit for edit in edits if edit.enrolment_id in known and edit.key not in noted]
    note(meeting, [_row(edit, device) for edit in fresh], agent=agent, by=by)
    return sorted({edit.enrolment_id for edit in edits} - known)


@operation
def mark(
    meeting: Meeting,
    *,
    said: Mapping[int, Status | None],
    seen: Mapping[int, int] | None = None,
    client_key: str = "",
    how: How = How.ROLL_CALL,
    agent: str = "",
    by: Actor,
) -> set[int]:
    """Note what staff say of learners, by enrolment; None takes back what staff said before.

    `client_key`, at most 24 signs, names the sending: what comes a second time with it is not noted again. `seen` is
    the newest event that the sender knew of each; without it, all are known.

    Returns those who are no longer in the class: what was said of them is left out, the others are noted all the same.
    Raises Conflict for a meeting whose roll cannot be kept.
    """
    check_open(meeting)
    known = lock_learners(meeting.class_id, said)
    keys = {one: f"{client_key}-{one}" if client_key else None for one in known}
    noted = _noted({key for key in keys.values() if key})
    rows = [
        {"enrolment_id": one, "status": status, "client_key": keys[one], "seen_id": (seen or {}).get(one), "how": how}
        for one, status in said.items()
        if one in known and keys[one] not in noted
    ]
    note(meeting, rows, agent=agent, by=by)
    return set(said) - known


@operation
def mark_rest(meeting: Meeting, *, unit_id: int | None = None, agent: str = "", by: Actor) -> Collection[int]:
    """Note as present all learners of whom nothing is said yet, of one unit and below or all; return which.

    Raises Conflict for a meeting whose roll cannot be kept, and for one that nobody can have come to yet.
    """
    check_open(meeting)
    opens = opens_at(meeting.starts_at)
    if clock.now() < opens:
        at = {"time": hour(opens), "day": long_day(opens)}
        raise Conflict(_("Nobody can be there yet: all can be marked present from %(time)s, %(day)s, on.", **at))
    lock_learners(meeting.class_id, [row.enrolment_id for row in list_roll(meeting)])
    here = [r for r in list_roll(meeting) if unit_id is None or f"/{unit_id}/" in r.unit_path]
    rest = [r.enrolment_id for r in here if r.status is None]
    note(meeting, [{"enrolment_id": one, "status": Status.PRESENT, "weak": True} for one in rest], agent=agent, by=by)
    return rest


def check_open(meeting: Meeting) -> None:
    """Raise Conflict where the meeting's roll cannot be kept."""
    reason = why_shut(meeting)
    if reason:
        raise Conflict(reason)


def check_class_open(meeting: Meeting) -> None:
    """Raise Conflict where nothing of the meeting can be written any more, closed roll or not."""
    reason = roll_shut(cancelled_at=meeting.cancelled_at, state=meeting.training_class.state)
    if reason:
        raise Conflict(reason)


def _noted(keys: Collection[str]) -> set[str | None]:
    if not keys:
        return set()
    return set(db.session.scalars(select(AttendanceEvent.client_key).where(AttendanceEvent.client_key.in_(keys))))


def _row(edit: Edit, device: str) -> dict[str, Any]:
    return {
        "enrolment_id": edit.enrolment_id,
        "status": edit.status,
        "client_key": edit.key,
        "device": device,
        "seen_id": edit.seen,
        "weak": edit.weak,
        # A clock that runs ahead must not win over what others tap later.
        "said_at": min(edit.said_at, clock.now()),
    }


def note(meeting: Meeting, rows: Sequence[Mapping[str, Any]], *, agent: str = "", by: Actor, **evidence: Any) -> None:
    """Add events of learners that are locked, with what else is known of each, and settle their marks."""
    if not rows:
        return
    common = {
        "meeting_id": meeting.id,
        "how": How.ROLL_CALL,
        "at": clock.now(),
        "by_account_id": by.account_id,
        "client_key": None,
        "device": None,
        "said_at": clock.now(),
        "seen_id": None,
        "weak": False,
        "evidence": {"address": audit.address.get(), "agent": agent[:200], **evidence},
    }
    with unique("attendance_events", "client_key", refusal=Conflict(_("This mark has been saved before."))):
        insert_rows(_EVENTS, [{**common, **row} for row in rows])
    settle(meeting.id, list({row["enrolment_id"] for row in rows}))
