"""What the learners of a class from one unit amount to, and sums of it: all that dashboards and reviews count with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from training.completion.queries.terms import Terms
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import of_ten
from training.completion.rules.sentences import rounded
from training.reporting.rules.figures import Line
from training.units.rules import ids_on

#: Marks fall into ten bins: from 0 up to 1, and so on; the last holds 9 and 10.
BINS = 10


@dataclass(frozen=True, slots=True)
class Totals:
    """Learners on their way: each that has passed has started, each that has completed has passed.

    `mark_sum` adds up marks out of ten as they are written, to two places; hours are tiết, halves included.
    """

    learners: int = 0
    started: int = 0
    passed: int = 0
    completed: int = 0
    marked: int = 0
    mark_sum: Decimal = Decimal(0)
    hours_attended: Decimal = Decimal(0)
    hours_held: int = 0
    bins: tuple[int, ...] = (0,) * BINS

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.learners + other.learners,
            self.started + other.started,
            self.passed + other.passed,
            self.completed + other.completed,
            self.marked + other.marked,
            self.mark_sum + other.mark_sum,
            self.hours_attended + other.hours_attended,
            self.hours_held + other.hours_held,
            tuple(a + b for a, b in zip(self.bins, other.bins, strict=True)),
        )

    @property
    def share(self) -> Fraction | None:
        """Return the share of learners who have completed."""
        return Fraction(self.completed, self.learners) if self.learners else None

    @property
    def mark(self) -> Fraction | None:
        """Return the mean mark as a share 0-1."""
        return Fraction(self.mark_sum) / self.marked / 10 if self.marked else None

    @property
    def attendance(self) -> Fraction | None:
        """Return the share of the tiết held that was attended."""
        return Fraction(self.hours_attended) / self.hours_held if self.hours_held else None


@dataclass(frozen=True, slots=True)
class Cell:
    """The totals of one class and one unit of learners."""

    class_id: int
    unit_id: int
    unit_path: str
    totals: Totals


K = TypeVar("K", bound=Hashable)


def totals_of(line: Line, terms: Terms) -> Totals:
    """Return what one learner adds."""
    facts = line.standing.facts
    roll = facts.attendance
    mark = of_ten(line.mark)
    completed = line.standing.outcome is Outcome.COMPLETED
    quizzes = [facts.quizzes.get(quiz_id) for quiz_id in terms.counted(facts)]
    passed = completed or (bool(quizzes) and all(result is not None and result.passed for result in quizzes))
    started = passed or bool(facts.modules_read or facts.quizzes or roll.meetings_attended)
    bins = [0] * BINS
    if mark is not None:
        bins[min(int(mark), BINS - 1)] = 1
    return Totals(
        1,
        int(started),
        int(passed),
        int(completed),
        int(mark is not None),
        mark or Decimal(0),
        _decimal(Fraction(roll.hours_attended)),
        roll.hours_held,
        tuple(bins),
    )


def _decimal(hours: Fraction) -> Decimal:
    return Decimal(hours.numerator) if hours.denominator == 1 else rounded(hours, 4)


class Sum:
    """Totals that are added to in place, which is much quicker for tens of thousands of learners."""

    __slots__ = ("_bins", "_numbers")

    def __init__(self) -> None:
        self._numbers: list[Any] = [0] * 8
        self._bins = [0] * BINS

    def add(self, one: Totals) -> None:
        """Add what one learner, or many, amount to."""
        numbers = self._numbers
        values = (one.learners, one.started, one.passed, one.completed, one.marked)
        for place, value in enumerate((*values, one.mark_sum, one.hours_attended, one.hours_held)):
            numbers[place] += value
        for place, value in enumerate(one.bins):
            self._bins[place] += value

    @property
    def totals(self) -> Totals:
        """Return what was added."""
        learners, started, passed, completed, marked, mark_sum, attended, held = self._numbers
        whole = (int(learners), int(started), int(passed), int(completed), int(marked))
        return Totals(*whole, Decimal(mark_sum), Decimal(attended), int(held), tuple(self._bins))


def summed(cells: Iterable[Cell]) -> Totals:
    """Add up cells."""
    total = Sum()
    for cell in cells:
        total.add(cell.totals)
    return total.totals


def grouped(cells: Iterable[Cell], key: Callable[[Cell], K]) -> dict[K, Totals]:
    """Add up cells by a key of theirs."""
    sums: dict[K, Sum] = {}
    for cell in cells:
        sums.setdefault(key(cell), Sum()).add(cell.totals)
    return {one: total.totals for one, total in sums.items()}


def unit_of(path: str, ids: set[int]) -> int:
    """Return which of the units `ids` a path lies under, the nearest."""
    return next(unit_id for unit_id in reversed(ids_on(path)) if unit_id in ids)
