"""The figures of a year-end review (sơ kết): by unit and line, beside what was planned and the year before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select

from training.classes.models import Plan
from training.classes.models.plans import PlanLine, PlanTarget
from training.classes.queries.progress import Actual, actual_by_line, actual_by_target, count_people
from training.completion.hours.queries.ledgers import list_years_of
from training.core.access import Actor
from training.core.db import db
from training.reporting.queries.cells import read_cells
from training.reporting.queries.dashboards import UnitTotals, whole_of
from training.reporting.queries.documents import last_layout, office_of
from training.reporting.queries.scopes import class_ids_of, get_scope
from training.reporting.rules.cells import Totals
from training.units.models import Unit
from training.units.rules import ids_on


class YearFigures(NamedTuple):
    """What a year amounts to as a whole."""

    year: int
    classes: int
    people: int
    totals: Totals
    #: How many percent are to complete in the nearest unit that all the learners are of.
    target: int | None
    units: list[UnitTotals]


class LineFigures(NamedTuple):
    """A line of the plan: what was meant, and what has come of it."""

    title: str
    classes: int
    learners: int
    study_hours: int
    actual: Actual


class TargetFigures(NamedTuple):
    """How many people of a unit the plan means to reach, and how many learn."""

    unit: str
    target: int
    reached: int

    @property
    def share(self) -> Fraction:
        """Return the share of the target that is reached."""
        return Fraction(self.reached, self.target)


class HoursFigures(NamedTuple):
    """How many people of a unit have a target of study hours in the year, and how many have reached it."""

    unit: str
    people: int
    reached: int

    @property
    def share(self) -> Fraction:
        """Return the share of the people who have reached their target."""
        return Fraction(self.reached, self.people)


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that a review says in figures."""

    plan: Plan
    this_year: YearFigures
    last_year: YearFigures | None
    units: list[UnitTotals]
    lines: list[LineFigures]
    targets: list[TargetFigures]
    #: Units below the plan's own, and itself, as far as their people have a target of study hours.
    hours: list[HoursFigures]
    #: What is meant for the year to come: the lines of its plan, else this year's again, as a draft.
    coming: list[LineFigures]
    coming_is_planned: bool
    #: How the newest paper of the plan's office looked, if there is one.
    layout: dict[str, Any] | None

    @property
    def under_target(self) -> list[TargetFigures]:
        """Return the units that have not reached their target, the furthest from it first."""
        return sorted((one for one in self.targets if one.reached < one.target), key=lambda one: one.share)

    @property
    def asked_to_complete(self) -> list[UnitTotals]:
        """Return the units of whose learners a percentage is to complete."""
        return [unit for unit in self.units if unit.target is not None]

    @property
    def under_completion(self) -> list[UnitTotals]:
        """Return the units with fewer who have completed than asked for, the furthest from it first."""
        under = [unit for unit in self.asked_to_complete if not unit.bar.met]
        return sorted(under, key=lambda unit: (unit.totals.share or 0) - Fraction(unit.target or 0, 100))

    @property
    def under_hours(self) -> list[HoursFigures]:
        """Return the units with people who have not reached their target of study hours, the furthest from it first."""
        return sorted((one for one in self.hours if one.reached < one.people), key=lambda one: one.share)

    @property
    def units_before(self) -> dict[int, Totals]:
        """Return the totals of the year before by unit."""
        return {one.unit_id: one.totals for one in self.last_year.units} if self.last_year else {}

    @property
    def planned_classes(self) -> int:
        """Return how many classes the plan means to hold."""
        return sum(line.classes for line in self.lines)

    @property
    def planned_learners(self) -> int:
        """Return how many learners the plan means to teach."""
        return sum(line.learners for line in self.lines)


def read_review(plan: Plan) -> Review:
    """Return the figures of the plan's year, as the plan's own office sees them, whoever asks."""
    office = office_of(plan.unit)
    coming = _plan_of(plan.unit, plan.year + 1)
    last = _plan_of(plan.unit, plan.year - 1)
    this_year = _year(plan, office)
    return Review(
        plan=plan,
        this_year=this_year,
        last_year=_year(last, office) if last else None,
        units=this_year.units,
        lines=_lines(plan, office),
        targets=_targets(plan, office),
        hours=_hours(plan),
        coming=_lines(coming, office) if coming else _lines(plan, office),
        coming_is_planned=coming is not None,
        layout=last_layout(plan.unit_id),
    )


def _plan_of(unit: Unit, year: int) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.unit_id == unit.id, Plan.year == year))


def _year(plan: Plan, office: Actor) -> YearFigures:
    scoped = get_scope("plan", plan.id)
    classes = len(class_ids_of(scoped.scope, office))
    return YearFigures(plan.year, classes, count_people(plan, office), *whole_of(read_cells(scoped, office).cells))


def _lines(plan: Plan, office: Actor) -> list[LineFigures]:
    actual = actual_by_line(plan, office)
    lines = db.session.scalars(
        select(PlanLine).where(PlanLine.plan_id == plan.id).order_by(PlanLine.quarter, PlanLine.id)
    )
    nothing = Actual()
    return [LineFigures(o.title, o.classes, o.learners, o.study_hours, actual.get(o.id, nothing)) for o in lines]


def _targets(plan: Plan, office: Actor) -> list[TargetFigures]:
    reached = actual_by_target(plan, office)
    rows = (
        select(PlanTarget, Unit)
        .join(Unit, Unit.id == PlanTarget.unit_id)
        .where(PlanTarget.plan_id == plan.id)
        .order_by(Unit.sort_key, Unit.id)
    )
    found = db.session.execute(rows)
    return [TargetFigures(unit.name, target.learners, reached.get(unit.id, 0)) for target, unit in found]


def _hours(plan: Plan) -> list[HoursFigures]:
    above = len(ids_on(plan.unit.path))
    reached: defaultdict[int, list[bool]] = defaultdict(list)
    for one in list_years_of([plan.unit.path], plan.year):
        if one.ledger.target is not None:
            reached[[*ids_on(one.unit_path), plan.unit.id][above]].append(not one.is_under)
    units = select(Unit.id, Unit.name).where(Unit.id.in_(reached)).order_by(Unit.sort_key, Unit.id)
    return [HoursFigures(name, len(reached[key]), sum(reached[key])) for key, name in db.session.execute(units)]
