"""What all ways of checking in share: a code as it was given, noting the learner once, and keeping what was refused."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from training.attendance.models import AttendanceEvent, How, RefusedCheckIn, Status
from training.attendance.operations.settling import lock_learners, settle
from training.attendance.queries.check_in import find_standing_check_in
from training.attendance.queries.closings import find_closing
from training.attendance.queries.rules import rule_of
from training.attendance.rules.check_in import Door, door_at, opens_at, status_at
from training.attendance.rules.codes import key_of
from training.classes.models import ClassState, Meeting
from training.core import audit
from training.core.access import Actor
from training.core.db import db


class Outcome(enum.StrEnum):
    """What became of a check-in."""

    DONE = "done"
    #: The learner had checked in before; the first time counts.
    ALREADY = "already"
    #: The code was never shown here; counted.
    WRONG = "wrong"
    #: The code was shown, but too long ago.
    EXPIRED = "expired"
    #: Too many wrong codes; none is taken before `until`.
    BLOCKED = "blocked"
    #: Check-in opens at `until`.
    EARLY = "early"
    OVER = "over"
    CANCELLED = "cancelled"
    #: The class is in preparation.
    UNOPENED = "unopened"
    NOT_ENROLLED = "not_enrolled"
    #: The learner has no meeting now to check in to.
    NO_MEETING = "no_meeting"
    #: The signs of a slip do not fit together: a typing error.
    SLIP_MISTYPED = "slip_mistyped"
    #: No such slip, or another was issued in its place.
    SLIP_UNKNOWN = "slip_unknown"
    #: The slip is of a learner of another class.
    SLIP_ELSEWHERE = "slip_elsewhere"
    #: The slip has checked in before on another device, at `until`.
    SLIP_USED = "slip_used"


@dataclass(frozen=True, slots=True)
class Given:
    """A code as a learner gave it: `seen_at` is when this browser first brought it, `way` is qr, typed or slip."""

    code: str = field(repr=False)
    seen_at: datetime
    way: str
    agent: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a check-in; the audit line points to the event `id` that it made."""

    __tablename__: ClassVar[str] = "attendance_events"

    outcome: Outcome
    meeting: Meeting | None = None
    status: Status | None = None
    until: datetime | None = None
    id: int | None = None
    enrolment_id: int | None = None


def key_to(meeting: Meeting) -> str:
    """Return what the codes of a meeting are made with."""
    return key_of(meeting.secret, meeting.room)


def door_to(meeting: Meeting, at: datetime) -> Door:
    """Return whether check-in to a meeting is open at an instant."""
    state = meeting.training_class.state
    if state is ClassState.DRAFT:
        return Door.UNOPENED
    door = door_at(at, starts_at=meeting.starts_at, ends_at=meeting.ends_at, cancelled=meeting.cancelled_at)
    shut = door is not Door.CANCELLED and (state is ClassState.CLOSED or find_closing(meeting.id))
    return Door.OVER if shut else door


def shut(meeting: Meeting, at: datetime) -> Receipt:
    """Return the answer where the door is not open: when it opens, or that it is over."""
    door = door_to(meeting, at)
    until = opens_at(meeting.starts_at) if door is Door.EARLY else None
    return Receipt(Outcome(door.value), meeting, until=until)


def enter(
    meeting: Meeting, enrolment_id: int, given: Given, *, how: How = How.CHECK_IN, by: Actor, **evidence: Any
) -> Receipt:
    """Note that a learner has checked in; of several times the first counts that nobody has struck."""
    if not lock_learners(meeting.class_id, [enrolment_id]):
        return Receipt(Outcome.NOT_ENROLLED, meeting)
    first = find_standing_check_in(meeting.id, enrolment_id)
    if first is not None:
        return Receipt(Outcome.ALREADY, meeting, first.status, first.at, first.id, enrolment_id)
    late_after = rule_of(meeting.class_id).late_after
    event = AttendanceEvent(
        meeting_id=meeting.id,
        enrolment_id=enrolment_id,
        status=status_at(given.seen_at, starts_at=meeting.starts_at, late_after=late_after),
        how=how,
        by_account_id=by.account_id,
        device=given.device or None,
        evidence=evidence_of(given) | evidence,
    )
    db.session.add(event)
    db.session.flush()
    settle(meeting.id, [enrolment_id])
    return Receipt(Outcome.DONE, meeting, event.status, event.at, event.id, enrolment_id)


def refuse(meeting: Meeting, outcome: Outcome, given: Given, *, enrolment_id: int | None = None, by: Actor) -> Receipt:
    """Keep that a check-in was refused and why; nobody is shut out by it."""
    db.session.add(
        RefusedCheckIn(
            meeting_id=meeting.id,
            enrolment_id=enrolment_id,
            account_id=by.account_id,
            reason=outcome.value,
            device=given.device or None,
            evidence=evidence_of(given),
        )
    )
    return Receipt(outcome, meeting, enrolment_id=enrolment_id)


def evidence_of(given: Given) -> dict[str, Any]:
    """Return what is kept of how a code was given."""
    return {
        "address": audit.address.get(),
        "agent": given.agent[:200],
        "way": given.way,
        "seen_at": given.seen_at.isoformat(timespec="seconds"),
    }
