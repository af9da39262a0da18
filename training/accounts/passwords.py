"""Passwords: argon2id with OWASP's parameters, at most two at a time in a process, since each takes 19 MiB."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_two_at_a_time = threading.Semaphore(2)
_dummy: list[str] = []


def hash_password(password: str) -> str:
    """Return the hash to store."""
    with _two_at_a_time:
        return _hasher.hash(_composed(password))


def _composed(password: str) -> str:
    # Keyboards differ: some send ờ as one letter, some as o and marks; both mean one password.
    return unicodedata.normalize("NFC", password)


def verify_password(stored: str | None, password: str) -> bool:
    """Tell whether `password` is the one behind `stored`; takes as long where there is none to compare with."""
    if not _dummy:
        _dummy.append(hash_password("no account has this password"))
    with _two_at_a_time:
        try:
            return _hasher.verify(stored or _dummy[0], _composed(password)) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def strengthened(stored: str | None, password: str) -> str | None:
    """Return a new hash of a password just verified where the stored one was made by weaker parameters, else None."""
    return hash_password(password) if stored and _hasher.check_needs_rehash(stored) else None
