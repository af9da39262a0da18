"""Looking at a check-in: confirming that the learner was in the room, or striking it."""

from __future__ import annotations

import enum

from training.attendance.models import AttendanceEvent, How, Status
from training.attendance.operations.roll_call import check_open, note
from training.attendance.operations.settling import lock_learners
from training.attendance.queries.check_in import find_check_in, find_mark, find_standing_check_in
from training.attendance.queries.closings import IN_THE_ROOM
from training.classes.models import Meeting
from training.core.access import Actor
from training.core.db import operation
from training.core.errors import Conflict
from training.core.i18n import _


class Verdict(enum.StrEnum):
    """What somebody says who has looked at a check-in."""

    CONFIRM = "confirm"
    STRIKE = "strike"


@operation
def review_check_in(meeting: Meeting, enrolment_id: int, *, verdict: Verdict, agent: str = "", by: Actor) -> Meeting:
    """Let a check-in stand as staff say, or strike it: the learner was not there. Both stay in the history.

    Raises Conflict where the learner has not checked in, or the roll cannot be kept.
    """
    check_open(meeting)
    lock_learners(meeting.class_id, [enrolment_id])
    check_in = find_standing_check_in(meeting.id, enrolment_id) or find_check_in(meeting.id, enrolment_id)
    if check_in is None:
        raise Conflict(_("This learner has not checked in."))
    status = _confirmed(meeting, check_in) if verdict is Verdict.CONFIRM else Status.ABSENT
    row = {"enrolment_id": enrolment_id, "status": status, "how": How.REVIEW}
    note(meeting, [row], agent=agent, by=by, verdict=verdict.value)
    return meeting


def _confirmed(meeting: Meeting, check_in: AttendanceEvent) -> Status | None:
    # Who was in the room and left early has still left early.
    mark = find_mark(meeting.id, check_in.enrolment_id)
    return mark.status if mark and mark.status in IN_THE_ROOM else check_in.status
