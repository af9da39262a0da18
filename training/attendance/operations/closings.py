"""The signed sheet entered back, and closing a roll: signatures and marks agree, or the difference is explained."""

from __future__ import annotations

from collections.abc import Collection

from training.attendance.models import How, RollClosing, Status
from training.attendance.operations.roll_call import check_open, note
from training.attendance.operations.settling import lock_learners
from training.attendance.operations.warnings import warn_class
from training.attendance.queries.closings import IN_THE_ROOM, count_in_the_room, find_closing
from training.attendance.queries.conflicts import count_disputes
from training.attendance.queries.rolls import statuses_of
from training.classes.models import Meeting
from training.classes.operations.holding import hold_unclosed
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@operation
def enter_sheet(meeting: Meeting, *, signed: Collection[int], agent: str = "", by: Actor) -> set[int]:
    """Note as present all who signed the sheet and whom the roll does not count as having been there.

    Returns those who are no longer in the class: their signatures are left out, the others entered all the same.
    Raises Conflict for a meeting whose roll cannot be kept.
    """
    check_open(meeting)
    known, marks = lock_learners(meeting.class_id, signed), statuses_of(meeting)
    missing = [one for one in sorted(known) if marks.get(one) not in IN_THE_ROOM]
    rows = [{"enrolment_id": one, "status": Status.PRESENT, "how": How.PAPER} for one in missing]
    note(meeting, rows, agent=agent, by=by)
    return set(signed) - known


@operation
def close_roll(meeting: Meeting, *, signed: int, explanation: str = "", by: Actor) -> RollClosing:
    """Close the roll of a meeting at which so many signed, and warn whose attendance is low.

    Raises Invalid(field='explanation') where the roll says another number and nobody explains it, Conflict where the
    meeting has not begun, its roll is shut, or marks that contradict each other wait for a decision.
    """
    hold_unclosed(meeting.class_id)
    check_open(meeting)
    if meeting.starts_at > clock.now():
        raise Conflict(_("This meeting has not begun yet."))
    if count_disputes(meeting):
        raise Conflict(_("Two people have marked a learner differently. Decide that first."))
    counted = count_in_the_room(meeting)
    if signed != counted and not explanation:
        text = _(
            "%(signed)s signed, %(counted)s are marked as having been there. Explain the difference, or mend it.",
            signed=signed,
            counted=counted,
        )
        raise Invalid("explanation", text)
    closing = RollClosing(
        meeting_id=meeting.id, signed=signed, counted=counted, explanation=explanation, by_account_id=by.account_id
    )
    with unique("roll_closings", "in_force", refusal=Conflict(_("This roll is closed already."))):
        db.session.add(closing)
    warn_class(meeting.class_id, by=by)
    return closing


@operation
def reopen_roll(meeting: Meeting, *, by: Actor) -> Meeting:
    """Open a closed roll again; the closing stays on record. Raises Conflict where it is not closed."""
    hold_unclosed(meeting.class_id)
    closing = find_closing(meeting.id)
    if closing is None:
        raise Conflict(_("This roll is not closed."))
    closing.reopened_at, closing.reopened_by_id = clock.now(), by.account_id
    return meeting
