"""Check-in at the door: a volunteer's tablet scans slips or finds names."""

from __future__ import annotations

from training.attendance.models import How
from training.attendance.operations.entering import Given, Outcome, Receipt, door_to, enter, refuse, shut
from training.attendance.queries.slips import find_slip
from training.attendance.rules.check_in import Door
from training.attendance.rules.slips import read_slip
from training.classes.models import Meeting
from training.core import clock
from training.core.access import Actor
from training.core.db import operation


@operation
def let_in(
    meeting: Meeting, *, slip: str = "", enrolment_id: int | None = None, agent: str = "", device: str = "", by: Actor
) -> Receipt:
    """Check in at the door the learner whose slip was scanned, or the one who was found by name.

    Never raises for what may be wrong with a slip: the outcome says it, and what was refused is kept.
    """
    given = Given("", clock.now(), "slip" if slip else "name", agent, device)
    if door_to(meeting, given.seen_at) is not Door.OPEN:
        return shut(meeting, given.seen_at)
    if enrolment_id is not None:
        return enter(meeting, enrolment_id, given, how=How.KIOSK, by=by)
    code = read_slip(slip)
    if code is None:
        return Receipt(Outcome.SLIP_MISTYPED, meeting)
    found = find_slip(code)
    if found is None:
        return refuse(meeting, Outcome.SLIP_UNKNOWN, given, by=by)
    if found.class_id != meeting.class_id:
        return refuse(meeting, Outcome.SLIP_ELSEWHERE, given, enrolment_id=found.id, by=by)
    return enter(meeting, found.id, given, how=How.KIOSK, by=by)
