"""What a learner is told of a check-in that did not come about, and with which status."""

from __future__ import annotations

from training.attendance.operations import Outcome, Receipt
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


_OTHERS = {
    Outcome.EXPIRED: lambda: _("This code has expired. Scan the QR code again, or type the six digits shown now."),
    Outcome.OVER: lambda: _("Check-in to this meeting is over."),
    Outcome.CANCELLED: lambda: _("This meeting was cancelled."),
    Outcome.NOT_ENROLLED: lambda: _("This account is not among the learners of the class that holds this meeting."),
    Outcome.SLIP_MISTYPED: lambda: _("These signs are no code of a slip. Look at the slip and type them again."),
    Outcome.SLIP_UNKNOWN: lambda: _("This slip is not good, or another was issued in its place."),
    Outcome.SLIP_ELSEWHERE: lambda: _("This slip is of a learner of another class."),
    Outcome.NO_MEETING: lambda: _("There is no meeting to check in to now."),
}
