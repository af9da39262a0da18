"""Codes of personal slips: seven signs and a check sign, so that a typing error is told from an unknown code."""

from __future__ import annotations

import secrets

#: Twenty-nine signs, a prime: a wrong sign and two signs turned round always change the check.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXY"
LENGTH = 8


def new_code() -> str:
    """Return a code that nobody can guess: one of 29 to the power of 7."""
    drawn = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH - 1))
    return drawn + _check(drawn)


def read_slip(typed: str) -> str | None:
    """Return the code that was typed or scanned, whatever its case and spacing; None where the signs do not fit."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(code) != LENGTH or not set(code) <= set(SIGNS) or _check(code[:-1]) != code[-1]:
        return None
    return code


def spaced(code: str) -> str:
    """Return the code as it is printed, in two groups of four."""
    return f"{code[:4]} {code[4:]}"


def _check(signs: str) -> str:
    total = sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, start=1))
    return SIGNS[total % len(SIGNS)]
