"""What a roster is of, found by kind and key, and the classes that it takes its learners from."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select, true

from training.catalog.models import Course
from training.catalog.queries import get_course
from training.classes.access import visible_to
from training.classes.models import ClassCourse, ClassState, Plan, PlanLine, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.plans import get_plan
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.reporting.rules.scopes import Scope, Scoped, ScopeKind, Thing
from training.units.models import Unit
from training.units.queries import get_unit


def get_scope(scope: str, key: int, year: int | None = None) -> Scoped:
    """Return what a roster is of, or raise NotFound; `year` narrows a unit or a course down to a year's plans."""
    found = next((one for one in ScopeKind if one.value == scope), None)
    if found is None:
        raise NotFound(_("There is no such roster."))
    thing, name = _FIND[found](key)
    narrowed = year if found in {ScopeKind.UNIT, ScopeKind.COURSE} else None
    if narrowed is not None:
        _year(narrowed)
    return Scoped(Scope(found, key, name, narrowed), thing)


def _class(key: int) -> tuple[TrainingClass, str]:
    found = get_class(key)
    return found, found.title


def _course(key: int) -> tuple[Course, str]:
    found = get_course(key)
    return found, found.title


def _unit(key: int) -> tuple[Unit, str]:
    found = get_unit(key)
    return found, found.name


def _plan(key: int) -> tuple[Plan, str]:
    found = get_plan(key)
    return found, found.title


def _line(key: int) -> tuple[PlanLine, str]:
    found = db.session.get(PlanLine, key)
    if found is None:
        raise NotFound(_("There is no such line in this plan."))
    return found, found.title


def _year(key: int) -> tuple[None, str]:
    if not 2000 <= key <= 2100:
        raise NotFound(_("There is no such roster."))
    return None, str(key)


_FIND: dict[ScopeKind, Callable[[int], tuple[Thing, str]]] = {
    ScopeKind.CLASS: _class,
    ScopeKind.COURSE: _course,
    ScopeKind.UNIT: _unit,
    ScopeKind.PLAN: _plan,
    ScopeKind.LINE: _line,
    ScopeKind.YEAR: _year,
}


def class_ids_of(scope: Scope, actor: Actor) -> list[int]:
    """Return the classes of the scope that the actor may see; drafts only where the class itself is asked for."""
    found = select(TrainingClass.id).join(Plan, Plan.id == TrainingClass.plan_id)
    found = found.where(visible_to(actor), _within(scope)).order_by(TrainingClass.opens_on, TrainingClass.id)
    if not scope.is_class:
        found = found.where(TrainingClass.state != ClassState.DRAFT)
    return list(db.session.scalars(found))


def _within(scope: Scope) -> ColumnElement[bool]:
    in_year = Plan.year == scope.year if scope.year else true()
    if scope.kind is ScopeKind.CLASS:
        return TrainingClass.id == scope.key
    if scope.kind is ScopeKind.PLAN:
        return TrainingClass.plan_id == scope.key
    if scope.kind is ScopeKind.LINE:
        return TrainingClass.plan_line_id == scope.key
    if scope.kind is ScopeKind.YEAR:
        return Plan.year == scope.key
    if scope.kind is ScopeKind.COURSE:
        teaches = select(ClassCourse.class_id).where(ClassCourse.course_id == scope.key)
        return TrainingClass.id.in_(teaches) & in_year
    # Of a unit, the learners decide; whose class it was does not.
    return in_year


def list_years(actor: Actor) -> list[int]:
    """Return the years of the plans whose classes the actor may see, the newest first."""
    years = select(Plan.year).join(TrainingClass, TrainingClass.plan_id == Plan.id).where(visible_to(actor)).distinct()
    return sorted(db.session.scalars(years), reverse=True)
