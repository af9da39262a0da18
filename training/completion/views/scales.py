"""Pages of grading scales: the words for marks, each scale with the days from which its versions hold."""

from __future__ import annotations

from typing import Any

from flask import g, render_template

from training.completion.access import CompletionPermission
from training.completion.forms.rules import ScaleForm
from training.completion.operations.scales import add_scale
from training.completion.queries.scales import list_scales
from training.completion.rules.grading import USUAL_BANDS, read_bands
from training.completion.views.blueprint import bp
from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@bp.route("/grading-scales", methods=["GET", "POST"])
@web.requires(CompletionPermission.SET_SCALES)
def scales() -> Any:
    """List the scales and add one, or a version of one."""
    g.nav = "classes"
    form = ScaleForm()
    if not form.is_submitted():
        form.valid_from.data, form.bands.data = clock.today(), USUAL_BANDS
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        bands = read_bands(form.bands.data)
        add_scale(name=form.name.data, valid_from=form.valid_from.data, bands=bands, by=web.actor())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(form), 422
    except Conflict as refusal:
        form.refuse(Invalid("valid_from", refusal.text))
        return _page(form), 409
    web.notice(_("The scale has been saved."))
    return web.see_other("completion.scales")


def _page(form: ScaleForm) -> str:
    crumbs = [(_("Classes"), "/classes"), (_("Grading scales"), None)]
    return render_template("completion/scales.html", form=form, scales=list_scales(), crumbs=crumbs)
