"""Writes of the year's plans."""

from __future__ import annotations

from training.classes.models import Plan
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.units.models import Unit


@operation
def create_plan(
    *,
    unit: Unit,
    year: int,
    title: str,
    lead_agency: str = "",
    partner_agency: str = "",
    by: Actor,  # noqa: ARG001 -- read by the audit trail
) -> Plan:
    """Make the unit's plan of a year; raise Invalid(field='year') where there is one."""
    plan = Plan(unit_id=unit.id, year=year, title=title, lead_agency=lead_agency, partner_agency=partner_agency)
    taken = Invalid("year", _("%(unit)s has a plan for %(year)s already.", unit=unit.name, year=year))
    with unique("plans", "unit_id", "year", refusal=taken):
        db.session.add(plan)
    return plan


@operation
def change_plan(
    plan: Plan,
    *,
    version: int,
    title: str,
    lead_agency: str,
    partner_agency: str,
    by: Actor,  # noqa: ARG001
) -> Plan:
    """Change what is said of the plan; its unit and year stay. Raises Conflict where it is no longer of `version`."""
    if plan.version != version:
        raise Conflict(_("Somebody else has changed this plan meanwhile."))
    plan.title, plan.lead_agency, plan.partner_agency = title, lead_agency, partner_agency
    return plan
