"""Points and weights as authors type them, kept as exact decimal text."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

PLACES = 3


def points_of(given: Any) -> Decimal | None:
    """Return a number typed with a comma or a point, or None for what is none or has more than three places."""
    try:
        points = Decimal(str(given if given is not None else "").strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    # Without bounds the rounding itself would fail.
    return points if points.is_finite() and abs(points) < 10**9 and points == round(points, PLACES) else None


def exact_text(given: Any) -> str:
    """Return a number as the shortest decimal text, "0" for what is none."""
    points = points_of(given) or Decimal(0)
    return format(points.normalize() + 0, "f")


def typed_text(exact: str) -> str:
    """Return exact decimal text as people write it, with a comma."""
    return exact.replace(".", ",")
