"""Personal slips: issued for the learners of a class, and check-in with one on a phone that is not signed in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from training.attendance.models import Slip
from training.attendance.operations.check_in import was_shown
from training.attendance.operations.entering import Given, Outcome, Receipt, door_to, enter, key_to, refuse, shut
from training.attendance.operations.settling import lock_learners
from training.attendance.queries.check_in import find_standing_check_in
from training.attendance.queries.slips import find_slip
from training.attendance.rules import codes
from training.attendance.rules.check_in import SEEN_GOOD_FOR, Door
from training.attendance.rules.slips import new_code, read_slip
from training.classes.models import Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation


@operation
def issue_slips(training_class: TrainingClass, *, by: Actor) -> TrainingClass:
    """Issue a slip to each learner of the class who has none."""
    enrolled = select(Enrolment.id).where(
        Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED
    )
    locked = lock_learners(training_class.id, list(db.session.scalars(enrolled)))
    having = select(Slip.enrolment_id).where(Slip.enrolment_id.in_(locked), Slip.ended_at.is_(None))
    _issue(locked - set(db.session.scalars(having)), by=by)
    return training_class


@operation
def renew_slip(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Issue another slip to a learner; the old one is good no more."""
    lock_learners(enrolment.class_id, [enrolment.id])
    old = update(Slip).where(Slip.enrolment_id == enrolment.id, Slip.ended_at.is_(None))
    db.session.execute(old.values(ended_at=clock.now()))
    _issue([enrolment.id], by=by)
    return enrolment


def _issue(enrolment_ids: Collection[int], *, by: Actor) -> None:
    for enrolment_id in sorted(enrolment_ids):
        db.session.add(Slip(code=new_code(), enrolment_id=enrolment_id, by_account_id=by.account_id))


@operation
def check_in_by_slip(meeting: Meeting, *, slip: str, given: Given, every: int, by: Actor) -> Receipt:
    """Check in the learner whose slip was typed, with the code scanned from the wall; opens nothing but this meeting.

    Never raises for what a learner may do wrong: the outcome says it, and what was refused is kept.
    """
    if door_to(meeting, given.seen_at) is not Door.OPEN:
        return shut(meeting, given.seen_at)
    code = read_slip(slip)
    if code is None:
        return Receipt(Outcome.SLIP_MISTYPED, meeting)
    step = codes.find_step(key_to(meeting), given.code, given.seen_at, every=every)
    if step is None or clock.now() - given.seen_at > SEEN_GOOD_FOR:
        late = step is not None or was_shown(meeting, given, every=every)
        return refuse(meeting, Outcome.EXPIRED if late else Outcome.WRONG, given, by=by)
    found = find_slip(code)
    if found is None:
        return refuse(meeting, Outcome.SLIP_UNKNOWN, given, by=by)
    if found.class_id != meeting.class_id:
        return refuse(meeting, Outcome.SLIP_ELSEWHERE, given, enrolment_id=found.id, by=by)
    return _enter(meeting, found.id, given, step=step, by=by)


def _enter(meeting: Meeting, enrolment_id: int, given: Given, *, step: int, by: Actor) -> Receipt:
    receipt = enter(meeting, enrolment_id, given, by=by, step=step)
    if receipt.outcome is not Outcome.ALREADY:
        return receipt
    first = find_standing_check_in(meeting.id, enrolment_id)
    if first is None or first.device == (given.device or None):
        return receipt
    refuse(meeting, Outcome.SLIP_USED, given, enrolment_id=enrolment_id, by=by)
    return Receipt(Outcome.SLIP_USED, meeting, until=first.at, enrolment_id=enrolment_id)
