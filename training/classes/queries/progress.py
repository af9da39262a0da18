"""Reads of plan against actual: what the classes of a plan amount to by now, by line and by unit, down to names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import contains_eager

from training.classes.access import learners_visible_to, visible_to
from training.classes.models import (
    ClassState,
    Enrolment,
    EnrolmentState,
    Meeting,
    Plan,
    PlanTarget,
    TrainingClass,
)
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.paging import Page, page_of
from training.people.models import Person
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class Actual:
    """What has come of a line: classes opened, learners enrolled in them, tiết held so far."""

    classes: int = 0
    learners: int = 0
    study_hours: int = 0


def _opened(plan: Plan) -> ColumnElement[bool]:
    return and_(TrainingClass.plan_id == plan.id, TrainingClass.state != ClassState.DRAFT)


def actual_by_line(plan: Plan, actor: Actor) -> dict[int | None, Actual]:
    """Return what has come of each line, by its id; None stands for classes of no line. Three queries.

    Classes in preparation and cancelled meetings do not count; learners are those whom the actor may see.
    """
    classes = _by_line(select(TrainingClass.plan_line_id, func.count()).where(_opened(plan), visible_to(actor)))
    learners = _by_line(_learning(select(TrainingClass.plan_line_id, func.count()), plan, actor))
    held = select(TrainingClass.plan_line_id, func.sum(Meeting.study_hours)).join(Meeting)
    over = and_(Meeting.cancelled_at.is_(None), Meeting.ends_at < clock.now())
    hours = _by_line(held.where(_opened(plan), visible_to(actor), over))
    return {line: Actual(n, learners.get(line, 0), hours.get(line, 0)) for line, n in classes.items()}


def total_of_lines(actual: Mapping[int | None, Actual]) -> Actual:
    """Add up what has come of the lines; classes of no line stand beside the plan."""
    held = [one for line, one in actual.items() if line is not None]
    return Actual(sum(o.classes for o in held), sum(o.learners for o in held), sum(o.study_hours for o in held))


def _by_line(statement: Any) -> dict[int | None, int]:
    return dict(db.session.execute(statement.group_by(TrainingClass.plan_line_id)).all())


def _learning(statement: Any, plan: Plan, actor: Actor) -> Any:
    return (
        statement.select_from(Enrolment)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .where(_opened(plan), Enrolment.state == EnrolmentState.ENROLLED, learners_visible_to(actor))
    )


def actual_by_target(plan: Plan, actor: Actor) -> dict[int, int]:
    """Return how many different people of each unit with a target learn in the plan's classes, by the unit's id."""
    wanted = select(Unit.id, Unit.path).join(PlanTarget).where(PlanTarget.plan_id == plan.id).subquery()
    counted = _learning(select(wanted.c.id, func.count(Enrolment.person_id.distinct())), plan, actor)
    below = counted.join(wanted, Unit.path.like(wanted.c.path + "%")).group_by(wanted.c.id)
    return dict(db.session.execute(below).all())


def completion_targets(class_ids: Collection[int]) -> dict[int, int]:
    """Return the percentage that is to complete in each unit with a target of its own, by the unit's id.

    The plans of the classes ask for it; a unit of which several do, for what that of the widest unit says. Classes of
    several years have no target in common.
    """
    asked = (
        select(Plan.year, PlanTarget.unit_id, PlanTarget.completion)
        .join(Plan.unit)
        .outerjoin(PlanTarget, and_(PlanTarget.plan_id == Plan.id, PlanTarget.completion.is_not(None)))
        .where(Plan.id.in_(select(TrainingClass.plan_id).where(TrainingClass.id.in_(class_ids))))
        .order_by(func.length(Unit.path).desc())
    )
    rows = db.session.execute(asked).all()
    if len({year for year, _unit, _percent in rows}) != 1:
        return {}
    return {unit_id: percent for _year, unit_id, percent in rows if percent is not None}


def list_names(
    plan: Plan, actor: Actor, *, line_id: int | None = None, unit: Unit | None = None, number: int = 1
) -> Page[Enrolment]:
    """Return a page of the learners behind a figure: of a line (0: of no line), of a unit and those below, or all."""
    found = (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.unit)
        .join(Enrolment.training_class)
        .options(contains_eager(Enrolment.person), contains_eager(Enrolment.unit))
        .options(contains_eager(Enrolment.training_class))
        .where(_opened(plan), Enrolment.state == EnrolmentState.ENROLLED, learners_visible_to(actor))
    )
    if line_id is not None:
        found = found.where(TrainingClass.plan_line_id == line_id if line_id else TrainingClass.plan_line_id.is_(None))
    if unit is not None:
        found = found.where(Unit.path.startswith(unit.path, autoescape=True))
    return page_of(found.order_by(Person.sort_key, Person.id, TrainingClass.opens_on), number=number, size=100)


def count_people(plan: Plan, actor: Actor) -> int:
    """Return how many different people learn in the plan's classes, as far as the actor sees them."""
    counted = _learning(select(func.count(Enrolment.person_id.distinct())), plan, actor)
    return db.session.scalar(counted) or 0
