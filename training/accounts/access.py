"""Who may do what with accounts and the audit trail, and the permissions that every signed-in person has."""

from __future__ import annotations

from training.core.access import Actor, Permission, Role, grants
from training.people.models import Person


class AccountPermission(Permission):
    """Permissions on accounts."""

    #: Be signed in: see one's own pages, change one's own password.
    USE = "account.use"
    #: Issue one-time codes and end sign-ins of a person.
    ISSUE = "account.issue"
    #: Grant and withdraw roles.
    GRANT = "account.grant"
    #: Read the audit trail.
    AUDIT = "account.audit"


@grants(AccountPermission.USE)
def is_signed_in(_actor: Actor, _thing: object) -> bool:
    """Tell that whoever is signed in may use the product."""
    return True


@grants(AccountPermission.ISSUE)
def manages_person(actor: Actor, person: Person | None) -> bool:
    """Tell whether the person's current unit lies within what the actor manages."""
    if person is None:
        return actor.holds(Role.ADMINISTRATOR, Role.UNIT_MANAGER)
    paths = [post.unit.path for post in person.posts if post.held_to is None]
    return any(actor.holds_over(path, Role.ADMINISTRATOR, Role.UNIT_MANAGER) for path in paths) or (
        not paths and actor.holds(Role.ADMINISTRATOR)
    )


@grants(AccountPermission.GRANT)
def may_grant(actor: Actor, _thing: object) -> bool:
    """Tell that administrators alone give roles."""
    return actor.holds(Role.ADMINISTRATOR)


@grants(AccountPermission.AUDIT)
def may_audit(actor: Actor, _thing: object) -> bool:
    """Tell that administrators alone read the trail."""
    return actor.holds(Role.ADMINISTRATOR)
