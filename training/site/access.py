"""Who may search over everything: staff, each within their own scope."""

from __future__ import annotations

from training.core.access import Actor, Permission, grants


class SitePermission(Permission):
    """Permissions on the site as a whole."""

    #: Search people, classes and courses.
    SEARCH = "site.search"


@grants(SitePermission.SEARCH)
def may_search(actor: Actor, _thing: object) -> bool:
    """Tell that staff search; what they find is within their scope."""
    return actor.is_staff
