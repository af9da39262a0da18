"""One-time codes: handed out on paper, good once, for some days; a new one ends the ones before."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, update

from training.accounts.access import may_issue
from training.accounts.models import Account, ActivationCode
from training.accounts.queries import actor_of, find_usable_code
from training.accounts.rules import code_expiry, code_hash, new_code
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Invalid
from training.core.i18n import _

_UNUSED = (ActivationCode.used_at.is_(None), ActivationCode.revoked_at.is_(None))


@operation
def issue_codes(accounts: Iterable[Account], *, days: int, key: str, by: Actor) -> dict[int, str]:
    """Make a code for each account, good for `days`, and return them by account id; only hashes are kept."""
    chosen = {account.id: new_code() for account in accounts}
    revoke_unused(list(chosen))
    expires_at = code_expiry(clock.today(), days)
    db.session.add_all(
        ActivationCode(
            account_id=account_id,
            code_hash=code_hash(code, key),
            issued_by_account_id=by.account_id,
            expires_at=expires_at,
        )
        for account_id, code in chosen.items()
    )
    return chosen


@operation
def revoke_codes(account: Account, *, by: Actor) -> Account:  # noqa: ARG001 -- for the audit line
    """End every unused code of the account."""
    revoke_unused([account.id])
    return account


def revoke_unused(account_ids: list[int]) -> None:
    """End the unused codes of these accounts, within the operation under way."""
    db.session.execute(
        update(ActivationCode)
        .where(ActivationCode.account_id.in_(account_ids), *_UNUSED)
        .values(revoked_at=clock.now())
    )


def revoke_overtaken(account: Account) -> None:
    """End the unused codes of issuers above whom the account stands by now, within the operation under way.

    Whoever handed out a code can use it: it must not open an account that has become mightier since.
    """
    for code in db.session.scalars(select(ActivationCode).where(ActivationCode.account_id == account.id, *_UNUSED)):
        issuer = db.session.get(Account, code.issued_by_account_id) if code.issued_by_account_id else None
        if issuer is not None and not may_issue(actor_of(issuer), account):
            code.revoked_at = clock.now()


@operation
def activate(code: str, *, key: str, password_hash: str, by: Actor) -> Account:  # noqa: ARG001 -- for the audit line
    """Take the code and set the password of its account; raise Invalid where the code is not good (any more)."""
    found = find_usable_code(code, key=key)
    account = db.session.get(Account, found.account_id) if found else None
    if found is None or account is None or account.closed_at is not None:
        raise Invalid("code", _("This code is unknown, used or expired. Ask whoever gave it for a new one."))
    found.used_at = clock.now()
    account.password_hash = password_hash
    account.wrong_in_a_row = 0
    account.slowed_until = None
    account.epoch += 1
    return account
