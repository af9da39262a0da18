"""Lines of the ledger and their sums. Tiết are exact fractions: a meeting left early may be worth a part of its own."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from training.attendance.models import Status
from training.core.i18n import _l


class Source(enum.StrEnum):
    """Where tiết come from."""

    MEETING = "meeting"
    COURSE = "course"
    OUTSIDE = "outside"


SOURCE_WORDS = {
    Source.MEETING: _l("Meetings of classes"),
    Source.COURSE: _l("Online courses completed"),
    Source.OUTSIDE: _l("Certificates of others"),
}


class Credit(NamedTuple):
    """A line of the ledger: `hours` tiết of `year` for `title`, which is part of `within`, a class or whoever gave it.

    `key` is the id of the meeting, course or certificate. Of a meeting, `status` is its mark and `worth` what that
    is worth in percent. `repeats` names the class by which the same course is counted already: the line has no tiết.
    """

    year: int
    source: Source
    key: int
    hours: Fraction
    title: str
    within: str
    on: date | None = None
    class_id: int | None = None
    status: Status | None = None
    worth: int = 100
    repeats: str = ""


@dataclass(frozen=True)
class YearLedger:
    """The lines of one person and year in order of time; `target` tiết are asked for, None where nothing is."""

    year: int
    lines: tuple[Credit, ...] = ()
    target: int | None = None

    @cached_property
    def total(self) -> Fraction:
        """Return the sum of all lines."""
        return total_of(self.lines)

    @cached_property
    def by_source(self) -> dict[Source, Fraction]:
        """Return the sum of each source, also of those without a line."""
        return {source: total_of(one for one in self.lines if one.source is source) for source in Source}

    @property
    def missing(self) -> Fraction:
        """Return the tiết that are still missing to the target; 0 where it is reached or there is none."""
        return max(Fraction(0), (self.target or 0) - self.total)


def total_of(lines: Iterable[Credit]) -> Fraction:
    """Return the sum of the lines."""
    # Whole tiết are the rule, and adding fractions costs twenty times what adding integers does.
    whole, parts = 0, Fraction(0)
    for one in lines:
        if one.hours.denominator == 1:
            whole += one.hours.numerator
        else:
            parts += one.hours
    return parts + whole


@lru_cache(maxsize=4096)
def worth_of(study_hours: int, percent: int) -> Fraction:
    """Return what is credited for a meeting: `percent` of its tiết, as the class's attendance rule says."""
    return Fraction(study_hours * percent, 100)


def once_each(lines: Sequence[Credit]) -> list[Credit]:
    """Return the lines of one person's courses with each course credited once a year, by the first that has it.

    Reading the same course again in another class of the year is no further learning; the next year it is.
    """
    first: dict[tuple[int, int], Credit] = {}
    told = []
    for one in lines:
        before = first.setdefault((one.year, one.key), one)
        told.append(one if before is one else one._replace(hours=Fraction(0), repeats=before.within))
    return told


def in_order(lines: Iterable[Credit]) -> tuple[Credit, ...]:
    """Return lines in order of time."""
    return tuple(sorted(lines, key=lambda one: (one.on or date.max, one.source, one.title, one.key)))
