"""Pages of targets: all of them, a new one, changing one."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from training.completion.hours.access import HoursPermission, may_set_for
from training.completion.hours.forms import NewTargetForm, TargetForm, target_form
from training.completion.hours.models import HourTarget
from training.completion.hours.operations.targets import change_hour_target, set_hour_target
from training.completion.hours.queries.targets import get_target, list_targets
from training.completion.hours.views.blueprint import bp
from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.units.queries import get_unit, list_units_managed
from training.units.rules import Branch, flat, tree

Crumb = tuple[str, str | None]


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "reporting"


@bp.get("/hours/targets")
@web.requires(HoursPermission.SEE_UNITS)
def targets() -> str:
    """List what is asked for in a year, of whom and since when."""
    return render_template("hours/targets.html", targets=list_targets(), today=clock.today(), crumbs=_trail())


@bp.route("/hours/targets/new", methods=["GET", "POST"])
@web.requires(HoursPermission.SET_TARGET)
def new_target() -> Any:
    """Set a target."""
    form = NewTargetForm().offer(_branches())
    if form.validate_on_submit():
        try:
            set_hour_target(form.facts, unit=get_unit(form.unit_id.data), by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The target has been set. The hours of the people concerned are compared with it at once."))
            return web.see_other(".targets")
    return _form("hours/new_target.html", form, _trail((_("Set a target"), None)))


@bp.route("/hours/targets/<int:target_id>", methods=["GET", "POST"])
@web.requires(HoursPermission.SET_TARGET, get_target)
def edit_target(target: HourTarget) -> Any:
    """Change a target."""
    form = target_form(target)
    stored = None
    if form.validate_on_submit():
        try:
            change_hour_target(target, form.facts, version=form.version.data or 0, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            # What was typed stays in the form; sending it again means it, now that both were seen.
            stored = get_target(target.id)
            form.show("version", stored.version)
        else:
            web.notice(_("The target has been changed."))
            return web.see_other(".targets")
    crumbs = _trail((target.title, None))
    return _form("hours/edit_target.html", form, crumbs, target=target, stored=stored)


def _form(template: str, form: TargetForm, crumbs: list[Crumb], **values: Any) -> tuple[str, int]:
    status = 409 if values.get("stored") else 422 if request.method == "POST" else 200
    return render_template(template, form=form, crumbs=crumbs, **values), status


def _branches() -> list[Branch]:
    units = list_units_managed(web.actor())
    return flat(tree(unit for unit in units if may_set_for(web.actor(), unit)))


def _trail(*further: Crumb) -> list[Crumb]:
    # The page of units belongs to a slice above.
    reports: list[Crumb] = [(_("Reports"), "/reports"), (_("Hours ledger"), "/reports/hours")]
    here = url_for(".targets") if further else None
    return [*reports, (_("Targets of the year"), here), *further]
