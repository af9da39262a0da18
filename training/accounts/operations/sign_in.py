"""Signing in and out. Passwords are hashed and compared before, while no writer waits."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from training.accounts.models import Account, SignIn
from training.accounts.queries import stranger_key, token_hash
from training.accounts.rules import slow_seconds
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict
from training.core.i18n import _
from training.core.limits import count_try


@operation
def start_sign_in(
    account_id: int,
    *,
    agent: str,
    by: Actor,  # noqa: ARG001 -- for the audit line
    password_hash: str | None = None,
) -> str:
    """Sign the account in on a new device, forget its wrong passwords, and return the token for its cookie.

    `password_hash` replaces the stored one: the same password, hashed by the parameters of today.
    Raises Conflict where the account was slowed since the password was compared: of guesses sent side by side, none
    gets in after the fifth wrong one.
    """
    account = db.session.get_one(Account, account_id, populate_existing=True, with_for_update={"of": Account})
    if account.slowed_until and account.slowed_until > clock.now():
        raise Conflict(_("Too many wrong passwords in a row. Try again a little later."))
    account.wrong_in_a_row = 0
    account.slowed_until = None
    account.password_hash = password_hash or account.password_hash
    token = secrets.token_urlsafe(24)
    db.session.add(SignIn(token_hash=token_hash(token), account_id=account.id, epoch=account.epoch, agent=agent[:200]))
    return token


@operation
def record_wrong_password(account_id: int) -> datetime | None:
    """Count a wrong password; return until when the account is slowed, or None.

    Counted in SQL, so that guesses sent side by side are all counted.
    """
    db.session.execute(
        update(Account).where(Account.id == account_id).values(wrong_in_a_row=Account.wrong_in_a_row + 1)
    )
    wrong = db.session.scalar(select(Account.wrong_in_a_row).where(Account.id == account_id)) or 0
    seconds = slow_seconds(wrong)
    if not seconds:
        return None
    until = clock.now() + timedelta(seconds=seconds)
    db.session.execute(update(Account).where(Account.id == account_id).values(slowed_until=until))
    return until


@operation
def record_stranger(identifier: str) -> datetime | None:
    """Count a wrong sign-in with an identifier that nobody has; return until when it is slowed, or None."""
    seconds = slow_seconds(count_try(stranger_key(identifier)))
    return clock.now() + timedelta(seconds=seconds) if seconds else None


@operation
def record_seen(sign_in_id: int) -> None:
    """Remember that the device was used just now."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now()))


@operation
def end_sign_in(sign_in: SignIn, *, by: Actor) -> SignIn:  # noqa: ARG001 -- for the audit line
    """Sign a device out."""
    sign_in.revoked_at = clock.now()
    return sign_in


@operation
def end_all_sign_ins(account: Account, *, by: Actor, but: int | None = None) -> Account:  # noqa: ARG001
    """Sign out every device of the account, but for the sign-in with the id `but`."""
    account.epoch += 1
    if but is not None:
        db.session.execute(
            update(SignIn).where(SignIn.id == but, SignIn.account_id == account.id).values(epoch=account.epoch)
        )
    return account


@operation
def change_password(account: Account, *, password_hash: str, by: Actor) -> Account:
    """Set a new password and sign out every other device."""
    account.password_hash = password_hash
    account.wrong_in_a_row = 0
    account.slowed_until = None
    return end_all_sign_ins(account, by=by, but=by.sign_in_id)
