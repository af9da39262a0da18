"""Figures of rosters and reports as pure functions: counts, means, groups by unit, filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from training.classes.rules.unit_groups import group_ids
from training.completion.queries.learners import Learner
from training.completion.queries.standings import Standing
from training.completion.rules.findings import Outcome
from training.core.vietnamese import search_key
from training.units.rules import ids_on


@dataclass(frozen=True, slots=True)
class Line:
    """A learner on a roster: how the learner stands, and the mark as an exact share 0-1, if there is one yet."""

    standing: Standing
    mark: Fraction | None

    @property
    def learner(self) -> Learner:
        """Return who it is."""
        return self.standing.learner


@dataclass(frozen=True, slots=True)
class Figures:
    """What a number of learners amount to; shares and marks are exact, None where there is nothing to divide by."""

    learners: int
    people: int
    completed: int
    marked: int
    mark: Fraction | None
    median: Fraction | None
    hours_attended: Fraction
    hours_held: int

    @property
    def share(self) -> Fraction | None:
        """Return the share of learners who are complete."""
        return Fraction(self.completed, self.learners) if self.learners else None

    @property
    def attendance(self) -> Fraction | None:
        """Return the share of the tiết held that was attended."""
        return self.hours_attended / self.hours_held if self.hours_held else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter of a roster: words of a name, code or post; a unit with all below it; an outcome."""

    words: str = ""
    unit_id: int | None = None
    outcome: Outcome | None = None
    #: Only those who have not completed, be they still learning or not.
    missing: bool = False

    @property
    def needs_outcome(self) -> bool:
        """Tell whether the filter asks how learners stand."""
        return self.missing or self.outcome is not None

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the words as they are compared."""
        return _keys(self.words)


#: What is asked for in place of an outcome: all who have not completed.
MISSING = "missing"


def wanted_of(words: str, unit_id: int | None, result: str) -> Wanted:
    """Return the filter that an address, a job or a document keeps as plain values; what makes no sense is left out."""
    outcome = Outcome(result) if result in set(Outcome) else None
    return Wanted(words.strip(), unit_id, outcome, missing=result == MISSING)


@lru_cache(maxsize=64)
def _keys(words: str) -> tuple[str, ...]:
    return tuple(search_key(words).split())


def figures_of(lines: Iterable[Line]) -> Figures:
    """Add up the lines of a roster."""
    lines = list(lines)
    # Counted first: fractions are slow to compare, and a large class has few different marks.
    counts = Counter(line.mark for line in lines if line.mark is not None)
    marks = [mark for mark in sorted(counts) for _each in range(counts[mark])]
    rolls = [line.standing.facts.attendance for line in lines]
    return Figures(
        learners=len(lines),
        people=len({line.learner.person_id for line in lines}),
        completed=sum(line.standing.outcome is Outcome.COMPLETED for line in lines),
        marked=len(marks),
        mark=sum((mark * count for mark, count in counts.items()), Fraction(0)) / len(marks) if marks else None,
        median=_median(marks),
        hours_attended=sum((Fraction(roll.hours_attended) for roll in rolls), Fraction(0)),
        hours_held=sum(roll.hours_held for roll in rolls),
    )


def _median(ordered: Sequence[Fraction]) -> Fraction | None:
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def chosen(lines: Iterable[Line], wanted: Wanted) -> list[Line]:
    """Return the lines that the filter lets through, in their order; words are compared without marks."""
    return [line for line in lines if _has_outcome(line, wanted) and _is_wanted(line.learner, wanted)]


def _has_outcome(line: Line, wanted: Wanted) -> bool:
    if wanted.missing:
        return line.standing.outcome is not Outcome.COMPLETED
    return wanted.outcome is None or line.standing.outcome is wanted.outcome


def _is_wanted(one: Learner, wanted: Wanted) -> bool:
    return is_named(wanted, one.unit_path, one.search_key, one.code, one.post)


def is_named(wanted: Wanted, unit_path: str, name_key: str, code: str | None, post: str) -> bool:
    """Tell whether the filter's words and unit fit a learner with these; `name_key` is the person's search key."""
    if wanted.unit_id is not None and f"/{wanted.unit_id}/" not in unit_path:
        return False
    words = wanted.keys
    if not words:
        return True
    text = f"{name_key} {(code or '').casefold()} {search_key(post)}"
    return all(word in text for word in words)


def groups_of(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """Group lines by the units that tell a class's learners apart, wards for a city's class, areas for a ward's."""
    by_path: dict[str, list[Line]] = {}
    for line in lines:
        by_path.setdefault(line.learner.unit_path, []).append(line)
    ids = group_ids(by_path)
    groups: dict[int, list[Line]] = {}
    for path, there in by_path.items():
        groups.setdefault(next(unit_id for unit_id in reversed(ids_on(path)) if unit_id in ids), []).extend(there)
    return groups
