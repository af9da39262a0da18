"""Figures of scopes: computed from the learners at once, or, for tens of thousands of them, read from what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from training.classes.access import learners_visible_to
from training.classes.models import ClassState, Enrolment, EnrolmentState, Plan, TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.reporting.models import KeptFigures
from training.reporting.queries.rosters import read_roster
from training.reporting.queries.scopes import class_ids_of
from training.reporting.rules.cells import Cell, Sum, Totals, totals_of
from training.reporting.rules.scopes import Scoped
from training.units.models import Unit

#: With more learners than this in a year, its figures are kept for a while instead of computed for each page.
LIVE_MOST = 3_000

#: Figures older than this are not shown; the worker keeps them anew well before.
FRESH = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Figured:
    """The cells of a scope; `as_of` is when they were kept, None where they were computed just now."""

    cells: list[Cell]
    as_of: datetime | None = None


def read_cells(scoped: Scoped, actor: Actor) -> Figured:
    """Return the figures of a scope, as far as the actor may see its learners."""
    class_ids = class_ids_of(scoped.scope, actor)
    kept = kept_cells(class_ids, actor)
    found = kept if kept is not None else Figured(live_cells(class_ids, actor))
    return Figured([cell for cell in found.cells if cell.unit_path.startswith(scoped.unit_path)], found.as_of)


def live_cells(class_ids: Collection[int], actor: Actor) -> list[Cell]:
    """Compute the figures of classes from what each learner has done."""
    roster = read_roster(class_ids, actor)
    sums: dict[tuple[int, int, str], Sum] = {}
    for line in roster.lines:
        one = line.learner
        key = (one.class_id, one.unit_id, one.unit_path)
        sums.setdefault(key, Sum()).add(totals_of(line, roster.terms[one.class_id]))
    return [Cell(*key, total.totals) for key, total in sorted(sums.items())]


def kept_cells(class_ids: Collection[int], actor: Actor) -> Figured | None:
    """Return kept figures where there are fresh ones of every class that has learners, else None."""
    ages = select(KeptFigures.class_id, func.min(KeptFigures.at)).where(KeptFigures.class_id.in_(class_ids))
    kept = {class_id: at for class_id, at in db.session.execute(ages.group_by(KeptFigures.class_id))}  # noqa: C416
    if set(kept) != set(class_ids) or not kept or min(kept.values()) < clock.now() - FRESH:
        return None
    rows = (
        select(KeptFigures.class_id, KeptFigures.unit_id, Unit.path, *_COLUMNS)
        .join(Unit, Unit.id == KeptFigures.unit_id)
        .join(TrainingClass, TrainingClass.id == KeptFigures.class_id)
        .where(KeptFigures.class_id.in_(class_ids), KeptFigures.learners > 0, learners_visible_to(actor))
        .order_by(KeptFigures.class_id, KeptFigures.unit_id)
    )
    found = db.session.connection().execute(rows)
    return Figured([_cell(*row) for row in found], min(kept.values()))


def _cell(class_id: int, unit_id: int, path: str, *values: Any) -> Cell:
    learners, started, passed, completed, marked, *sums, bins = values
    whole = (learners, started, passed, completed, marked)
    return Cell(class_id, unit_id, path, Totals(*whole, sums[0], sums[1], sums[2], tuple(bins)))


_COLUMNS = (
    KeptFigures.learners,
    KeptFigures.started,
    KeptFigures.passed,
    KeptFigures.completed,
    KeptFigures.marked,
    KeptFigures.mark_sum,
    KeptFigures.hours_attended,
    KeptFigures.hours_held,
    KeptFigures.bins,
)


def list_large_years() -> list[int]:
    """Return the years with so many learners that their figures are kept."""
    years = (
        select(Plan.year)
        .join(TrainingClass, TrainingClass.plan_id == Plan.id)
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .where(Enrolment.state == EnrolmentState.ENROLLED, TrainingClass.state != ClassState.DRAFT)
        .group_by(Plan.year)
        .having(func.count() > LIVE_MOST)
    )
    return list(db.session.scalars(years))


def classes_of_years(years: Iterable[int]) -> list[int]:
    """Return the classes of the years' plans that have opened."""
    found = select(TrainingClass.id).join(Plan, Plan.id == TrainingClass.plan_id)
    return list(db.session.scalars(found.where(Plan.year.in_(list(years)), TrainingClass.state != ClassState.DRAFT)))
