"""What a dashboard shows of a scope: figures by unit, by class and by year, and the rolls of a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, Status
from training.attendance.queries.called import was_called
from training.classes.access import learners_visible_to
from training.classes.models import Enrolment, EnrolmentState, Meeting, TrainingClass
from training.classes.rules.unit_groups import group_ids
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.reporting.queries.cells import Figured, read_cells
from training.reporting.queries.scopes import get_scope, list_years
from training.reporting.rules.cells import Cell, Totals, grouped, summed, unit_of
from training.reporting.rules.scopes import Scoped, ScopeKind
from training.units.models import Unit

#: Years that are set beside each other.
YEARS = 5


class UnitTotals(NamedTuple):
    """The totals of a unit and all below it."""

    unit_id: int
    name: str
    totals: Totals


class ClassTotals(NamedTuple):
    """The totals of a class."""

    class_id: int
    code: str
    title: str
    opens_on: date
    totals: Totals


class MeetingRoll(NamedTuple):
    """How many of the learners who could be called at a meeting were there."""

    title: str
    starts_at: datetime
    there: int
    called: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that a dashboard shows."""

    total: Totals
    units: list[UnitTotals]
    classes: list[ClassTotals]
    years: list[tuple[int, Totals]]
    meetings: list[MeetingRoll]
    as_of: datetime | None


def read_dashboard(scoped: Scoped, actor: Actor) -> Dashboard:
    """Return what a dashboard shows of the scope, as far as the actor may see its learners."""
    figured = read_cells(scoped, actor)
    return Dashboard(
        total=summed(figured.cells),
        units=by_unit(figured.cells),
        classes=by_class(figured.cells),
        years=_years(scoped, actor, figured),
        meetings=_meetings(scoped, actor) if scoped.scope.is_class else [],
        as_of=figured.as_of,
    )


def by_unit(cells: Sequence[Cell]) -> list[UnitTotals]:
    """Add up cells by the units that tell their learners apart, in the order of the units' names."""
    ids = group_ids(cell.unit_path for cell in cells)
    totals = grouped(cells, lambda cell: unit_of(cell.unit_path, ids))
    units = select(Unit.id, Unit.name).where(Unit.id.in_(totals)).order_by(Unit.sort_key, Unit.id)
    return [UnitTotals(unit_id, name, totals[unit_id]) for unit_id, name in db.session.execute(units)]


def by_class(cells: Iterable[Cell]) -> list[ClassTotals]:
    """Add up cells by class, in the order of the classes' first days."""
    totals = grouped(cells, lambda cell: cell.class_id)
    classes = (
        select(TrainingClass.id, TrainingClass.code, TrainingClass.title, TrainingClass.opens_on)
        .where(TrainingClass.id.in_(totals))
        .order_by(TrainingClass.opens_on, TrainingClass.id)
    )
    return [ClassTotals(*row, totals[row[0]]) for row in db.session.execute(classes)]


def _years(scoped: Scoped, actor: Actor, figured: Figured) -> list[tuple[int, Totals]]:
    """Return the totals of the last years, the oldest first; of a class, a plan or its line there is only its own."""
    scope = scoped.scope
    if scope.kind in {ScopeKind.CLASS, ScopeKind.PLAN, ScopeKind.LINE}:
        return []
    shown = scope.key if scope.kind is ScopeKind.YEAR else scope.year
    last = shown or clock.today().year
    found = []
    for year in sorted(year for year in list_years(actor) if last - YEARS < year <= last):
        cells = figured.cells if year == shown else read_cells(_in_year(scoped, year), actor).cells
        found.append((year, summed(cells)))
    return found


def _in_year(scoped: Scoped, year: int) -> Scoped:
    scope = scoped.scope
    key = year if scope.kind is ScopeKind.YEAR else scope.key
    return get_scope(scope.kind.value, key, year)


def _meetings(scoped: Scoped, actor: Actor) -> list[MeetingRoll]:
    mark = aliased(Attendance)
    there = mark.status.in_((Status.PRESENT, Status.LATE, Status.LEFT_EARLY, Status.MADE_UP))
    rolls = (
        select(
            Meeting.title,
            Meeting.starts_at,
            func.sum(case((there, 1), else_=0)),
            func.count(),
        )
        .join(Enrolment, and_(Enrolment.class_id == Meeting.class_id, Enrolment.state == EnrolmentState.ENROLLED))
        .outerjoin(mark, and_(mark.meeting_id == Meeting.id, mark.enrolment_id == Enrolment.id))
        .join(TrainingClass, TrainingClass.id == Meeting.class_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(Meeting.class_id == scoped.scope.key, Meeting.cancelled_at.is_(None), learners_visible_to(actor))
        .where(Meeting.starts_at <= clock.now(), was_called())
        # As in a tally: who was not called was away, unless the meeting was over before the enrolment.
        .where(or_(Meeting.ends_at > Enrolment.enrolled_at, mark.status.is_not(None)))
        .group_by(Meeting.id, Meeting.title, Meeting.starts_at)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        MeetingRoll(title, starts_at, int(seen), called) for title, starts_at, seen, called in db.session.execute(rolls)
    ]
