"""Who may do what with accounts and the audit trail, and the permissions that every signed-in person has."""

from __future__ import annotations

from training.accounts.models import Account, RoleGrant
from training.core import clock
from training.core.access import Actor, Permission, Role, grants
from training.people.access import manages
from training.people.models import Person
from training.units.access import MANAGERS
from training.units.models import Unit

#: A root's path is "/1/".
_ROOT_SLASHES = 2


class AccountPermission(Permission):
    """Permissions on accounts."""

    #: Be signed in: see one's own pages, change one's own password.
    USE = "account.use"
    #: See the account of a person, open one where there is none.
    OPEN = "account.open"
    #: Issue one-time codes and end the sign-ins of an account.
    ISSUE = "account.issue"
    #: Close an account and open it again.
    CLOSE = "account.close"
    #: Grant and withdraw roles.
    GRANT = "account.grant"
    #: Read the audit trail.
    AUDIT = "account.audit"


@grants(AccountPermission.USE)
def is_signed_in(_actor: Actor, _thing: object) -> bool:
    """Tell that whoever is signed in may use the product."""
    return True


@grants(AccountPermission.OPEN)
def manages_person(actor: Actor, person: Person | None) -> bool:
    """Tell whether the person's current unit lies within what the actor manages."""
    return actor.holds(*MANAGERS) if person is None else manages(actor, person)


@grants(AccountPermission.ISSUE)
def may_issue(actor: Actor, account: Account | None) -> bool:
    """Tell whether the actor manages the person and stands above every role that the account holds.

    Whoever hands out a code can use it: a manager must not become an administrator by way of one.
    """
    if account is None:
        return actor.holds(*MANAGERS)
    held = (grant for grant in account.grants if grant.role is not Role.LEARNER and grant.is_in_force(clock.today()))
    return manages(actor, account.person) and all(_stands_above(actor, grant) for grant in held)


def _stands_above(actor: Actor, grant: RoleGrant) -> bool:
    above = MANAGERS if grant.role is Role.TRAINER else (Role.ADMINISTRATOR,)
    return actor.holds_over(grant.unit.path, *above)


@grants(AccountPermission.CLOSE)
def may_close(actor: Actor, account: Account) -> bool:
    """Tell that administrators close and reopen the accounts that they may issue codes for."""
    return actor.holds(Role.ADMINISTRATOR) and may_issue(actor, account)


@grants(AccountPermission.GRANT)
def may_grant(actor: Actor, account: Account | None) -> bool:
    """Tell that administrators alone give roles, to the people whom they manage."""
    return actor.holds(Role.ADMINISTRATOR) and (account is None or manages(actor, account.person))


def may_grant_over(actor: Actor, unit: Unit) -> bool:
    """Tell whether the actor may give and withdraw roles over the unit."""
    return actor.holds_over(unit.path, Role.ADMINISTRATOR)


@grants(AccountPermission.AUDIT)
def may_audit(actor: Actor, _thing: object) -> bool:
    """Tell that administrators alone read the trail."""
    return actor.holds(Role.ADMINISTRATOR)


def audits_all(actor: Actor) -> bool:
    """Tell whether the actor administers a whole tree of units and so reads the whole trail."""
    return any(path.count("/") <= _ROOT_SLASHES for path in actor.paths(Role.ADMINISTRATOR))
