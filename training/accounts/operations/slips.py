"""Sheets of slips: one-time codes for many accounts at once, which their issuer can print again for a day.

The codes follow from a token that stands in the sheet's address alone, so the database never holds them.
"""

from __future__ import annotations

from collections.abc import Sequence

from training.accounts.models import Account, ActivationCode
from training.accounts.operations.codes import revoke_unused
from training.accounts.queries import token_hash
from training.accounts.rules import code_expiry, code_hash, code_on_sheet
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation


@operation
def issue_sheet(*, accounts: Sequence[Account], token: str, days: int, key: str, by: Actor) -> list[ActivationCode]:
    """Make a code for each account, good for `days`; earlier unused codes of theirs end.

    `token` is random and at least 128 bits; it and the account give each code, see rules.code_on_sheet.
    """
    ids = [account.id for account in accounts]
    revoke_unused(ids)
    codes = [
        ActivationCode(
            account_id=account_id,
            code_hash=code_hash(code_on_sheet(token, account_id, key), key),
            sheet_hash=token_hash(token),
            issued_by_account_id=by.account_id,
            expires_at=code_expiry(clock.today(), days),
        )
        for account_id in ids
    ]
    db.session.add_all(codes)
    return codes
