"""The words of attendance: marks, ways, and what a check-in or a meeting without a roll is answered."""

from __future__ import annotations

from datetime import datetime

from training.attendance.models import How, Status
from training.classes.models import ClassState
from training.core.i18n import _, _l

#: A mark's word and the kind of tag or button it is shown with.
STATUSES = {
    Status.PRESENT: (_l("Present"), "ok"),
    Status.LATE: (_l("Late"), "warn"),
    Status.EXCUSED: (_l("Excused"), "info"),
    Status.ABSENT: (_l("Absent"), "bad"),
}
#: The same, short enough for four buttons side by side on a phone.
BUTTONS = {
    Status.PRESENT: (_l("Present"), "ok"),
    Status.LATE: (_l("Came late"), "warn"),
    Status.EXCUSED: (_l("With leave"), "info"),
    Status.ABSENT: (_l("Missing"), "bad"),
}
#: The first letter of each stands for the mark in a strip of many meetings.
LETTERS = {
    Status.PRESENT: _l("P (present)"),
    Status.LATE: _l("L (late)"),
    Status.EXCUSED: _l("E (excused)"),
    Status.ABSENT: _l("A (absent)"),
}
HOWS = {How.ROLL_CALL: _l("Roll call"), How.CHECK_IN: _l("Check-in")}


def roll_shut(*, cancelled_at: datetime | None, state: ClassState) -> str:
    """Say why a meeting's roll cannot be kept; nothing where it can."""
    if cancelled_at is not None:
        return _("This meeting was cancelled: it has no roll.")
    if state is ClassState.CLOSED:
        return _("This class is closed: its rolls change no more.")
    return ""
