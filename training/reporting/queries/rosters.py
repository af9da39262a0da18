"""Reads of reports: the roster of a class and the classes of a year, as far as a person may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from training.classes.access import learners_visible_to, visible_to
from training.classes.models import ClassState, Plan, TrainingClass
from training.classes.rules.unit_groups import group_ids
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import Terms, terms_of
from training.core.access import Actor
from training.core.db import db
from training.reporting.rules.figures import Line, groups_of
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class Roster:
    """The learners of classes whom a person may see, and the terms of each class by its id."""

    terms: Mapping[int, Terms]
    lines: list[Line]


class ClassRow(NamedTuple):
    """A class as a report lists it."""

    class_id: int
    code: str
    title: str
    unit: str
    year: int
    opens_on: date
    closes_on: date
    state: ClassState


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A unit and the lines of the learners of it and below it."""

    unit_id: int
    name: str
    path: str
    lines: list[Line]


def read_roster(class_ids: Collection[int], actor: Actor) -> Roster:
    """Return the learners of the classes whom the actor may see, in the order of Vietnamese lists; nine queries."""
    terms = terms_of(class_ids)
    standings = standings_under(terms, learners_visible_to(actor))
    return Roster(terms, [Line(one, terms[one.learner.class_id].mark(one.facts)) for one in standings])


def list_classes(actor: Actor) -> list[ClassRow]:
    """Return the classes that have opened and that the actor may see, the newest first."""
    classes = (
        select(
            TrainingClass.id,
            TrainingClass.code,
            TrainingClass.title,
            Unit.name,
            Plan.year,
            TrainingClass.opens_on,
            TrainingClass.closes_on,
            TrainingClass.state,
        )
        .join(Unit, Unit.id == TrainingClass.unit_id)
        .join(Plan, Plan.id == TrainingClass.plan_id)
        .where(visible_to(actor), TrainingClass.state != ClassState.DRAFT)
        .order_by(TrainingClass.opens_on.desc(), TrainingClass.id.desc())
    )
    return [ClassRow._make(row) for row in db.session.execute(classes)]


def group_by_unit(lines: Iterable[Line]) -> list[UnitGroup]:
    """Group the lines by unit, in the order of the units' names."""
    groups = groups_of(lines)
    units = select(Unit.id, Unit.name, Unit.path).where(Unit.id.in_(groups)).order_by(Unit.sort_key, Unit.id)
    return [UnitGroup(*unit, groups[unit[0]]) for unit in db.session.execute(units)]


def list_units_of(paths: Iterable[str]) -> list[tuple[int, str]]:
    """Return the units that tell learners of units with `paths` apart, ids and names in the order of the names."""
    units = select(Unit.id, Unit.name).where(Unit.id.in_(group_ids(paths))).order_by(Unit.sort_key, Unit.id)
    return [(unit_id, name) for unit_id, name in db.session.execute(units)]
