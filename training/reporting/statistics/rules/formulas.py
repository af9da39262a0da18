"""Classical test theory on exact whole numbers: moments, discrimination, reliability.

The formulas are those of Moodle's quiz report. Marks come as whole numbers of any one unit, so that a question that all
answered alike has a variance of exactly nothing. None stands where a formula divides by nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

Whole = Sequence[int]


def mean(values: Whole) -> float | None:
    """Return the mean."""
    return sum(values) / len(values) if values else None


def median(values: Whole) -> float | None:
    """Return the value in the middle, or the mean of the two there."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return None
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def covariance(left: Whole, right: Whole) -> float | None:
    """Return the sample covariance (n - 1 beneath)."""
    return _scaled(_spread(left, right), len(left))


def variance(values: Whole) -> float | None:
    """Return the sample variance (n - 1 beneath)."""
    return covariance(values, values)


def deviation(values: Whole) -> float | None:
    """Return the sample standard deviation."""
    found = variance(values)
    return None if found is None else math.sqrt(found)


def _spread(left: Whole, right: Whole) -> int:
    """Return n times the sum of the products of the deviations from the means: whole, hence exact."""
    products: int = sum(map(mul, left, right))
    return len(left) * products - sum(left) * sum(right)


def _scaled(spread: int, count: int) -> float | None:
    return spread / (count * (count - 1)) if count > 1 else None


def facility(marks: Whole, most: Whole) -> float | None:
    """Return the share 0-1 of the marks to be had that was earned."""
    return sum(marks) / sum(most) if sum(most) else None


def discrimination(marks: Whole, rest: Whole) -> float | None:
    """Return the discrimination index: the correlation, -100 to 100, of a question's marks with the rest."""
    left, right = _spread(marks, marks), _spread(rest, rest)
    return 100 * _spread(marks, rest) / math.sqrt(left * right) if left and right else None


def efficiency(marks: Whole, rest: Whole) -> float | None:
    """Return the discriminative efficiency: the covariance as a percentage of the most that these marks allow."""
    most = _spread(sorted(marks), sorted(rest))
    return 100 * _spread(marks, rest) / most if most else None


def effective_weights(marks: Sequence[Whole], totals: Whole) -> list[float | None]:
    """Return how much of the spread of the totals each question brings, in per cent of those above nothing.

    None marks a question that works against the others: its covariance with the totals is below nothing.
    """
    spreads = [_spread(one, totals) for one in marks]
    whole = sum(math.sqrt(spread) for spread in spreads if spread > 0)
    return [100 * math.sqrt(spread) / whole if spread >= 0 and whole else None for spread in spreads]


def consistency(marks: Sequence[Whole], totals: Whole) -> float | None:
    """Return the coefficient of internal consistency (Cronbach's alpha) in per cent; at most 100, it may be below 0."""
    whole, count = _spread(totals, totals), len(marks)
    if len(totals) <= 2 or count <= 1 or not whole:
        return None
    return 100 * count / (count - 1) * (1 - sum(_spread(one, one) for one in marks) / whole)


def error_ratio(alpha: float) -> float:
    """Return how much of the standard deviation is chance, in per cent; above 100 where `alpha` is below 0."""
    return 100 * math.sqrt(max(0.0, 1 - alpha / 100))


def skewness(values: Whole) -> float | None:
    """Return the skewness: below 0 with a long tail of low values."""
    count, spread = len(values), variance(values)
    if count <= 2 or not spread:
        return None
    return float(count**2 * _moment(values, 3) / ((count - 1) * (count - 2)) / spread**1.5)


def kurtosis(values: Whole) -> float | None:
    """Return the excess kurtosis: above 0 where more values than in a bell curve lie far out."""
    count, spread = len(values), variance(values)
    if count <= 3 or not spread:
        return None
    inner = (count + 1) * _moment(values, 4) - 3 * (count - 1) * _moment(values, 2) ** 2
    return float(count**2 * inner / ((count - 1) * (count - 2) * (count - 3)) / spread**2)


def _moment(values: Whole, order: int) -> float:
    middle = sum(values) / len(values)
    return math.fsum((value - middle) ** order for value in values) / len(values)
