"""Pages of units: the tree, one unit with its history, adding, changing, closing."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import Blueprint, g, render_template, request, url_for

from training.core import clock, web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.units.access import UnitPermission
from training.units.commands import commands
from training.units.forms import CloseForm, UnitChangeForm, UnitForm
from training.units.models import Unit, UnitKind
from training.units.operations import add_unit, change_unit, close_unit, reopen_unit
from training.units.queries import (
    get_unit,
    list_all_visible,
    list_ancestors,
    list_children,
    list_names,
    list_predecessions,
    list_subtree,
    list_successions,
    list_units_visible,
)
from training.units.rules import KIND_WORDS, Succession, flat, kinds_below, may_succeed, tree

bp = Blueprint("units", __name__)


@bp.before_request
def stand_with_people() -> None:
    """Show the pages of units in the navigation as the part of the house that the cadres have."""
    g.nav = "people"


__all__ = ["bp", "commands"]


@bp.get("/units")
@web.requires(UnitPermission.SEE)
def index() -> str:
    """Show the tree of units."""
    past = request.args.get("past") == "1"
    units = list_all_visible(web.actor()) if past else list_units_visible(web.actor())
    return render_template("units/index.html", branches=flat(tree(units)), past=past, **_words())


@bp.get("/units/<int:unit_id>")
@web.requires(UnitPermission.SEE, get_unit)
def show(unit: Unit) -> str:
    """Show a unit, what lies below it, its names and what became of it."""
    return render_template(
        "units/show.html",
        unit=unit,
        crumbs=_trail(unit),
        children=list_children(unit),
        kinds_below=kinds_below(unit.kind),
        names=list_names(unit),
        successions=list_successions(unit),
        predecessions=list_predecessions(unit),
        **_words(),
    )


@bp.route("/units/<int:unit_id>/new", methods=["GET", "POST"])
@web.requires(UnitPermission.CHANGE, get_unit)
def add(parent: Unit) -> Any:
    """Add a unit below another."""
    form = UnitForm().offer(kinds_below(parent.kind))
    if form.validate_on_submit():
        try:
            unit = add_unit(**_named(form), kind=UnitKind(form.kind.data), parent=parent, by=web.actor())
            web.notice(_("%(unit)s has been added.", unit=unit.name))
            return web.see_other("units.show", unit_id=unit.id)
        except Invalid as refusal:
            form.refuse(refusal)
    return _page("units/add.html", form=form, parent=parent, crumbs=[*_trail(parent), _link(parent)])


@bp.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@web.requires(UnitPermission.CHANGE, get_unit)
def edit(unit: Unit) -> Any:
    """Change a unit's name, code and first day."""
    form = UnitChangeForm(obj=unit)
    stored = None
    if form.validate_on_submit():
        try:
            change_unit(
                unit,
                version=form.version.data or 0,
                **_named(form),
                renamed_on=form.renamed_on.data,
                by=web.actor(),
            )
            web.notice(_("The changes have been saved."))
            return web.see_other("units.show", unit_id=unit.id)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            # What was typed stays in the form; sending it again means it, now that both texts were seen.
            stored = get_unit(unit.id)
            form.show("version", stored.version)
    return _page(
        "units/edit.html",
        409 if stored else 422,
        form=form,
        unit=unit,
        stored=stored,
        crumbs=[*_trail(unit), _link(unit)],
    )


@bp.route("/units/<int:unit_id>/close", methods=["GET", "POST"])
@web.requires(UnitPermission.CHANGE, get_unit)
def close(unit: Unit) -> Any:
    """Close a unit on a day, in favour of others or of none."""
    visible = list_units_visible(web.actor())
    others = [u for u in visible if may_succeed(unit.kind, u.kind) and not u.path.startswith(unit.path)]
    form = CloseForm().offer(others)
    if form.validate_on_submit():
        whole = form.whole.data == "whole"
        chosen = [Succession(u, whole) for u in others if u.id in (form.successors.data or [])]
        try:
            close_unit(
                unit,
                on=cast("date", form.on.data),
                successors=chosen,
                legal_basis=form.legal_basis.data or "",
                by=web.actor(),
            )
            web.notice(_("%(unit)s has been closed.", unit=unit.name))
            return web.see_other("units.show", unit_id=unit.id)
        except Invalid as refusal:
            form.refuse(refusal)
    trail = [*_trail(unit), _link(unit)]
    return _page("units/close.html", form=form, unit=unit, below=list_subtree(unit)[1:], crumbs=trail)


@bp.post("/units/<int:unit_id>/reopen")
@web.requires(UnitPermission.CHANGE, get_unit)
def reopen(unit: Unit) -> Any:
    """Take back the closing of a unit."""
    reopen_unit(unit, by=web.actor())
    web.notice(_("%(unit)s is open again.", unit=unit.name))
    return web.see_other("units.show", unit_id=unit.id)


def _trail(unit: Unit) -> list[tuple[str, str | None]]:
    return [(_("Units"), url_for("units.index")), *(_link(above) for above in list_ancestors(unit))]


def _link(unit: Unit) -> tuple[str, str | None]:
    seen = may(web.actor(), UnitPermission.SEE, unit)
    return (unit.name, url_for("units.show", unit_id=unit.id) if seen else None)


def _named(form: UnitForm | UnitChangeForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "short_name": form.short_name.data or "",
        "code": form.code.data or None,
        "valid_from": form.valid_from.data,
    }


def _page(template: str, refused: int = 422, **values: Any) -> tuple[str, int]:
    return render_template(template, **values, **_words()), refused if request.method == "POST" else 200


def _words() -> dict[str, Any]:
    return {"kind_words": KIND_WORDS, "today": clock.today()}
