"""Writes of accounts: sign-in, one-time codes, accounts and roles."""

from training.accounts.operations.codes import activate, issue_codes, revoke_codes
from training.accounts.operations.roles import (
    close_account,
    create_first_administrator,
    grant_role,
    new_setup_token,
    open_accounts,
    reopen_account,
    withdraw_role,
)
from training.accounts.operations.sign_in import (
    change_password,
    end_all_sign_ins,
    end_sign_in,
    record_seen,
    record_stranger,
    record_wrong_password,
    start_sign_in,
)
from training.accounts.operations.slips import issue_sheet

__all__ = [
    "activate",
    "change_password",
    "close_account",
    "create_first_administrator",
    "end_all_sign_ins",
    "end_sign_in",
    "grant_role",
    "issue_codes",
    "issue_sheet",
    "new_setup_token",
    "open_accounts",
    "record_seen",
    "record_stranger",
    "record_wrong_password",
    "reopen_account",
    "revoke_codes",
    "start_sign_in",
    "withdraw_role",
]
