"""Pages of certificate templates: those one issues with, a new one, the next version of one, a preview."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, request, url_for
from wtforms.fields import SelectChoice

from training.classes.queries.plans import list_planning_units, list_plans_run
from training.completion.access import CompletionPermission, may_design_of
from training.completion.forms.certificates import NewTemplateForm, TemplateForm
from training.completion.models import CertificateTemplate
from training.completion.operations.certificate_files import draw_specimen
from training.completion.operations.certificates import save_template
from training.completion.queries.certificates import get_template, list_templates, list_versions
from training.completion.rules.certificates import LINES, official_date, proposed_design
from training.completion.views.blueprint import bp
from training.core import clock, web
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.units.queries import get_unit


def _crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Classes"), "/classes"), (_("Templates of certificates"), "/certificate-templates"), *more]


@bp.get("/certificate-templates")
@web.requires(CompletionPermission.DESIGN)
def templates() -> str:
    """List the templates that one issues certificates with."""
    g.nav = "classes"
    return render_template("completion/templates.html", templates=list_templates(web.actor()), crumbs=_crumbs()[:1])


@bp.route("/certificate-templates/new", methods=["GET", "POST"])
@web.requires(CompletionPermission.DESIGN)
def new_template() -> Any:
    """Make a template of a unit that one administers."""
    form = NewTemplateForm()
    units = list_planning_units(web.actor())
    form.unit_id.choices = [SelectChoice(u.id, u.name) for u in units]
    if form.is_submitted():
        return _save(form, unit_id=form.unit_id.data, number=1)
    plan = next((p for p in list_plans_run(web.actor()) if units and p.unit_id == units[0].id), None)
    agencies = (plan.lead_agency, plan.partner_agency) if plan else ("", "")
    name = units[0].name if units else ""
    _fill(form, proposed_design(unit=name, lead=agencies[0], partner=agencies[1]))
    form.name.data = _("Joint certificate")
    return _form_page(form)


@bp.route("/certificate-templates/<int:template_id>", methods=["GET", "POST"])
@web.requires(CompletionPermission.DESIGN, get_template)
def template(one: CertificateTemplate) -> Any:
    """Show a template and make its next version; what was issued keeps the version that it was issued with."""
    form = TemplateForm()
    newest = list_versions(one)[0]
    if form.is_submitted():
        form.name.data = one.name
        return _save(form, unit_id=one.unit_id, number=(form.number.data or 0) + 1, one=newest)
    _fill(form, newest.design)
    form.number.data = newest.number
    form.name.data = one.name
    return _form_page(form, one=newest)


@bp.get("/certificate-templates/<int:template_id>/preview.png")
@web.requires(CompletionPermission.DESIGN, get_template)
def template_preview(one: CertificateTemplate) -> Response:
    """Send a picture of a specimen in the design of a template."""
    return Response(_picture(one.design), content_type="image/png")


def _fill(form: TemplateForm, design: Mapping[str, str]) -> None:
    for name in LINES:
        form[name].data = design[name]


def _design(form: TemplateForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in LINES}


def _picture(design: Mapping[str, str]) -> bytes:
    place = ", ".join(filter(None, (design["place"], official_date(clock.today()))))
    return draw_specimen(dict(design), place_and_date=place)


def _save(form: TemplateForm, *, unit_id: int | None, number: int, one: CertificateTemplate | None = None) -> Any:
    if not form.validate():
        return _form_page(form, one=one), 422
    if request.form.get("step") != "save":
        return _form_page(form, one=one, picture=_picture(_design(form)))
    if unit_id is None or not may_design_of(web.actor(), get_unit(unit_id)):
        raise Denied(_("This template belongs to another issuer."))
    try:
        made = save_template(unit_id=unit_id, name=form.name.data, design=_design(form), number=number, by=web.actor())
    except Conflict as refusal:
        form.refuse(Invalid("name", refusal.text))
        return _form_page(form, one=one), 409
    web.notice(_("The template has been saved as version %(number)s.", number=made.number))
    return web.see_other("completion.template", template_id=made.id)


def _form_page(form: TemplateForm, *, one: CertificateTemplate | None = None, picture: bytes = b"") -> str:
    g.nav = "classes"
    drawing = f"data:image/png;base64,{base64.b64encode(picture).decode()}" if picture else ""
    saved = url_for("completion.template_preview", template_id=one.id) if one else ""
    return render_template(
        "completion/template.html",
        form=form,
        template=one,
        versions=list_versions(one) if one else [],
        picture=drawing or saved,
        is_new_picture=bool(drawing),
        crumbs=_crumbs((one.name if one else _("New template"), None)),
    )
