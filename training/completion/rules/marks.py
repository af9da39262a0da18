"""The mark of a learner in a class, on the scale of ten that rosters use; exact until it is written."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from training.completion.rules.facts import Facts
from training.completion.rules.sentences import rounded
from training.core.formats import percent


def mark_of(facts: Facts, quiz_ids: Collection[int]) -> Fraction | None:
    """Return the mean share 0-1 of the quizzes, or None until each of them has been taken."""
    results = [facts.quizzes[q].share for q in quiz_ids if q in facts.quizzes]
    if not results or len(results) < len(quiz_ids):
        return None
    return results[0] if len(results) == 1 else sum(results, Fraction(0)) / len(results)


@lru_cache(maxsize=4096)
def of_ten(share: Fraction | None, places: int = 2) -> Decimal | None:
    """Return a share as a mark out of ten, rounded half up."""
    return None if share is None else rounded(share * 10, places)


def percentage(share: Fraction | None) -> str:
    """Write a share as a whole percentage, rounded half up."""
    return percent(None if share is None else rounded(share, 4))
