"""The audit trail tells what was done and keeps no secret of it."""

from __future__ import annotations

import json

from sqlalchemy import select

from tests.cast import Cast
from training.accounts.operations import activate, issue_codes
from training.accounts.queries import get_account
from training.core.access import SYSTEM
from training.core.db import AuditEntry, db

KEY = "the-key-that-signs-cookies-and-codes"


def test_neither_codes_nor_the_signing_key_are_written_down(cast: Cast) -> None:
    account = get_account(cast.cadre.account_id or 0)
    [code] = issue_codes([account], days=7, key=KEY, by=SYSTEM).values()
    activate(code, key=KEY, password_hash="stored-hash", by=SYSTEM)
    trail = json.dumps([dict(row) for row in db.session.execute(select(AuditEntry.__table__)).mappings()], default=str)
    assert "issue_codes" in trail
    assert not [secret for secret in (KEY, code, "stored-hash") if secret in trail]
