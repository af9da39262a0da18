"""The codes on the wall: six digits to type, a longer one in the QR; they follow from secret, room and time."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

DIGITS = 6
#: Hexadecimal signs of the code in the QR: 80 bits, since it is taken from phones that are not signed in.
SIGNS = 20
#: A code read at the last moment is still typed and sent.
GRACE_SECONDS = 2


def key_of(secret: str, room: str) -> str:
    """Return what the codes of a meeting are made with: another room has other codes."""
    return f"{secret}:{room}" if room else secret


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


def signature_of(secret: str, step: int) -> str:
    """Return the code of a time step that stands in the QR."""
    return hmac.new(secret.encode(), b"qr" + step.to_bytes(8, "big"), hashlib.sha256).hexdigest()[:SIGNS]


def _fits(secret: str, step: int, given: str) -> bool:
    made = signature_of(secret, step) if len(given) == SIGNS else code_of(secret, step)
    return hmac.compare_digest(made.encode(), given.encode())


def find_step(secret: str, code: str, at: datetime, *, every: int) -> int | None:
    """Return the step whose code was given, or None.

    The code shown, the one before it and, for two seconds after a change, the one before that are good.
    """
    newest, oldest = step_at(at, every=every), int(at.timestamp() - every - GRACE_SECONDS) // every
    good = [s for s in range(newest, oldest - 1, -1) if _fits(secret, s, code)]
    return good[0] if good else None


def was_shown(secret: str, code: str, at: datetime, *, every: int, within: int) -> bool:
    """Tell whether the code was on the wall during the `within` seconds before: it is late, and nobody guesses."""
    newest, oldest = step_at(at, every=every), int(at.timestamp() - within) // every
    return any(_fits(secret, s, code) for s in range(oldest, newest + 1))


def read_code(brought: str) -> str:
    """Return the code that a QR or a form brought: the long one as it is, of anything else the first six digits."""
    if len(brought) == SIGNS and set(brought) <= set("0123456789abcdef"):
        return brought
    return digits_of(brought)[:DIGITS]


def digits_of(typed: str) -> str:
    """Return the ASCII digits among what was typed: spaces, dots and hyphens between them do no harm."""
    return "".join(sign for sign in typed if sign.isascii() and sign.isdecimal())


def spaced(code: str) -> str:
    """Return the code as it is read from afar, in two groups of three."""
    return f"{code[:3]} {code[3:]}"
