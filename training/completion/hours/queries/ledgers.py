"""Whole ledgers: of a person over the years, and of the people of units in one year, beside what the year asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from training.completion.hours.queries.credits import Who, credits_of
from training.completion.hours.queries.targets import read_targets
from training.completion.hours.rules.credits import Credit, YearLedger
from training.completion.hours.rules.targets import HeldPost, Target, reckoning_day, target_for
from training.completion.queries.learners import rows
from training.core import clock
from training.people.models import Person, Post
from training.units.access import under
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class PersonLedger:
    """The ledger of a person: the years that have a line and the running one, the newest first."""

    person_id: int
    years: tuple[YearLedger, ...]
    targets: dict[int, Target]

    def of(self, year: int) -> YearLedger:
        """Return the ledger of a year, empty where nothing was learned."""
        return next((one for one in self.years if one.year == year), YearLedger(year))


class PersonYear(NamedTuple):
    """A person of a unit with the ledger of a year; post and unit are those of the day that the year is reckoned."""

    person_id: int
    code: str | None
    full_name: str
    family_and_middle: str
    given_name: str
    post: str
    unit: str
    unit_path: str
    ledger: YearLedger

    @property
    def is_under(self) -> bool:
        """Tell whether something is still missing to the target."""
        return bool(self.ledger.missing)

    @property
    def missing(self) -> Fraction:
        """Return the tiết missing to the target."""
        return self.ledger.missing


class _Held(NamedTuple):
    """A person and one post held, as the statement gives them."""

    person_id: int
    code: str | None
    full_name: str
    family: str
    middle: str
    given: str
    title: str
    unit: str
    path: str
    held_from: date | None
    held_to: date | None

    def on(self, day: date) -> bool:
        return (self.held_from is None or self.held_from <= day) and (self.held_to is None or day <= self.held_to)


def read_ledger(person: Person) -> PersonLedger:
    """Return the ledger of a person over all years."""
    who = select(Person.id).where(Person.id == person.id)
    mine = credits_of(who).get(person.id, ())
    posts, targets, today = _posts(who), read_targets(), clock.today()
    by_year: defaultdict[int, list[Credit]] = defaultdict(list, {today.year: []})
    for one in mine:
        by_year[one.year].append(one)
    asked = {year: _asked(posts, targets, reckoning_day(year, today)) for year in by_year}
    years = [_ledger(year, lines, asked[year]) for year, lines in sorted(by_year.items(), reverse=True)]
    return PersonLedger(person.id, tuple(years), {year: one for year, one in asked.items() if one})


def list_years_of(paths: Sequence[str], year: int) -> list[PersonYear]:
    """Return the people who held a post in units with `paths` or below, each with the year's ledger.

    In the order of Vietnamese lists. Posts and units are those of the day that the year is reckoned.
    """
    day = reckoning_day(year, clock.today())
    who = select(Post.person_id).join(Unit, Unit.id == Post.unit_id).where(under(paths), _held_on(day))
    lines_of, targets = credits_of(who, year=year), read_targets()
    people: dict[int, list[_Held]] = {}
    for one in _posts(who):
        people.setdefault(one.person_id, []).append(one)
    return [
        _person_year(posts, paths, _ledger(year, lines_of.get(person_id, ()), _asked(posts, targets, day)), day)
        for person_id, posts in people.items()
    ]


def _person_year(posts: Sequence[_Held], paths: Sequence[str], ledger: YearLedger, day: date) -> PersonYear:
    within = (one for one in posts if one.on(day) and one.path.startswith(tuple(paths)))
    one = next(within, posts[0])
    names = (one.full_name, f"{one.family} {one.middle}".strip(), one.given)
    return PersonYear(one.person_id, one.code, *names, one.title, one.unit, one.path, ledger)


def _ledger(year: int, lines: Sequence[Credit], target: Target | None) -> YearLedger:
    return YearLedger(year, tuple(lines), target.hours if target else None)


def _asked(posts: Sequence[_Held], targets: Sequence[Target], day: date) -> Target | None:
    held = [HeldPost(one.title, one.path) for one in posts if one.on(day)]
    return target_for(held, targets, on=day)


def _held_on(day: date) -> ColumnElement[bool]:
    return and_(or_(Post.held_from.is_(None), Post.held_from <= day), or_(Post.held_to.is_(None), Post.held_to >= day))


def _posts(who: Who) -> list[_Held]:
    """Return every post of the people, those of one together, the newest first."""
    statement: Any = (
        select(
            Person.id,
            Person.code,
            Person.full_name,
            Person.family_name,
            Person.middle_name,
            Person.given_name,
            Post.title,
            Unit.name,
            Unit.path,
            Post.held_from,
            Post.held_to,
        )
        .select_from(Person)
        .join(Post, Post.person_id == Person.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Person.id.in_(who))
        .order_by(Person.sort_key, Person.id, Post.id.desc())
    )
    return [_Held._make(row) for row in rows(statement, {})]
