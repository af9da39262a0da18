"""What a year amounts to in one sentence, and why a line is worth what it is."""

from __future__ import annotations

from training.attendance.models import Status
from training.attendance.rules.words import STATUSES
from training.completion.hours.models import PaperState
from training.completion.hours.rules.credits import Credit, YearLedger
from training.core.formats import number
from training.core.i18n import _, _l

#: A state's word and the kind of tag it is shown with.
PAPER_STATES = {
    PaperState.WAITING: (_l("waits for approval"), "warn"),
    PaperState.APPROVED: (_l("approved"), "ok"),
    PaperState.REFUSED: (_l("turned down"), "bad"),
    PaperState.WITHDRAWN: (_l("withdrawn"), ""),
}


def summary(ledger: YearLedger) -> str:
    """Say the year's tiết, of how many, and how many are missing."""
    said: dict[str, object] = {"total": number(ledger.total), "year": ledger.year}
    if ledger.target is None:
        return _("%(total)s study hours in %(year)s; no target is set", **said)
    said["target"] = ledger.target
    if ledger.missing:
        said["missing"] = number(ledger.missing)
        return _("%(total)s/%(target)s study hours in %(year)s, %(missing)s still missing", **said)
    return _("%(total)s/%(target)s study hours in %(year)s, the target is reached", **said)


def reason(line: Credit) -> str:
    """Say what is to be known of a line: its mark where that is not plain presence, or where it is counted already."""
    if line.repeats:
        return _("counted already with %(class)s", **{"class": line.repeats})
    if line.status is None or (line.status is Status.PRESENT and line.worth == 100):
        return ""
    word = STATUSES[line.status][0]
    return str(word) if line.worth == 100 else _("%(mark)s: %(worth)s%% counted", mark=word, worth=line.worth)
