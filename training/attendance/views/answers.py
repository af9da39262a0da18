"""What a learner is told of a check-in that did not come about, and with which status."""

from __future__ import annotations

from datetime import datetime

from training.attendance.models import MISSED, Status
from training.attendance.operations import Outcome, Receipt
from training.attendance.operations.entering import door_to
from training.attendance.rules.check_in import Door, opens_at
from training.attendance.rules.words import STATUSES
from training.classes.models import Meeting
from training.core import clock
from training.core.formats import hour, long_day
from training.core.i18n import _

_OF_SLIPS = (Outcome.SLIP_MISTYPED, Outcome.SLIP_UNKNOWN, Outcome.SLIP_ELSEWHERE)
_STATUS = {
    Outcome.BLOCKED: 429,
    Outcome.NOT_ENROLLED: 403,
    Outcome.WRONG: 422,
    Outcome.EXPIRED: 422,
    **dict.fromkeys(_OF_SLIPS, 422),
}


def status_of(receipt: Receipt) -> int:
    """Return the HTTP status of a refused check-in."""
    return _STATUS.get(receipt.outcome, 409)


def answer_to(receipt: Receipt, every: int) -> str:
    """Say why a check-in did not come about and what to do; codes change `every` seconds."""
    if receipt.outcome is Outcome.EARLY and receipt.until:
        return _("Check-in opens at %(time)s, %(day)s.", time=hour(receipt.until), day=long_day(receipt.until))
    if receipt.outcome is Outcome.BLOCKED and receipt.until:
        return _(
            "Too many wrong codes in a short time. Try again after %(time)s, or tell the trainer, who keeps the roll.",
            time=hour(receipt.until, "second"),
        )
    if receipt.outcome is Outcome.WRONG:
        return _("This code is not the one on the wall. It changes every %(seconds)s seconds.", seconds=every)
    if receipt.outcome is Outcome.SLIP_USED and receipt.until:
        return _(
            "This slip has checked in at %(time)s on another device. Is it not yours? Tell whoever keeps the roll.",
            time=hour(receipt.until),
        )
    return _OTHERS[receipt.outcome]()


def shut_words(meeting: Meeting) -> str:
    """Say why one cannot check in to the meeting now; nothing where one can."""
    door = door_to(meeting, clock.now())
    if door is Door.OPEN:
        return ""
    return answer_to(Receipt(Outcome(door.value), until=opens_at(meeting.starts_at)), 0)


def thanks(at: datetime | None, mark: Status | None) -> tuple[str, str]:
    """Say that a check-in is noted, and the kind of notice: a warning where the roll says that the learner is away."""
    if mark not in MISSED:
        return _("Checked in at %(time)s. Nothing more to do.", time=hour(at)), "ok"
    said = _(
        "The check-in of %(time)s is noted, but the roll says: %(mark)s. Tell whoever keeps the roll.",
        time=hour(at),
        mark=STATUSES[mark][0],
    )
    return said, "warn"


_OTHERS = {
    Outcome.EXPIRED: lambda: _("This code has expired. Scan the QR code again, or type the six digits shown now."),
    Outcome.OVER: lambda: _("Check-in to this meeting is over."),
    Outcome.CANCELLED: lambda: _("This meeting was cancelled."),
    Outcome.UNOPENED: lambda: _("The class has not been opened yet. Tell whoever organises it."),
    Outcome.NOT_ENROLLED: lambda: _("This account is not among the learners of the class that holds this meeting."),
    Outcome.SLIP_MISTYPED: lambda: _("These signs are no code of a slip. Look at the slip and type them again."),
    Outcome.SLIP_UNKNOWN: lambda: _("This slip is not good, or another was issued in its place."),
    Outcome.SLIP_ELSEWHERE: lambda: _("This slip is of a learner of another class."),
    Outcome.NO_MEETING: lambda: _("There is no meeting to check in to now."),
}
