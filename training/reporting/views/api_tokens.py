"""The page of one's tokens: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.once import AlreadyDone
from training.reporting.access import ReportPermission
from training.reporting.forms import TokenForm
from training.reporting.models import ApiToken
from training.reporting.operations.api_tokens import create_token, new_token, revoke_token
from training.reporting.queries.api_tokens import get_token, list_tokens
from training.reporting.rules.api_scopes import SCOPES
from training.reporting.views.blueprint import bp


@bp.route("/tokens", methods=["GET", "POST"])
@web.requires(ReportPermission.HOLD_TOKENS)
def tokens() -> Any:
    """List one's tokens and make one; a new token is shown on this answer and never again."""
    form = TokenForm()
    made = ""
    if form.validate_on_submit():
        secret = new_token()
        try:
            values: dict[str, Any] = {"name": form.name.data or "", "days": form.days.data or 0}
            values["scopes"] = form.scopes.data or ()
            create_token(**values, token=secret, by=web.actor())
            made, form = secret, TokenForm(formdata=None)
        except AlreadyDone:
            return _made_before()
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "reporting/tokens.html",
        form=form,
        made=made,
        tokens=list_tokens(web.actor()),
        now=clock.now(),
        scope_words=SCOPES,
        crumbs=[(_("Reports"), url_for(".index"))],
    )
    return page, 422 if form.errors else 200


def _made_before() -> Any:
    said = _(
        "This token has been made already and was shown once. If you have not copied it, revoke it and make another."
    )
    web.notice(said, "info")
    return web.see_other(".tokens")


@bp.post("/tokens/<int:token_id>/revoke")
@web.requires(ReportPermission.REVOKE_TOKEN, get_token)
def revoke(token: ApiToken) -> Any:
    """Let a token open nothing from now on."""
    try:
        revoke_token(token, by=web.actor())
        web.notice(_("The token opens nothing any more."))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other(".tokens")
