"""Whether a meeting's roll was called: one condition for all who count meetings."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance
from training.classes.models import Enrolment, EnrolmentState, Meeting


def was_called() -> ColumnElement[bool]:
    """Return, as a condition on Meeting, whether its roll says anything of a learner who is still enrolled."""
    learner = aliased(Enrolment)
    said = (Attendance.meeting_id == Meeting.id, learner.id == Attendance.enrolment_id)
    return exists().where(*said, learner.state == EnrolmentState.ENROLLED).correlate(Meeting)
