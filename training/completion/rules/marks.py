"""The mark of a learner in a class, on the scale of ten that rosters use; exact until it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from training.completion.rules.conditions import Condition, Part
from training.completion.rules.facts import ClassShape, Facts
from training.completion.rules.findings import progress
from training.completion.rules.sentences import rounded
from training.core.formats import percent


def mark_of(facts: Facts, quiz_ids: Collection[int]) -> Fraction | None:
    """Return the mean share 0-1 of the quizzes, or None until each of them has been taken."""
    results = [facts.quizzes[q].share for q in quiz_ids if q in facts.quizzes]
    if not results or len(results) < len(quiz_ids):
        return None
    return results[0] if len(results) == 1 else sum(results, Fraction(0)) / len(results)


def counted_quizzes(parts: Sequence[Part], shape: ClassShape, facts: Facts) -> tuple[int, ...]:
    """Return the quizzes whose results make a learner's mark, each once: those that the parts of a rule name.

    Of a group only those count by which the learner meets it, or is nearest to it; of equals, those with better marks.
    """
    return tuple(dict.fromkeys(quiz_id for part in parts for quiz_id in _counted(part, shape, facts)))


def _counted(part: Part, shape: ClassShape, facts: Facts) -> Iterator[int]:
    if isinstance(part, Condition):
        if part.quiz_id is not None and part.quiz_id in shape.quizzes:
            yield part.quiz_id
        return

    def nearness(inner: Part) -> tuple[Fraction, Fraction]:
        mark = mark_of(facts, counted_quizzes([inner], shape, facts))
        return progress(inner, shape, facts), Fraction(-1) if mark is None else mark

    nearest = sorted(part.parts, key=nearness, reverse=True)[: part.need]
    for inner in nearest:
        yield from _counted(inner, shape, facts)


@lru_cache(maxsize=4096)
def of_ten(share: Fraction | None, places: int = 2) -> Decimal | None:
    """Return a share as a mark out of ten, rounded half up."""
    return None if share is None else rounded(share * 10, places)


def percentage(share: Fraction | None) -> str:
    """Write a share as a whole percentage, rounded half up."""
    return percent(None if share is None else rounded(share, 4))
