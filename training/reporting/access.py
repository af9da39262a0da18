"""Who may open reports; what they show is scoped by training.completion.access."""

from __future__ import annotations

from training.core.access import Actor, Permission, grants


class ReportPermission(Permission):
    """Permissions on reports."""

    #: Open the overview of classes and their results.
    SEE = "report.see"


@grants(ReportPermission.SEE)
def may_see(actor: Actor, _thing: object) -> bool:
    """Tell that all staff have reports, each within what they may see."""
    return actor.is_staff
