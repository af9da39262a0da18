"""Pages of the year's plans: the list, one against what has come of it, making, changing, copying."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from training.classes import operations
from training.classes.access import ClassPermission, administers
from training.classes.forms import AgreementForm, NewPlanForm, PlanForm
from training.classes.models import Plan
from training.classes.queries.classes import figures_of
from training.classes.queries.plans import (
    count_classes,
    get_plan,
    heirs_in,
    list_agreements,
    list_classes_of,
    list_lines,
    list_planning_units,
    list_plans,
    list_targets,
    list_units_of_plan,
)
from training.classes.queries.progress import actual_by_line, actual_by_target, count_people, list_names, total_of_lines
from training.classes.rules.plans import NEXT_STEP, PLAN_STATES, PLAN_STEPS, SHOWN_DIGITS, digest_of
from training.classes.views.blueprint import bp, class_words
from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


def plan_trail(plan: Plan | None = None) -> list[tuple[str, str | None]]:
    """Return the path to a page of the plan."""
    way: list[tuple[str, str | None]] = [
        (_("Classes"), url_for("classes.index")),
        (_("Plans"), url_for("classes.plans")),
    ]
    return [*way, (plan.title, url_for("classes.show_plan", plan_id=plan.id))] if plan else way


def plan_words() -> dict[str, Any]:
    """Return the words that the templates of plans use."""
    return {"plan_states": PLAN_STATES, "plan_steps": PLAN_STEPS, "digits": SHOWN_DIGITS, **class_words()}


@bp.get("/plans")
@web.requires(ClassPermission.LIST)
def plans() -> str:
    """List the plans."""
    found = list_plans(web.actor())
    counts = count_classes(found, web.actor())
    return render_template("classes/plans.html", plans=found, counts=counts, crumbs=plan_trail()[:1], **plan_words())


@bp.get("/plans/<int:plan_id>")
@web.requires(ClassPermission.SEE_PLAN, get_plan)
def show_plan(plan: Plan) -> str:
    """Show a plan: what it says, what has come of it, who agreed to it."""
    return plan_page(plan, AgreementForm())


def plan_page(plan: Plan, form: AgreementForm) -> str:
    """Draw the page of a plan, with the form of its next step."""
    actor = web.actor()
    classes = list_classes_of(plan, actor)
    lines, targets, actual = list_lines(plan), list_targets(plan), actual_by_line(plan, actor)
    return render_template(
        "classes/show_plan.html",
        plan=plan,
        lines=lines,
        targets=targets,
        actual=actual,
        held=total_of_lines(actual),
        reached=actual_by_target(plan, actor),
        people=count_people(plan, actor),
        agreements=list_agreements(plan),
        digest=digest_of(plan, lines, targets),
        next_step=NEXT_STEP.get(plan.state, (None,))[0],
        sees_all=administers(actor, plan.unit),
        form=form,
        classes=classes,
        figures=figures_of(classes, actor),
        crumbs=plan_trail(),
        **plan_words(),
    )


@bp.get("/plans/<int:plan_id>/names")
@web.requires(ClassPermission.SEE_PLAN, get_plan)
def plan_names(plan: Plan) -> str:
    """Show the names behind a figure of the plan."""
    line_id, unit_id = request.args.get("line", type=int), request.args.get("unit", type=int)
    lines, units = list_lines(plan), list_units_of_plan(plan)
    unit = next((u for u in units if u.id == unit_id), None)
    number = request.args.get("page", 1, type=int)
    return render_template(
        "classes/plan_names.html",
        plan=plan,
        page=list_names(plan, web.actor(), line_id=line_id, unit=unit, number=number),
        line_options=[("", _("All lines")), *((one.id, one.title) for one in lines), (0, _("Of no line"))],
        unit_options=[("", _("All units")), *((one.id, one.name) for one in units)],
        line_id="" if line_id is None else line_id,
        unit=unit,
        crumbs=plan_trail(plan),
    )


@bp.route("/plans/new", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN)
def new_plan() -> Any:
    """Make a plan."""
    units = list_planning_units(web.actor())
    year = clock.today().year
    form = NewPlanForm(year=year, title=_("Training plan %(year)s", year=year)).offer(units)
    if form.validate_on_submit():
        try:
            unit = next(u for u in units if u.id == form.unit_id.data)
            plan = operations.create_plan(unit=unit, year=form.year.data or 0, facts=form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The plan has been made. Next: write its lines."))
            return web.see_other("classes.show_plan", plan_id=plan.id)
    return render_template("classes/new_plan.html", form=form, crumbs=plan_trail()), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN, get_plan)
def edit_plan(plan: Plan) -> Any:
    """Change what is said of a plan."""
    form = PlanForm(obj=plan)
    changed: Plan | None = None
    if form.validate_on_submit():
        try:
            _change(plan, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            changed = get_plan(plan.id)
            form.show("version", changed.version)
        else:
            web.notice(_("The plan has been changed."))
            return web.see_other("classes.show_plan", plan_id=plan.id)
    page = render_template("classes/edit_plan.html", form=form, plan=plan, changed=changed, crumbs=plan_trail(plan))
    return page, 409 if changed else 422 if form.errors else 200


def _change(plan: Plan, form: PlanForm) -> Plan:
    version, reason = form.version.data or 0, form.reason.data or ""
    return operations.change_plan(plan, version=version, facts=form.facts, reason=reason, by=web.actor())


@bp.post("/plans/<int:plan_id>/copy")
@web.requires(ClassPermission.PLAN, get_plan)
def copy_plan(plan: Plan) -> Any:
    """Make the next year's draft out of this plan."""
    try:
        copy = operations.copy_plan(plan, by=web.actor())
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
        return web.see_other("classes.show_plan", plan_id=plan.id)
    web.notice(_("This is the draft for %(year)s, with the lines and targets of the year before.", year=copy.year))
    nobody = _("no heir")
    ended = [(unit, heir) for unit, heir in heirs_in(plan, copy.year).items() if heir is not unit]
    if ended:
        units = ", ".join(f"{unit.name} → {heir.name if heir else nobody}" for unit, heir in ended)
        said = _("Units that end before %(year)s: %(units)s. Check their targets.", year=copy.year, units=units)
        web.notice(said, "warn")
    return web.see_other("classes.show_plan", plan_id=copy.id)
