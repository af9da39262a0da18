"""Results of quizzes, as tables."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from training.learning.rules.results import Finished, result_of
from training.quizzes.models import Counts


def finished(*scores: str, full: str = "10", passes: str = "0.5") -> list[Finished]:
    return [Finished(n, Decimal(s), Decimal(full), Decimal(passes)) for n, s in enumerate(scores, 1)]


@pytest.mark.parametrize(
    ("counts", "scores", "share", "passed"),
    [
        (Counts.HIGHEST, ["4", "8", "6"], "0.8", True),
        (Counts.HIGHEST, ["4"], "0.4", False),
        (Counts.FIRST, ["4", "8", "6"], "0.4", False),
        (Counts.LAST, ["4", "8", "6"], "0.6", True),
        (Counts.AVERAGE, ["4", "8", "6"], "0.6", True),
        (Counts.AVERAGE, ["5", "5", "4.99999"], None, False),
        (Counts.AVERAGE, ["0", "10"], "0.5", True),
    ],
)
def test_the_rule_of_the_quiz_says_which_attempt_counts(
    counts: Counts, scores: list[str], share: str | None, passed: bool
) -> None:
    found = result_of(finished(*scores), counts=counts)
    assert found is not None
    assert (found.passed, found.attempts) == (passed, len(scores))
    assert share is None or found.share == Fraction(share)


def test_without_a_submitted_attempt_there_is_no_result() -> None:
    assert result_of([], counts=Counts.HIGHEST) is None


def test_passing_is_compared_exactly_and_not_as_displayed() -> None:
    third = Finished(1, Decimal("0.33333"), Decimal(1), Decimal("0.33333"))
    below = Finished(1, Decimal("4.99999"), Decimal(10), Decimal("0.5"))
    assert third.passed
    assert not below.passed


def test_an_attempt_that_passed_when_taken_stays_passed() -> None:
    lenient = Finished(1, Decimal("5.5"), Decimal(10), Decimal("0.5"))
    strict = Finished(2, Decimal("5.8"), Decimal(10), Decimal("0.6"))
    found = result_of([lenient, strict], counts=Counts.HIGHEST)
    assert found is not None
    assert found.passed
    assert found.score == Decimal("5.50000")


def test_an_average_is_of_shares_where_full_marks_differ() -> None:
    attempts = [
        Finished(1, Decimal(5), Decimal(10), Decimal("0.5")),
        Finished(2, Decimal(20), Decimal(20), Decimal("0.5")),
    ]
    found = result_of(attempts, counts=Counts.AVERAGE)
    assert found is not None
    assert found.share == Fraction(3, 4)
    assert found.score == Decimal(15)
