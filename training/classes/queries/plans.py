"""Reads of the year's plans, and of what the classes in them amount to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from training.classes.access import administered_by, plans_of, plans_visible_to, visible_to
from training.classes.models import Plan, PlanAgreement, PlanLine, PlanTarget, TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.units.models import Unit
from training.units.queries import heir_of, in_force_on


def get_plan(plan_id: int) -> Plan:
    """Return the plan, or raise NotFound."""
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(_("There is no such plan."))
    return plan


def list_lines(plan: Plan) -> list[PlanLine]:
    """Return the lines of the plan in the order of the year."""
    mine = select(PlanLine).where(PlanLine.plan_id == plan.id)
    return list(db.session.scalars(mine.order_by(PlanLine.quarter, PlanLine.id)))


def list_lines_of(plans: Iterable[Plan]) -> list[PlanLine]:
    """Return the lines of the plans, in the order of each plan's year."""
    mine = select(PlanLine).join(PlanLine.plan).where(Plan.id.in_([plan.id for plan in plans]))
    return list(db.session.scalars(mine.order_by(Plan.year.desc(), Plan.id, PlanLine.quarter, PlanLine.id)))


def get_line(plan_id: int, line_id: int) -> PlanLine:
    """Return a line of the plan, or raise NotFound."""
    line = db.session.scalar(select(PlanLine).where(PlanLine.id == line_id, PlanLine.plan_id == plan_id))
    if line is None:
        raise NotFound(_("There is no such line in this plan."))
    return line


def list_targets(plan: Plan) -> list[PlanTarget]:
    """Return the targets of units, the widest first."""
    mine = select(PlanTarget).join(PlanTarget.unit).where(PlanTarget.plan_id == plan.id)
    return list(db.session.scalars(mine.order_by(func.length(Unit.path), Unit.sort_key, PlanTarget.id)))


def heirs_in(plan: Plan, year: int) -> dict[Unit, Unit | None]:
    """Return who stands in a year for each unit that the plan names: itself, its heir below the plan's, or None."""
    named = {line.unit for line in list_lines(plan)} | {target.unit for target in list_targets(plan)}
    heirs = {unit: heir_of(unit, on=date(year, 1, 1)) for unit in named}
    return {unit: heir if heir and heir.path.startswith(plan.unit.path) else None for unit, heir in heirs.items()}


def list_agreements(plan: Plan) -> list[PlanAgreement]:
    """Return all that is recorded of the plan's way into force, the newest first."""
    mine = select(PlanAgreement).where(PlanAgreement.plan_id == plan.id)
    return list(db.session.scalars(mine.order_by(PlanAgreement.id.desc())))


def list_units_of_plan(plan: Plan) -> list[Unit]:
    """Return the plan's unit and those below it, in the order of their tree."""
    below = select(Unit).where(Unit.path.startswith(plan.unit.path, autoescape=True), in_force_on(clock.today()))
    return list(db.session.scalars(below.order_by(Unit.path)))


def list_plans(actor: Actor) -> list[Plan]:
    """Return the plans that the actor may see, the newest year first."""
    found = select(Plan).join(Plan.unit).where(plans_visible_to(actor))
    return list(db.session.scalars(found.order_by(Plan.year.desc(), func.length(Unit.path), Unit.sort_key)))


def list_plans_run(actor: Actor) -> list[Plan]:
    """Return the plans in which the actor may make classes, the newest year first."""
    found = select(Plan).join(Plan.unit).where(plans_of(actor))
    return list(db.session.scalars(found.order_by(Plan.year.desc(), func.length(Unit.path), Unit.sort_key)))


def count_classes(plans: Iterable[Plan], actor: Actor) -> dict[int, int]:
    """Return how many classes that the actor may see each plan holds, by the plan's id."""
    counted = (
        select(TrainingClass.plan_id, func.count())
        .where(TrainingClass.plan_id.in_([plan.id for plan in plans]), visible_to(actor))
        .group_by(TrainingClass.plan_id)
    )
    return dict(db.session.execute(counted).all())


def list_classes_of(plan: Plan, actor: Actor) -> list[TrainingClass]:
    """Return the plan's classes that the actor may see, in order of their first day."""
    found = select(TrainingClass).where(TrainingClass.plan_id == plan.id, visible_to(actor))
    return list(db.session.scalars(found.order_by(TrainingClass.opens_on, TrainingClass.code)))


def list_codes(plan: Plan) -> list[str]:
    """Return the codes of all classes of the plan's year."""
    year = select(Plan.id).where(Plan.year == plan.year)
    return list(db.session.scalars(select(TrainingClass.code).where(TrainingClass.plan_id.in_(year))))


def list_planning_units(actor: Actor) -> list[Unit]:
    """Return the units whose plans the actor makes, the widest first."""
    found = select(Unit).where(administered_by(actor), in_force_on(clock.today()))
    return list(db.session.scalars(found.order_by(func.length(Unit.path), Unit.sort_key)))
