"""Writes of the year's plans: made, copied, changed; a change after an agreement makes all agreements void."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from training.classes.models import Plan, PlanAgreement, PlanLine, PlanState, PlanStep, PlanTarget, TrainingClass
from training.classes.queries.plans import heirs_in, list_lines, list_targets
from training.classes.rules.plans import digest_of, digest_of_line, title_of_next
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext
from training.units.models import Unit
from training.units.queries import heir_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What is said of a plan as a whole."""

    title: str
    legal_basis: str = ""
    lead_agency: str = ""
    partner_agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What is said in a line of a plan; `study_hours` counts the tiết of one class, `learners` those of all."""

    title: str
    unit_id: int
    classes: int
    learners: int
    study_hours: int
    quarter: int
    posts: str = ""
    place: str = ""
    budget: str = ""


@operation
def create_plan(*, unit: Unit, year: int, facts: PlanFacts, by: Actor) -> Plan:  # noqa: ARG001 -- read by the trail
    """Make the unit's plan of a year; raise Invalid(field='year') where there is one."""
    plan = Plan(unit_id=unit.id, year=year)
    _apply(facts, plan)
    with unique("plans", "unit_id", "year", refusal=_taken(unit, year)):
        db.session.add(plan)
    return plan


@operation
def copy_plan(plan: Plan, *, by: Actor) -> Plan:  # noqa: ARG001
    """Make the next year's draft with the same lines and targets; see heirs_in for those of units that end before it.

    Raises Conflict where that year has a plan, or where the plan's own unit ends before it.
    """
    year = plan.year + 1
    if heir_of(plan.unit, on=date(year, 1, 1)) is not plan.unit:
        raise Conflict(_("%(unit)s ends before %(year)s.", unit=plan.unit.name, year=year))
    copy = Plan(unit_id=plan.unit_id, year=year, legal_basis=plan.legal_basis)
    copy.title = title_of_next(plan.title, plan.year)
    copy.lead_agency, copy.partner_agency = plan.lead_agency, plan.partner_agency
    with unique("plans", "unit_id", "year", refusal=Conflict(_taken(plan.unit, year).text)):
        db.session.add(copy)
    heirs = heirs_in(plan, year)
    for line in list_lines(plan):
        unit = heirs[line.unit] or plan.unit
        db.session.add(PlanLine(plan_id=copy.id, **_said(line) | {"unit_id": unit.id}))
    _copy_targets(plan, copy, heirs)
    return copy


def _copy_targets(plan: Plan, copy: Plan, heirs: Mapping[Unit, Unit | None]) -> None:
    """Ask each unit for what was asked of it and of those that it follows: all their people, the highest percentage."""
    learners: Counter[Unit] = Counter()
    completion: dict[Unit, int] = {}
    for target in list_targets(plan):
        if heir := heirs[target.unit]:
            learners[heir] += target.learners
            completion[heir] = max(completion.get(heir, 0), target.completion or 0)
    db.session.add_all(
        PlanTarget(plan_id=copy.id, unit_id=unit.id, learners=count, completion=completion[unit] or None)
        for unit, count in learners.items()
    )


def _said(line: PlanLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in LineFacts.__dataclass_fields__}


def _taken(unit: Unit, year: int) -> Invalid:
    return Invalid("year", _("%(unit)s has a plan for %(year)s already.", unit=unit.name, year=year))


def _apply(facts: PlanFacts, plan: Plan) -> None:
    plan.title, plan.legal_basis = facts.title, facts.legal_basis
    plan.lead_agency, plan.partner_agency = facts.lead_agency, facts.partner_agency


@operation
def change_plan(plan: Plan, *, version: int, facts: PlanFacts, reason: str = "", by: Actor) -> Plan:
    """Change what is said of the plan; its unit and year stay.

    Raises Conflict where it is no longer of `version`, Invalid(field='reason') where that makes agreements void and
    nobody says why.
    """
    hold_plan(plan.id)
    if plan.version != version:
        raise Conflict(_("Somebody else has changed this plan meanwhile."))
    _apply(facts, plan)
    void_agreements(plan, reason=reason, by=by)
    return plan


# --- lines and targets ---------------------------------------------------------------------------


@operation
def add_plan_line(plan: Plan, *, facts: LineFacts, reason: str = "", by: Actor) -> PlanLine:
    """Add a line; raise Invalid for a unit beyond the plan's, and as change_plan does for a missing reason."""
    hold_plan(plan.id)
    line = PlanLine(plan_id=plan.id)
    _write(facts, line, plan)
    db.session.add(line)
    void_agreements(plan, reason=reason, by=by)
    return line


@operation
def change_plan_line(line: PlanLine, *, digest: str, facts: LineFacts, reason: str = "", by: Actor) -> PlanLine:
    """Change a line; raise Conflict where it no longer says what has the `digest`, and as add_plan_line does."""
    hold_plan(line.plan_id)
    db.session.refresh(line)
    if digest_of_line(line) != digest:
        raise Conflict(_("Somebody else has changed this line meanwhile."))
    _write(facts, line, line.plan)
    void_agreements(line.plan, reason=reason, by=by)
    return line


@operation
def remove_plan_line(line: PlanLine, *, reason: str = "", by: Actor) -> Plan:
    """Take a line out of its plan; raise Conflict where classes are held for it, and as change_plan does."""
    hold_plan(line.plan_id)
    classes = len(db.session.scalars(select(TrainingClass.id).where(TrainingClass.plan_line_id == line.id)).all())
    if classes:
        message = ngettext(
            "%(num)s class belongs to this line; it stays in the plan.",
            "%(num)s classes belong to this line; it stays in the plan.",
            classes,
        )
        raise Conflict(message)
    plan = line.plan
    db.session.delete(line)
    db.session.flush()
    void_agreements(plan, reason=reason, by=by)
    return plan


def _write(facts: LineFacts, line: PlanLine, plan: Plan) -> None:
    unit = db.session.get(Unit, facts.unit_id)
    if unit is None or not unit.path.startswith(plan.unit.path):
        raise Invalid("unit_id", _("Choose %(unit)s or a unit below it.", unit=plan.unit.name))
    for name in LineFacts.__dataclass_fields__:
        setattr(line, name, getattr(facts, name))


@operation
def set_plan_target(
    plan: Plan, *, unit: Unit, learners: int, completion: int | None = None, reason: str = "", by: Actor
) -> Plan:
    """Say how many people of a unit the plan means to reach, 0 for no target; raises as add_plan_line does.

    `completion` is the percentage 1-100 of its learners who are to complete, None for that of the unit above.
    """
    hold_plan(plan.id)
    if not unit.path.startswith(plan.unit.path):
        raise Invalid("unit_id", _("Choose %(unit)s or a unit below it.", unit=plan.unit.name))
    found = db.session.scalar(select(PlanTarget).where(PlanTarget.plan_id == plan.id, PlanTarget.unit_id == unit.id))
    if found is None and learners:
        db.session.add(PlanTarget(plan_id=plan.id, unit_id=unit.id, learners=learners, completion=completion))
    elif found is not None and learners:
        found.learners, found.completion = learners, completion
    elif found is not None:
        db.session.delete(found)
    db.session.flush()
    void_agreements(plan, reason=reason, by=by)
    return plan


# --- agreements ----------------------------------------------------------------------------------


def hold_plan(plan_id: int) -> None:
    """Lock the plan until the operation ends, so that what is agreed to is what stands there."""
    db.session.execute(select(Plan.id).where(Plan.id == plan_id).with_for_update()).one()


def void_agreements(plan: Plan, *, reason: str, by: Actor) -> None:
    """Lead a plan that has been changed back to the draft and record why; a draft stays one.

    Raises Invalid(field='reason') without a reason.
    """
    if plan.state is PlanState.DRAFT or digest_now(plan) == _digest_agreed(plan):
        return
    if not reason.strip():
        raise Invalid("reason", _("Say why: this change makes the agreements of both agencies void."))
    record_step(plan, PlanStep.VOIDED, note=reason.strip(), by=by)
    plan.state = PlanState.DRAFT


def _digest_agreed(plan: Plan) -> str | None:
    newest = select(PlanAgreement.digest).where(PlanAgreement.plan_id == plan.id).order_by(PlanAgreement.id.desc())
    return db.session.scalars(newest.limit(1)).first()


def digest_now(plan: Plan) -> str:
    """Return the digest of the plan's content as it stands."""
    db.session.flush()
    return digest_of(plan, list_lines(plan), list_targets(plan))


def record_step(plan: Plan, step: PlanStep, *, by: Actor, signatory: str = "", note: str = "") -> None:
    """Add a record of a step of the plan for the content that stands there now."""
    record = PlanAgreement(plan_id=plan.id, step=step, at=clock.now(), signatory=signatory, note=note)
    record.by_name, record.by_account_id, record.digest = by.name, by.account_id, digest_now(plan)
    db.session.add(record)
