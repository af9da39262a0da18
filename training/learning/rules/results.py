"""What a learner's attempts at a quiz amount to; shares are exact fractions, rounded on display alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from training.questions.rules import award
from training.quizzes.models import Counts


@dataclass(frozen=True, slots=True)
class Finished:
    """A submitted attempt: its score out of `full_mark`; `pass_mark` is the share 0-1 that its revision asked for."""

    number: int
    score: Decimal
    full_mark: Decimal
    pass_mark: Decimal

    @property
    def share(self) -> Fraction:
        """Return the exact share of the full mark."""
        return share_of(self.score, self.full_mark)

    @property
    def passed(self) -> bool:
        """Tell whether the attempt passes by the rule under which it was taken."""
        return reaches(self.score, self.full_mark, self.pass_mark)


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What counts of a learner's attempts at a quiz: exact `share` 0-1 of `full_mark`, and whether it passes."""

    share: Fraction
    full_mark: Decimal
    pass_mark: Decimal
    passed: bool
    attempts: int

    @property
    def score(self) -> Decimal:
        """Return the score, to five places as scores are kept; an average may need more, see `share`."""
        return award(self.share, self.full_mark)


def share_of(score: Decimal, full_mark: Decimal) -> Fraction:
    """Return the exact share 0-1; nothing of nothing is nothing."""
    return Fraction(score) / Fraction(full_mark) if full_mark else Fraction(0)


def reaches(score: Decimal, full_mark: Decimal, pass_mark: Decimal) -> bool:
    """Tell whether `score` out of `full_mark` is at least the share `pass_mark`, compared exactly."""
    return share_of(score, full_mark) >= Fraction(pass_mark)


def result_of(attempts: Sequence[Finished], *, counts: Counts) -> QuizResult | None:
    """Return what counts of the submitted `attempts`, in order of number; None without any.

    An attempt that passed when it was taken stays passed: where the highest counts, a passing one goes first.
    The average is of shares, as attempts may have different full marks; it is held against the newest pass mark.
    """
    if not attempts:
        return None
    last = attempts[-1]
    if counts is Counts.AVERAGE:
        mean = sum((a.share for a in attempts), Fraction(0)) / len(attempts)
        return QuizResult(mean, last.full_mark, last.pass_mark, mean >= Fraction(last.pass_mark), len(attempts))
    one = {
        Counts.HIGHEST: max(attempts, key=lambda a: (a.passed, a.share)),
        Counts.FIRST: attempts[0],
        Counts.LAST: last,
    }[counts]
    return QuizResult(one.share, one.full_mark, one.pass_mark, one.passed, len(attempts))
