"""Writes of a plan's way into force: the Front agrees, then the propaganda commission, then it holds."""

from __future__ import annotations

from training.classes.models import Plan, PlanStep
from training.classes.operations.plans import digest_now, hold_plan, record_step
from training.classes.queries.plans import list_lines
from training.classes.rules.plans import NEXT_STEP
from training.core.access import Actor
from training.core.db import operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@operation
def advance_plan(plan: Plan, *, step: PlanStep, digest: str, signatory: str = "", note: str = "", by: Actor) -> Plan:
    """Record that an agency agrees to the plan, or that it is put into force.

    `digest` is that of the content which was read and signed. Raises Conflict where the plan waits for another step,
    has no line or has been changed since; Invalid(field='signatory') where an agency agrees and nobody signed for it.
    """
    hold_plan(plan.id)
    waited, state = NEXT_STEP.get(plan.state, (None, plan.state))
    if step is not waited:
        raise Conflict(_("The plan has gone another step meanwhile."))
    if not list_lines(plan):
        raise Conflict(_("The plan has no line yet; there is nothing to agree to."))
    if digest != digest_now(plan):
        raise Conflict(_("The plan has been changed since this page was opened. Read it again before agreeing."))
    if step is not PlanStep.IN_FORCE and not signatory.strip():
        raise Invalid("signatory", _("Say who agreed on behalf of the agency."))
    record_step(plan, step, signatory=signatory.strip(), note=note.strip(), by=by)
    plan.state = state
    return plan
