"""The six digits on the wall: they follow from the meeting's secret and the time, and are kept nowhere."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

DIGITS = 6
#: A code read at the last moment is still typed and sent.
GRACE_SECONDS = 2


def step_at(at: datetime, *, every: int) -> int:
    """Return the number of the time step at an instant; a step lasts `every` seconds."""
    return int(at.timestamp()) // every


def seconds_left(at: datetime, *, every: int) -> int:
    """Return in how many seconds the next code follows, from 1 to `every`."""
    return every - int(at.timestamp()) % every


def code_of(secret: str, step: int) -> str:
    """Return the digits of a time step (truncated as RFC 4226 section 5.3 does)."""
    digest = hmac.new(secret.encode(), step.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def find_step(secret: str, code: str, at: datetime, *, every: int) -> int | None:
    """Return the step whose code was given, or None.

    The code shown, the one before it and, for two seconds after a change, the one before that are good.
    """
    newest, oldest = step_at(at, every=every), int(at.timestamp() - every - GRACE_SECONDS) // every
    given = code.encode()
    good = [s for s in range(newest, oldest - 1, -1) if hmac.compare_digest(code_of(secret, s).encode(), given)]
    return good[0] if good else None


def was_shown(secret: str, code: str, at: datetime, *, every: int, within: int) -> bool:
    """Tell whether the code was on the wall during the `within` seconds before: it is late, and nobody guesses."""
    newest, oldest = step_at(at, every=every), int(at.timestamp() - within) // every
    return any(hmac.compare_digest(code_of(secret, s).encode(), code.encode()) for s in range(oldest, newest + 1))


def digits_of(typed: str) -> str:
    """Return the ASCII digits among what was typed: spaces, dots and hyphens between them do no harm."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdecimal())


def spaced(code: str) -> str:
    """Return the code as it is read from afar, in two groups of three."""
    return f"{code[:3]} {code[3:]}"
