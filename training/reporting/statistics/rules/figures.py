"""From the marks of attempts to the figures of a quiz and of each version of its questions, in one pass.

Marks are whole numbers of UNIT parts of a mark, which is exact; shares of attempts with different full marks are whole
numbers of FULL parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from training.reporting.statistics.rules import formulas

#: Parts of a mark: marks are kept to five places.
UNIT = 100_000
#: Parts of a share.
FULL = 10**9
BINS = 10


class Taken(NamedTuple):
    """A marked attempt: `score` and `full` in parts of a mark, `passed` by the rule it was taken under."""

    id: int
    revision_id: int
    score: int
    full: int
    passed: bool
    started_at: datetime
    submitted_at: datetime


class Answered(NamedTuple):
    """A question of an attempt: what it brought of `most` in parts of a mark; `saved_at` is None for a blank one.

    Instants here only serve to be subtracted from each other: they come as the database gives them.
    """

    attempt_id: int
    version_id: int
    mark: int
    most: int
    is_blank: bool
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What a quiz is made of: question and category of each version; by revision, the versions that all are asked."""

    question_of: Mapping[int, int]
    category_of: Mapping[int, int]
    fixed_in: Mapping[int, Collection[int]]


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """How a version of a question fared; `facility` 0-1, the indices and the weight in per cent.

    `seconds` is the median time from the save before to the save of this answer, over `timed` attempts.
    """

    version_id: int
    attempts: int
    blank: int
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    weight: float | None
    seconds: float | None
    timed: int


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """How a quiz fared: shares 0-1 of the full mark, `error` too; consistency and error ratio in per cent.

    `consistent` is how many attempts of the same make-up the consistency rests on.
    """

    attempts: int
    passed: int
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    consistency: float | None
    error_ratio: float | None
    error: float | None
    consistent: int
    seconds: float | None
    bins: tuple[int, ...]


@dataclass(slots=True)
class _Column:
    """The marks of a version, each beside the rest of its attempt."""

    marks: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)
    blank: int = 0
    waits: list[int] = field(default_factory=list)


#: A place of a quiz: a question that all are asked, or the n-th drawn from a category.
_Place = tuple[str, int, int]


@dataclass(slots=True)
class _Alike:
    """Attempts with the same places and the same full mark: their scores, and their marks place by place."""

    full: int = 0
    scores: list[int] = field(default_factory=list)
    places: dict[_Place, list[int]] = field(default_factory=dict)


class _Pass:
    """What one pass over the attempts gathers: whole numbers alone, as a hundred thousand objects are slow to keep."""

    def __init__(self, shape: Shape, *, same: bool) -> None:
        self.shape = shape
        self.same = same
        self.columns: dict[int, _Column] = defaultdict(_Column)
        self.groups: dict[object, _Alike] = defaultdict(_Alike)

    def add(self, attempt: Taken, answers: Sequence[Answered]) -> None:
        """Take in an attempt."""
        fixed = self.shape.fixed_in[attempt.revision_id]
        for answer in answers:
            column = self.columns[answer.version_id]
            column.marks.append(answer.mark)
            column.most.append(answer.most)
            column.rest.append(_rest(attempt, answer if answer.version_id in fixed else None, same=self.same))
            column.blank += answer.is_blank
        for version_id, seconds in waits(attempt.started_at, answers):
            self.columns[version_id].waits.append(seconds)
        self._group(attempt, _by_place(answers, fixed, self.shape))

    def _group(self, attempt: Taken, marks: Mapping[_Place, int]) -> None:
        group = self.groups[frozenset(marks), attempt.full]
        group.full = attempt.full
        group.scores.append(attempt.score)
        for place, mark in marks.items():
            group.places.setdefault(place, []).append(mark)

    def largest(self) -> _Alike:
        """Return the largest set of attempts that can be held against each other place by place."""
        return max(self.groups.values(), key=lambda group: len(group.scores), default=_Alike())


def figures_of(
    taken: Sequence[Taken], answered: Iterable[Answered], shape: Shape
) -> tuple[QuizFigures, list[VersionFigures]]:
    """Return the figures of the attempts `taken` and of every version asked in them, in one pass.

    `answered` comes attempt by attempt.
    """
    attempts = {one.id: one for one in taken}
    seen = _Pass(shape, same=len({one.full for one in taken}) == 1)
    for attempt_id, answers in groupby(answered, key=attrgetter("attempt_id")):
        seen.add(attempts[attempt_id], list(answers))
    alike = seen.largest()
    found = formulas.effective_weights(list(alike.places.values()), alike.scores)
    weights = dict(zip(alike.places, found, strict=True))
    versions = [
        _version(version_id, column, weights.get(("fixed", shape.question_of[version_id], 0)))
        for version_id, column in seen.columns.items()
    ]
    return _test(taken, alike), versions


def _rest(attempt: Taken, answer: Answered | None, *, same: bool) -> int:
    # What is drawn at random is held against the whole, as no two attempts have the same rest.
    score = attempt.score - (answer.mark if answer else 0)
    full = attempt.full - (answer.most if answer else 0)
    return score if same else score * FULL // full if full else 0


def waits(started_at: datetime, answers: Iterable[Answered]) -> list[tuple[int, int]]:
    """Return by version the seconds from the save before, or from the start, to the save of the answer.

    Answers that were saved in one go are left out: nothing tells how the time is to be shared among them.
    """
    saved = sorted((one.saved_at, one.version_id) for one in answers if one.saved_at is not None)
    together = Counter(at for at, _version in saved)
    found, before = [], started_at
    for at, version_id in saved:
        if together[at] == 1:
            found.append((version_id, round((at - before).total_seconds())))
        before = at
    return found


def _by_place(answers: Iterable[Answered], fixed: Collection[int], shape: Shape) -> dict[_Place, int]:
    marks: dict[_Place, int] = {}
    drawn: dict[int, int] = {}
    for answer in answers:
        if answer.version_id in fixed:
            marks["fixed", shape.question_of[answer.version_id], 0] = answer.mark
        else:
            category_id = shape.category_of[answer.version_id]
            drawn[category_id] = drawn.get(category_id, 0) + 1
            marks["drawn", category_id, drawn[category_id]] = answer.mark
    return marks


def _version(version_id: int, column: _Column, weight: float | None) -> VersionFigures:
    deviation = formulas.deviation(column.marks)
    return VersionFigures(
        version_id=version_id,
        attempts=len(column.marks),
        blank=column.blank,
        facility=formulas.facility(column.marks, column.most),
        deviation=None if deviation is None else deviation / UNIT,
        discrimination=formulas.discrimination(column.marks, column.rest),
        efficiency=formulas.efficiency(column.marks, column.rest),
        weight=weight,
        seconds=formulas.median(column.waits),
        timed=len(column.waits),
    )


def _test(taken: Sequence[Taken], alike: _Alike) -> QuizFigures:
    shares = [one.score * FULL // one.full if one.full else 0 for one in taken]
    alpha = formulas.consistency(list(alike.places.values()), alike.scores)
    ratio = None if alpha is None else formulas.error_ratio(alpha)
    spread = formulas.deviation(alike.scores)
    return QuizFigures(
        attempts=len(taken),
        passed=sum(one.passed for one in taken),
        mean=_share(formulas.mean(shares)),
        median=_share(formulas.median(shares)),
        deviation=_share(formulas.deviation(shares)),
        skewness=formulas.skewness(shares),
        kurtosis=formulas.kurtosis(shares),
        consistency=alpha,
        error_ratio=ratio,
        error=None if ratio is None or spread is None else ratio / 100 * spread / alike.full,
        consistent=0 if alpha is None else len(alike.scores),
        seconds=formulas.median([round((one.submitted_at - one.started_at).total_seconds()) for one in taken]),
        bins=histogram(shares),
    )


def _share(parts: float | None) -> float | None:
    return None if parts is None else parts / FULL


def histogram(shares: Iterable[int]) -> tuple[int, ...]:
    """Return how many of the shares lie in each tenth; the full mark is in the last."""
    counts = Counter(min(share * BINS // FULL, BINS - 1) for share in shares)
    return tuple(counts[place] for place in range(BINS))
