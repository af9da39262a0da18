"""Who may do what with notices: everybody reads the own ones and nobody else's."""

from __future__ import annotations

from training.core.access import Actor, Permission, grants


class NoticePermission(Permission):
    """Permissions on notices."""

    #: Read the notices to oneself and mark them as read.
    READ = "notice.read"


@grants(NoticePermission.READ)
def may_read(_actor: Actor, _thing: object) -> bool:
    """Tell that whoever is signed in reads the own notices; queries keep to them."""
    return True
