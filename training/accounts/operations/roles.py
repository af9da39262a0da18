"""Accounts opened and closed, roles granted and withdrawn, and the first administrator."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select

from training.accounts.access import may_grant_over
from training.accounts.models import Account, RoleGrant, SetupLink
from training.accounts.operations.codes import revoke_overtaken, revoke_unused
from training.accounts.queries import get_setup_link, token_hash
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.people.models import Person, Post
from training.units.models import Unit


@operation
def open_accounts(people: Iterable[Person], *, by: Actor) -> list[Account]:  # noqa: ARG001 -- for the audit line
    """Give each person who has none an account that learns within the unit of the current post."""
    wanted = {person.id for person in people}
    have = set(db.session.scalars(select(Account.person_id).where(Account.person_id.in_(wanted))))
    units = _current_units(wanted)
    opened = [Account(person_id=person_id) for person_id in sorted(wanted - have)]
    for account in opened:
        if account.person_id in units:
            account.grants.append(RoleGrant(role=Role.LEARNER, unit_id=units[account.person_id]))
    db.session.add_all(opened)
    return opened


def _current_units(person_ids: set[int]) -> dict[int, int]:
    statement = select(Post.person_id, Post.unit_id).where(Post.person_id.in_(person_ids), Post.held_to.is_(None))
    return {row.person_id: row.unit_id for row in db.session.execute(statement.order_by(Post.id))}


def grant_role(account: Account, role: Role, *, unit: Unit, by: Actor, held_to: date | None = None) -> RoleGrant:
    """Give the account `role` over `unit` and all below it, from today.

    Raises Denied where `by` does not administer the unit, Conflict where the role is held already.
    """
    # By name: the audit trail writes down what is given by name, and which role it was matters most.
    return give_role(account, role=role, unit=unit, held_to=held_to, by=by)


@operation
def give_role(account: Account, *, role: Role, unit: Unit, held_to: date | None, by: Actor) -> RoleGrant:
    """Give a role; see grant_role."""
    refuse_foreign(unit, by)
    today = clock.today()
    if held_to is not None and held_to < today:
        raise Invalid("held_to", _("The last day lies in the past."))
    held = [
        g
        for g in account.grants
        if g.role == role and g.unit_id == unit.id and (g.held_to is None or g.held_to >= today)
    ]
    if held:
        raise Conflict(_("The account holds this role over this unit already."))
    grant = RoleGrant(account_id=account.id, role=role, unit_id=unit.id, held_from=today, held_to=held_to)
    with unique(
        "grants", "account_id", "role", "unit_id", "held_from", refusal=Conflict(_("This was granted today already."))
    ):
        db.session.add(grant)
    db.session.expire(account, ["grants"])
    revoke_overtaken(account)
    return grant


@operation
def withdraw_role(grant: RoleGrant, *, by: Actor) -> RoleGrant:
    """End a role as of yesterday; the last administrator's stays."""
    refuse_foreign(grant.unit, by)
    if grant.role == Role.ADMINISTRATOR and _others_administer(grant) == 0:
        raise Conflict(_("Somebody must administer: give the role to another person first."))
    if grant.account_id == by.account_id and grant.role == Role.ADMINISTRATOR:
        raise Conflict(_("Another administrator must withdraw this role."))
    yesterday = clock.today() - timedelta(days=1)
    if grant.held_from > yesterday:
        grant.held_from = yesterday
    grant.held_to = yesterday
    return grant


def refuse_foreign(unit: Unit, by: Actor) -> None:
    """Raise Denied where `by` does not administer the unit."""
    if not may_grant_over(by, unit):
        raise Denied(_("You do not have the right to give or withdraw roles over this unit."))


def _others_administer(grant: RoleGrant) -> int:
    statement = (
        select(RoleGrant.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.id != grant.id,
            RoleGrant.held_to.is_(None),
            Account.closed_at.is_(None),
        )
    )
    return len(db.session.scalars(statement).all())


@operation
def close_account(account: Account, *, by: Actor) -> Account:
    """Close the account: nobody signs in with it any more, its unused codes end; what was done with it stays."""
    if account.id == by.account_id:
        raise Conflict(_("One's own account is closed by another administrator."))
    revoke_unused([account.id])
    account.closed_at = clock.now()
    account.epoch += 1
    return account


@operation
def reopen_account(account: Account, *, by: Actor) -> Account:  # noqa: ARG001 -- for the audit line
    """Let a closed account in again."""
    account.closed_at = None
    return account


@operation
def new_setup_token() -> str:
    """Return the token of a link that makes the first administrator; earlier links end."""
    for link in db.session.scalars(select(SetupLink).where(SetupLink.used_at.is_(None))):
        link.used_at = clock.now()
    token = secrets.token_urlsafe(24)
    db.session.add(SetupLink(token_hash=token_hash(token)))
    return token


@operation
def create_first_administrator(token: str, *, person: Person, unit: Unit, password_hash: str, by: Actor) -> Account:  # noqa: ARG001
    """Make the first administrator over `unit` by a good setup link; raise Conflict otherwise."""
    link = get_setup_link(token)
    link.used_at = clock.now()
    account = Account(person_id=person.id, password_hash=password_hash)
    account.grants.append(RoleGrant(role=Role.ADMINISTRATOR, unit_id=unit.id))
    db.session.add(account)
    return account
