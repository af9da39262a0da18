"""Check-in by learners who are signed in, with the code on the wall; only a wrong code is counted against them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from training.accounts.models import Account
from training.attendance.models import CheckInTry
from training.attendance.operations.entering import Given, Outcome, Receipt, door_to, enter, key_to, refuse, shut
from training.attendance.queries.check_in import find_own_enrolment, list_tries
from training.attendance.rules import codes
from training.attendance.rules.check_in import SEEN_GOOD_FOR, TRIES_SPAN, Door, blocked_until
from training.classes.models import Meeting
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation


@operation
def check_in(meetings: Sequence[Meeting], *, given: Given, every: int, by: Actor) -> Receipt:
    """Check the actor in to the one of `meetings` whose code was given; codes change `every` seconds.

    Never raises for what a learner may do wrong: the outcome says it, and a wrong code has to stay counted.
    """
    now = clock.now()
    db.session.execute(select(Account.id).where(Account.id == by.account_id).with_for_update(key_share=True))
    mine = [m for m in meetings if find_own_enrolment(by.person_id, m.class_id)]
    if not mine:
        return _no_learner(meetings, given, by=by)
    open_now = [m for m in mine if door_to(m, given.seen_at) is Door.OPEN]
    if not open_now:
        # Rather when the next one opens than that the last one is over.
        coming = (m for m in mine if door_to(m, given.seen_at) is Door.EARLY)
        return shut(next(coming, mine[0]), given.seen_at)
    until = blocked_until(list_tries(by.account_id, now), now)
    if until is not None:
        return Receipt(Outcome.BLOCKED, until=until)
    for meeting in open_now:
        step = codes.find_step(key_to(meeting), given.code, given.seen_at, every=every)
        if step is not None and now - given.seen_at <= SEEN_GOOD_FOR:
            return _enter(meeting, given, step=step, by=by)
    return _refuse(open_now, given, every=every, by=by)


def _no_learner(meetings: Sequence[Meeting], given: Given, *, by: Actor) -> Receipt:
    return refuse(meetings[0], Outcome.NOT_ENROLLED, given, by=by) if meetings else Receipt(Outcome.NO_MEETING)


def _enter(meeting: Meeting, given: Given, *, step: int, by: Actor) -> Receipt:
    enrolment = find_own_enrolment(by.person_id, meeting.class_id)
    if enrolment is None:
        return Receipt(Outcome.NOT_ENROLLED)
    return enter(meeting, enrolment.id, given, by=by, step=step)


def _refuse(meetings: Sequence[Meeting], given: Given, *, every: int, by: Actor) -> Receipt:
    now, meeting = clock.now(), meetings[0]
    enrolment = find_own_enrolment(by.person_id, meeting.class_id)
    enrolment_id = enrolment.id if enrolment else None
    if any(was_shown(m, given, every=every) for m in meetings):
        return refuse(meeting, Outcome.EXPIRED, given, enrolment_id=enrolment_id, by=by)
    own = CheckInTry.account_id == by.account_id
    db.session.execute(delete(CheckInTry).where(own, CheckInTry.at < now - TRIES_SPAN))
    db.session.add(CheckInTry(account_id=by.account_id, at=now))
    return refuse(meeting, Outcome.WRONG, given, enrolment_id=enrolment_id, by=by)


def was_shown(meeting: Meeting, given: Given, *, every: int) -> bool:
    """Tell whether the code was on the wall a while ago: it is late, and nobody guesses."""
    span = int(SEEN_GOOD_FOR.total_seconds())
    return codes.was_shown(key_to(meeting), given.code, given.seen_at, every=every, within=span)
