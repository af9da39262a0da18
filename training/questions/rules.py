"""The mark that a share earns, as a pure function."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

#: Marks are kept to five places.
PLACES = 5


def award(fraction: Fraction, max_mark: Decimal) -> Decimal:
    """Return `fraction` (0-1) of `max_mark`, computed exactly and rounded half up to five places."""
    scaled = fraction * Fraction(max_mark) * 10**PLACES
    return Decimal(floor(scaled + Fraction(1, 2))).scaleb(-PLACES)
