"""Slips with one-time codes: issued for a unit at once, printed ten to a page, each with a QR code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from flask import current_app, g, render_template, request, url_for
from markupsafe import Markup

from training.accounts.access import AccountPermission
from training.accounts.forms import IssueForm
from training.accounts.models import Account, ActivationCode
from training.accounts.operations import issue_sheet
from training.accounts.queries import list_accounts_in, list_sheet
from training.accounts.rules import code_on_sheet
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.access import may
from training.core.errors import Invalid, NotFound
from training.core.i18n import _
from training.people.models import Person
from training.units.queries import get_unit, list_units_managed
from training.units.rules import flat, tree


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip shows."""

    person: Person
    unit_name: str
    code: str
    address: str
    qr: Markup
    expires_at: datetime


@bp.route("/slips/new", methods=["GET", "POST"])
@web.requires(AccountPermission.ISSUE)
def issue_slips() -> Any:
    """Choose a unit and issue codes for its people."""
    g.nav = "people"
    form = IssueForm()
    form.offer(flat(tree(list_units_managed(web.actor()))))
    if request.method == "GET" and (wanted := request.args.get("unit", type=int)):
        form.unit_id.data = wanted
    if form.validate_on_submit():
        try:
            return web.see_other("accounts.sheet", token=_issued(form))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("accounts/issue_slips.html", form=form), 422 if request.method == "POST" else 200


def _issued(form: IssueForm) -> str:
    actor = web.actor()
    found = list_accounts_in(get_unit(form.unit_id.data), without_password=form.who.data == "new")
    accounts = [account for account in found if may(actor, AccountPermission.ISSUE, account)]
    if not accounts:
        raise Invalid("who", _("There is nobody here for whom a code could be issued."))
    token = secrets.token_urlsafe(24)
    days = current_app.config["SETTINGS"].activation_days
    issue_sheet(accounts=accounts, token=token, days=days, key=current_app.config["SECRET_KEY"], by=actor)
    return token


@bp.get("/slips/<token>")
@web.requires(AccountPermission.ISSUE)
def sheet(token: str) -> str:
    """Show the slips of a sheet, to be printed; for a day, to whoever issued it."""
    g.nav = "people"
    rows = list_sheet(token, issued_by=web.actor().account_id)
    if not rows:
        raise NotFound(_("This sheet is used up or older than a day. Issue new codes to print slips again."))
    slips = [_slip(token, code, account) for code, account in rows]
    return render_template("accounts/sheet.html", slips=slips)


def _slip(token: str, code: ActivationCode, account: Account) -> Slip:
    text = code_on_sheet(token, account.id, current_app.config["SECRET_KEY"])
    base = (current_app.config["SETTINGS"].public_url or request.host_url).rstrip("/")
    post = account.person.main_post
    return Slip(
        person=account.person,
        unit_name=post.unit.name if post else "",
        code=text,
        address=f"{base}/activate",
        qr=_qr(f"{base}{url_for('accounts.activate', code=text)}"),
        expires_at=code.expires_at,
    )


def _qr(address: str) -> Markup:
    drawn = segno.make(address, error="m", micro=False)
    # White ground in both themes: cameras expect dark on light.
    inline = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(inline)  # noqa: S704 -- drawn by the library from an address, no text in it
