"""What a dashboard shows of a scope: figures by unit, by class and by year, and the rolls of a class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, Status
from training.attendance.queries.called import door_shut_by, is_over, was_called
from training.classes.access import learners_visible_to
from training.classes.models import Enrolment, EnrolmentState, Meeting, TrainingClass
from training.classes.queries.progress import completion_targets
from training.classes.rules.targets import asked_of
from training.classes.rules.unit_groups import group_ids, shared_ids
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.reporting.queries.cells import Figured, read_cells
from training.reporting.queries.scopes import get_scope, list_years
from training.reporting.rules.bars import Bar, bar
from training.reporting.rules.cells import Cell, Totals, grouped, summed, unit_of
from training.reporting.rules.scopes import Scoped, ScopeKind
from training.units.models import Unit
from training.units.rules import ids_on

#: Years that are set beside each other.
YEARS = 5


class UnitTotals(NamedTuple):
    """The totals of a unit and all below it, and how many percent of its learners are to complete."""

    unit_id: int
    name: str
    totals: Totals
    target: int | None

    @property
    def bar(self) -> Bar:
        """Return how far the unit has come."""
        return bar(self.name, self.totals.completed, self.totals.learners, self.target)


class Whole(NamedTuple):
    """Learners as a whole and by unit."""

    totals: Totals
    #: How many percent are to complete in the nearest unit that all the learners are of.
    target: int | None
    units: list[UnitTotals]


class YearTotals(NamedTuple):
    """The totals of a year, and how many percent of its learners are to complete."""

    year: int
    totals: Totals
    target: int | None

    @property
    def bar(self) -> Bar:
        """Return how far the year has come."""
        return bar(str(self.year), self.totals.completed, self.totals.learners, self.target)


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

    whole: Whole
    classes: list[ClassTotals]
    years: list[YearTotals]
    meetings: list[MeetingRoll]
    as_of: datetime | None


def read_dashboard(scoped: Scoped, actor: Actor) -> Dashboard:
    """Return what a dashboard shows of the scope, as far as the actor may see its learners."""
    figured = read_cells(scoped, actor)
    return Dashboard(
        whole=whole_of(figured.cells),
        classes=by_class(figured.cells),
        years=_years(scoped, actor, figured),
        meetings=_meetings(scoped, actor) if scoped.scope.is_class else [],
        as_of=figured.as_of,
    )


def whole_of(cells: Sequence[Cell]) -> Whole:
    """Add up cells, all of them and by unit."""
    asked = _asked(cells)
    return Whole(summed(cells), _target(cells, asked), _by_unit(cells, asked))


def _asked(cells: Iterable[Cell]) -> dict[int, int]:
    return completion_targets({cell.class_id for cell in cells})


def _target(cells: Iterable[Cell], asked: Mapping[int, int]) -> int | None:
    return asked_of(shared_ids(cell.unit_path for cell in cells), asked)


def _by_unit(cells: Sequence[Cell], asked: Mapping[int, int]) -> list[UnitTotals]:
    """Add up cells by the units that tell their learners apart, in the order of the units' names."""
    ids = group_ids(cell.unit_path for cell in cells)
    totals = grouped(cells, lambda cell: unit_of(cell.unit_path, ids))
    units = select(Unit.id, Unit.name, Unit.path).where(Unit.id.in_(totals)).order_by(Unit.sort_key, Unit.id)
    return [
        UnitTotals(unit_id, name, totals[unit_id], asked_of(ids_on(path), asked))
        for unit_id, name, path in db.session.execute(units)
    ]


def by_class(cells: Iterable[Cell]) -> list[ClassTotals]:
    """Add up cells by class, in the order of the classes' first days."""
    totals = grouped(cells, lambda cell: cell.class_id)
    classes = (
        select(TrainingClass.id, TrainingClass.code, TrainingClass.title, TrainingClass.opens_on)
        .where(TrainingClass.id.in_(totals))
        .order_by(TrainingClass.opens_on, TrainingClass.id)
    )
    return [ClassTotals(*row, totals[row[0]]) for row in db.session.execute(classes)]


def _years(scoped: Scoped, actor: Actor, figured: Figured) -> list[YearTotals]:
    """Return the totals of the last years, the oldest first; of a class, a plan or its line there is only its own."""
    scope = scoped.scope
    if scope.kind in {ScopeKind.CLASS, ScopeKind.PLAN, ScopeKind.LINE}:
        return []
    shown = scope.key if scope.kind is ScopeKind.YEAR else scope.year
    last = shown or clock.today().year
    found = []
    for year in sorted(year for year in list_years(actor) if last - YEARS < year <= last):
        cells = figured.cells if year == shown else read_cells(_in_year(scoped, year), actor).cells
        found.append(YearTotals(year, summed(cells), _target(cells, _asked(cells))))
    return found


def _in_year(scoped: Scoped, year: int) -> Scoped:
    scope = scoped.scope
    key = year if scope.kind is ScopeKind.YEAR else scope.key
    return get_scope(scope.kind.value, key, year)


def _meetings(scoped: Scoped, actor: Actor) -> list[MeetingRoll]:
    mark, shut_by = aliased(Attendance), door_shut_by(clock.now())
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
        # As in a tally: who was not called was away, unless the meeting still runs or was over before the enrolment.
        .where(or_(mark.status.is_not(None), and_(Meeting.ends_at > Enrolment.enrolled_at, is_over(shut_by))))
        .group_by(Meeting.id, Meeting.title, Meeting.starts_at)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [
        MeetingRoll(title, starts_at, int(seen), called) for title, starts_at, seen, called in db.session.execute(rolls)
    ]
