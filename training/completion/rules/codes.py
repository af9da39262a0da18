"""The code of a certificate, made to be typed by hand: eight signs and a check sign, such as 7KQM-2XWD-9.

The alphabet leaves out 0, 1, I, L and O, which people take for each other. It has 31 signs, a prime: a weighted sum
modulo 31 tells every wrong sign and every two signs exchanged from a code that was given out.
"""

from __future__ import annotations

import re
import secrets

from training.core.errors import Invalid
from training.core.i18n import _

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
_PRIME = len(ALPHABET)


def new_code() -> str:
    """Return a code drawn at random, without its hyphens; 31⁸ of them."""
    body = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the sign that goes behind the eight of `body`."""
    total = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, 1))
    # The check sign has weight 9, whose inverse modulo 31 is 7; the sum of all is then 0.
    return ALPHABET[-total * 7 % _PRIME]


def shown(code: str) -> str:
    """Write a code as it is printed, in fours."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read_code(typed: str) -> str:
    """Return a code as it is stored; raise Invalid("code") where it can only have been mistyped."""
    code = re.sub(r"[\s\-–—.]", "", typed).upper()
    strange = sorted({sign for sign in code if sign not in ALPHABET})
    if strange:
        signs = ", ".join(strange)[:40]
        raise Invalid("code", _("These signs occur in no code: %(signs)s. There is no 0, 1, I, L or O.", signs=signs))
    if len(code) != LENGTH + 1:
        raise Invalid("code", _("A code has nine signs, such as %(example)s.", example="7KQM-2XWD-9"))
    if check_sign(code[:LENGTH]) != code[LENGTH]:
        raise Invalid("code", _("This code has been mistyped: its last sign does not fit the others."))
    return code
