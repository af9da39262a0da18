"""Pages of a plan's parts: its lines, the targets of units, the agreements of the two agencies."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import AgreementForm, LineForm, RemoveLineForm, TargetForm
from training.classes.models import Plan, PlanLine, PlanStep
from training.classes.queries.plans import get_line, get_plan, list_targets, list_units_of_plan
from training.classes.rules.plans import digest_of_line
from training.classes.rules.targets import people_asked
from training.classes.views.blueprint import attempt, bp, unit_options
from training.classes.views.plans import plan_page, plan_trail
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.units.models import Unit


@bp.route("/plans/<int:plan_id>/lines/new", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN, get_plan)
def new_line(plan: Plan) -> Any:
    """Add a line to a plan."""
    form = LineForm().offer(unit_options(list_units_of_plan(plan)))
    if form.validate_on_submit():
        try:
            operations.add_plan_line(plan, facts=form.facts, reason=form.reason.data or "", by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The line has been added."))
            return web.see_other("classes.show_plan", plan_id=plan.id)
    said = {"form": form, "plan": plan, "line": None, "changed": None, "crumbs": plan_trail(plan)}
    return render_template("classes/edit_line.html", **said), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/lines/<int:line_id>", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN, get_line)
def edit_line(line: PlanLine) -> Any:
    """Change a line of a plan."""
    form = LineForm.of(line).offer(unit_options(list_units_of_plan(line.plan)))
    changed: PlanLine | None = None
    if form.validate_on_submit():
        try:
            _change(line, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            changed = get_line(line.plan_id, line.id)
            form.show("digest", digest_of_line(changed))
        else:
            web.notice(_("The line has been changed."))
            return web.see_other("classes.show_plan", plan_id=line.plan_id)
    said = {"form": form, "plan": line.plan, "line": line, "changed": changed, "crumbs": plan_trail(line.plan)}
    return render_template("classes/edit_line.html", **said), 409 if changed else 422 if form.errors else 200


def _change(line: PlanLine, form: LineForm) -> None:
    said, digest = form.facts, form.digest.data or ""
    operations.change_plan_line(line, digest=digest, facts=said, reason=form.reason.data or "", by=web.actor())


@bp.post("/plans/<int:plan_id>/lines/<int:line_id>/remove")
@web.requires(ClassPermission.PLAN, get_line)
def remove_line(line: PlanLine) -> Any:
    """Take a line out of its plan."""
    plan_id, form = line.plan_id, RemoveLineForm()
    try:
        operations.remove_plan_line(line, reason=form.reason.data or "", by=web.actor())
    except (Conflict, Invalid) as refusal:
        web.notice(refusal.text, "warn")
        return web.see_other("classes.edit_line", plan_id=plan_id, line_id=line.id)
    web.notice(_("The line has been taken out of the plan."))
    return web.see_other("classes.show_plan", plan_id=plan_id)


@bp.route("/plans/<int:plan_id>/targets", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN, get_plan)
def targets(plan: Plan) -> Any:
    """Set how many people of each unit the plan means to reach, and how many percent are to complete."""
    units, stored = list_units_of_plan(plan), list_targets(plan)
    asked_for = request.args.get("unit", type=int)
    form = TargetForm.of(next((one for one in stored if one.unit_id == asked_for), None)).offer(unit_options(units))
    if form.validate_on_submit():
        unit = next(u for u in units if u.id == form.unit_id.data)
        try:
            operations.set_plan_target(plan, unit=unit, **form.said, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_saved(unit, form))
            return web.see_other("classes.targets", plan_id=plan.id)
    said = {"form": form, "plan": plan, "targets": stored, "people": people_asked(stored), "crumbs": plan_trail(plan)}
    return render_template("classes/targets.html", **said), 422 if form.errors else 200


def _saved(unit: Unit, form: TargetForm) -> str:
    if not form.learners.data:
        return _("The target of %(unit)s has been taken away.", unit=unit.name)
    percent = f"{form.completion.data}%" if form.completion.data else _("as the unit above is asked")
    people = form.learners.data
    return _(
        "Saved for %(unit)s: people %(people)s, to complete %(percent)s.",
        unit=unit.name,
        people=people,
        percent=percent,
    )


@bp.post("/plans/<int:plan_id>/advance")
@web.requires(ClassPermission.PLAN, get_plan)
def advance(plan: Plan) -> Any:
    """Record that an agency agrees to the plan, or put it into force."""
    form = AgreementForm()
    wanted = form.step.data or ""
    step = PlanStep(wanted) if wanted in set(PlanStep) else PlanStep.VOIDED
    if not form.validate_on_submit():
        return plan_page(plan, form), 422
    said = {"signatory": form.signatory.data or "", "note": form.note.data or ""}
    try:
        digest = form.digest.data or ""
        attempt(
            _("This has been recorded."),
            lambda: operations.advance_plan(plan, step=step, digest=digest, **said, by=web.actor()),
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return plan_page(plan, form), 422
    return web.see_other("classes.show_plan", plan_id=plan.id)
