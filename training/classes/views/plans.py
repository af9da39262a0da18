"""Pages of the year's plans: the list, one with its classes, making and changing."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from training.classes import operations
from training.classes.access import ClassPermission
from training.classes.forms import NewPlanForm, PlanForm
from training.classes.models import Plan
from training.classes.queries.classes import figures_of
from training.classes.queries.plans import count_classes, get_plan, list_classes_of, list_planning_units, list_plans
from training.classes.views.blueprint import bp, class_words
from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


def _trail(plan: Plan | None = None) -> list[tuple[str, str | None]]:
    way: list[tuple[str, str | None]] = [
        (_("Classes"), url_for("classes.index")),
        (_("Plans"), url_for("classes.plans")),
    ]
    return [*way, (plan.title, url_for("classes.show_plan", plan_id=plan.id))] if plan else way


@bp.get("/plans")
@web.requires(ClassPermission.LIST)
def plans() -> str:
    """List the plans."""
    found = list_plans(web.actor())
    counts = count_classes(found, web.actor())
    return render_template("classes/plans.html", plans=found, counts=counts, crumbs=_trail()[:1], **class_words())


@bp.get("/plans/<int:plan_id>")
@web.requires(ClassPermission.SEE_PLAN, get_plan)
def show_plan(plan: Plan) -> str:
    """Show a plan with its classes."""
    classes = list_classes_of(plan, web.actor())
    figures = figures_of(classes, web.actor())
    return render_template(
        "classes/show_plan.html", plan=plan, classes=classes, figures=figures, crumbs=_trail(), **class_words()
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
            plan = operations.create_plan(unit=unit, year=form.year.data or 0, **form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The plan has been made. Next: make its first class."))
            return web.see_other("classes.show_plan", plan_id=plan.id)
    return render_template("classes/new_plan.html", form=form, crumbs=_trail()), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@web.requires(ClassPermission.PLAN, get_plan)
def edit_plan(plan: Plan) -> Any:
    """Change what is said of a plan."""
    form = PlanForm(obj=plan)
    changed: Plan | None = None
    if form.validate_on_submit():
        try:
            operations.change_plan(plan, version=form.version.data or 0, **form.facts, by=web.actor())
        except Conflict:
            changed = get_plan(plan.id)
            form.show("version", changed.version)
        else:
            web.notice(_("The plan has been changed."))
            return web.see_other("classes.show_plan", plan_id=plan.id)
    page = render_template("classes/edit_plan.html", form=form, plan=plan, changed=changed, crumbs=_trail(plan))
    return page, 409 if changed else 422 if form.errors else 200
