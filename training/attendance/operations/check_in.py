"""Check-in by the learners themselves, with the code on the wall; wrong codes are counted, all else burns nothing."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from sqlalchemy import delete, select

from training.accounts.models import Account
from training.attendance.models import AttendanceEvent, CheckInTry, How, Status
from training.attendance.operations.settling import lock_learners, settle
from training.attendance.queries.check_in import find_check_in, find_own_enrolment, list_tries
from training.attendance.queries.rules import rule_of
from training.attendance.rules import codes
from training.attendance.rules.check_in import (
    SEEN_GOOD_FOR,
    TRIES_SPAN,
    Door,
    blocked_until,
    door_at,
    opens_at,
    status_at,
)
from training.classes.models import ClassState, Meeting
from training.core import audit, clock
from training.core.access import Actor
from training.core.db import db, operation


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
    NOT_ENROLLED = "not_enrolled"
    #: The learner has no meeting now to check in to.
    NO_MEETING = "no_meeting"


@dataclass(frozen=True, slots=True)
class Given:
    """A code as a learner gave it: `seen_at` is when this browser first brought it, `way` is qr or typed."""

    code: str = field(repr=False)
    seen_at: datetime
    way: str
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a check-in; the audit line points to the event `id` that it made."""

    __tablename__: ClassVar[str] = "attendance_events"

    outcome: Outcome
    meeting: Meeting | None = None
    status: Status | None = None
    until: datetime | None = None
    id: int | None = None


@operation
def check_in(meetings: Sequence[Meeting], *, given: Given, every: int, by: Actor) -> Receipt:
    """Check the actor in to the one of `meetings` whose code was given; codes change `every` seconds.

    Never raises for what a learner may do wrong: the outcome says it, and a wrong code has to stay counted.
    """
    now = clock.now()
    db.session.execute(select(Account.id).where(Account.id == by.account_id).with_for_update(key_share=True))
    mine = [m for m in meetings if find_own_enrolment(by.person_id, m.class_id)]
    if not mine:
        return Receipt(Outcome.NOT_ENROLLED if meetings else Outcome.NO_MEETING)
    open_now = [m for m in mine if _door(m, given.seen_at) is Door.OPEN]
    if not open_now:
        return _shut(mine[0], given.seen_at)
    until = blocked_until(list_tries(by.account_id, now), now)
    if until is not None:
        return Receipt(Outcome.BLOCKED, until=until)
    for meeting in open_now:
        step = codes.find_step(meeting.secret, given.code, given.seen_at, every=every)
        if step is not None and now - given.seen_at <= SEEN_GOOD_FOR:
            return _enter(meeting, given, step=step, by=by)
    return _refuse(open_now, given, every=every, by=by)


def _door(meeting: Meeting, at: datetime) -> Door:
    if meeting.training_class.state is ClassState.CLOSED:
        return Door.OVER
    return door_at(at, starts_at=meeting.starts_at, ends_at=meeting.ends_at, cancelled=meeting.cancelled_at)


def _shut(meeting: Meeting, at: datetime) -> Receipt:
    door = _door(meeting, at)
    until = opens_at(meeting.starts_at) if door is Door.EARLY else None
    return Receipt(Outcome(door.value), meeting, until=until)


def _enter(meeting: Meeting, given: Given, *, step: int, by: Actor) -> Receipt:
    enrolment = find_own_enrolment(by.person_id, meeting.class_id)
    if enrolment is None or not lock_learners(meeting.class_id, [enrolment.id]):
        return Receipt(Outcome.NOT_ENROLLED)
    first = find_check_in(meeting.id, enrolment.id)
    if first is not None:
        return Receipt(Outcome.ALREADY, meeting, first.status, id=first.id)
    event = AttendanceEvent(
        meeting_id=meeting.id,
        enrolment_id=enrolment.id,
        status=status_at(given.seen_at, starts_at=meeting.starts_at, late_after=rule_of(meeting.class_id).late_after),
        how=How.CHECK_IN,
        by_account_id=by.account_id,
        evidence=_evidence(given, step),
    )
    db.session.add(event)
    db.session.flush()
    settle(meeting.id, [enrolment.id])
    return Receipt(Outcome.DONE, meeting, event.status, id=event.id)


def _evidence(given: Given, step: int) -> dict[str, object]:
    return {
        "address": audit.address.get(),
        "agent": given.agent[:200],
        "step": step,
        "way": given.way,
        "seen_at": given.seen_at.isoformat(timespec="seconds"),
    }


def _refuse(meetings: Sequence[Meeting], given: Given, *, every: int, by: Actor) -> Receipt:
    now, span = clock.now(), int(SEEN_GOOD_FOR.total_seconds())
    if any(codes.was_shown(m.secret, given.code, given.seen_at, every=every, within=span) for m in meetings):
        return Receipt(Outcome.EXPIRED, meetings[0])
    own = CheckInTry.account_id == by.account_id
    db.session.execute(delete(CheckInTry).where(own, CheckInTry.at < now - TRIES_SPAN))
    db.session.add(CheckInTry(account_id=by.account_id, at=now))
    return Receipt(Outcome.WRONG, meetings[0])
