"""Rules of the question bank as pure functions: drawing at random, and the mark that a share earns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from random import Random
from typing import TypeVar

from training.core.errors import Conflict
from training.core.i18n import ngettext

#: Marks are kept to five places.
PLACES = 5

T = TypeVar("T")


def draw(rng: Random, pool: Sequence[T], *, count: int) -> list[T]:
    """Draw `count` different things of `pool` at random; the same seed and pool give the same things.

    Raises Conflict where the pool holds fewer: a category may have lost questions since the quiz was made.
    """
    if count > len(pool):
        sentence = ngettext(
            "Only %(num)s question is left to draw from.", "Only %(num)s questions are left to draw from.", len(pool)
        )
        raise Conflict(sentence)
    return rng.sample(pool, count)


def award(fraction: Fraction, max_mark: Decimal) -> Decimal:
    """Return `fraction` (0-1) of `max_mark`, computed exactly and rounded half up to five places."""
    scaled = fraction * Fraction(max_mark) * 10**PLACES
    return Decimal(floor(scaled + Fraction(1, 2))).scaleb(-PLACES)
