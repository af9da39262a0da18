"""The words of attendance: marks, ways, and what a check-in or a meeting without a roll is answered."""

from __future__ import annotations

from datetime import datetime

from training.attendance.models import How, Status
from training.attendance.rules.evidence import Flag
from training.classes.models import ClassState
from training.core.i18n import _, _l

#: A mark's word and the kind of tag or button it is shown with.
STATUSES = {
    Status.PRESENT: (_l("Present"), "ok"),
    Status.LATE: (_l("Late"), "warn"),
    Status.LEFT_EARLY: (_l("Left early"), "warn"),
    Status.EXCUSED: (_l("Excused"), "info"),
    Status.ABSENT: (_l("Absent"), "bad"),
    Status.MADE_UP: (_l("Made up"), "ok"),
}
#: What a roll offers, short enough for five buttons side by side on a phone.
BUTTONS = {
    Status.PRESENT: (_l("Present"), "ok"),
    Status.LATE: (_l("Came late"), "warn"),
    Status.LEFT_EARLY: (_l("Went early"), "warn"),
    Status.EXCUSED: (_l("With leave"), "info"),
    Status.ABSENT: (_l("Missing"), "bad"),
}
#: The first letter of each stands for the mark in a strip of many meetings.
LETTERS = {
    Status.PRESENT: _l("P (present)"),
    Status.LATE: _l("L (late)"),
    Status.LEFT_EARLY: _l("S (left early)"),
    Status.EXCUSED: _l("E (excused)"),
    Status.ABSENT: _l("A (absent)"),
    Status.MADE_UP: _l("B (made up)"),
}
#: Why somebody should look at a check-in.
FLAGS = {
    Flag.SAME_DEVICE: _l("One device for several people"),
    Flag.BURST: _l("Many scans within seconds"),
    Flag.AFTER_END: _l("After the end of the meeting"),
    Flag.AFTER_LEAVING: _l("After staff said the learner was not there"),
}
#: By what a code was given.
WAYS = {
    "qr": _l("QR code on the wall"),
    "typed": _l("code typed from the wall"),
    "slip": _l("personal slip"),
    "name": _l("found by name"),
}
#: Why a check-in was refused.
REASONS = {
    "wrong": _l("Wrong code"),
    "expired": _l("Expired code"),
    "not_enrolled": _l("Not of this class"),
    "slip_unknown": _l("Slip that is not good"),
    "slip_elsewhere": _l("Slip of another class"),
    "slip_used": _l("Slip used on another device before"),
}
HOWS = {
    How.ROLL_CALL: _l("Roll call"),
    How.CHECK_IN: _l("Check-in"),
    How.KIOSK: _l("At the door"),
    How.PAPER: _l("Signed sheet"),
    How.REVIEW: _l("Review of check-ins"),
    How.MAKE_UP: _l("Make-up"),
}


def roll_shut(*, cancelled_at: datetime | None, state: ClassState) -> str:
    """Say why a meeting's roll cannot be kept; nothing where it can."""
    if cancelled_at is not None:
        return _("This meeting was cancelled: it has no roll.")
    if state is ClassState.CLOSED:
        return _("This class is closed: its rolls change no more.")
    return ""
