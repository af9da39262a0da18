"""Rules of sign-in: what slows an account down, what a one-time code looks like, which passwords will do."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from training.core import clock
from training.core.i18n import _
from training.core.vietnamese import search_key

#: Wrong passwords in a row before an account is slowed down.
WRONG_BEFORE_SLOW = 5
SLOWEST_SECONDS = 900
#: Wrong one-time codes in a row from one address before it waits, and for how long at most: a whole office shares one.
CODES_BEFORE_SLOW = 40
LONGEST_CODE_WAIT = 60
#: Letters and digits that cannot be taken for one another when read from paper: no 0 O 1 I L U.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200

_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def slow_seconds(wrong_in_a_row: int) -> int:
    """Return for how many seconds an account is slowed after so many wrong passwords in a row.

    Half a minute after the fifth, doubling up to a quarter of an hour: it wards off guessing and never locks for good.
    """
    if wrong_in_a_row < WRONG_BEFORE_SLOW:
        return 0
    return int(min(30 * 2 ** (wrong_in_a_row - WRONG_BEFORE_SLOW), SLOWEST_SECONDS))


def code_slow_seconds(wrong_in_a_row: int) -> int:
    """Return for how many seconds an address waits after so many wrong one-time codes in a row."""
    if wrong_in_a_row < CODES_BEFORE_SLOW:
        return 0
    return min(5 * (wrong_in_a_row - CODES_BEFORE_SLOW + 1), LONGEST_CODE_WAIT)


def new_code() -> str:
    """Return a one-time code such as 7K3M-QX9A: 39 bits, typed from a slip."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_on_sheet(token: str, account_id: int, key: str) -> str:
    """Return the code that an account has on the sheet with `token`: the same each time the sheet is opened."""
    digest = hmac.new(key.encode(), f"sheet\0{token}\0{account_id}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest)
    letters = ""
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters += CODE_LETTERS[rest]
    return f"{letters[:4]}-{letters[4:]}"


def tidy_code(typed: str) -> str:
    """Return a typed code in the form in which it was made; spaces, dashes and case do not matter."""
    letters = "".join(c for c in typed.upper() if c.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(code: str, key: str) -> str:
    """Return what is stored of a code: keyed, as 39 bits alone could be tried out."""
    return hmac.new(key.encode(), tidy_code(code).encode(), hashlib.sha256).hexdigest()


def code_expiry(issued_on: date, days: int) -> datetime:
    """Return the last second of the day until which a code is good, as its slip names the day alone."""
    return clock.from_site(datetime.combine(issued_on + timedelta(days=days), time(23, 59, 59)))


def password_fault(password: str, about: Iterable[str | None] = ()) -> str | None:
    """Say why `password` will not do, or None; `about` is what is known of the person and easily guessed."""
    if len(password) < SHORTEST_PASSWORD:
        return str(_("The password needs at least %(count)s characters.", count=SHORTEST_PASSWORD))
    if len(password) > LONGEST_PASSWORD:
        return str(_("The password may have at most %(count)s characters.", count=LONGEST_PASSWORD))
    plain = search_key(password).replace(" ", "")
    if plain in _COMMON or len(set(plain)) < 4:
        return str(_("This password is among the first that others would try. Choose another."))
    if any(known and plain == search_key(known).replace(" ", "") for known in about):
        return str(_("The password must not be the phone number, code or name."))
    return None
