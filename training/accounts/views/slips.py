"""Slips with one-time codes: for a whole unit at once, or for people ticked one by one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from flask import current_app, g, render_template, request

from training.accounts.access import AccountPermission
from training.accounts.forms import ChooseForm, IssueForm
from training.accounts.models import Account
from training.accounts.operations import issue_sheet
from training.accounts.queries import list_accounts, list_accounts_in
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.access import may
from training.core.errors import Invalid
from training.core.i18n import _
from training.people.forms import indented
from training.units.queries import get_unit, list_units_managed
from training.units.rules import Branch, flat, tree


@bp.route("/slips/new", methods=["GET", "POST"])
@web.requires(AccountPermission.ISSUE)
def issue_slips() -> Any:
    """Choose a unit and issue codes for its people."""
    g.nav = "people"
    form = IssueForm()
    form.offer(_branches())
    if request.method == "GET" and (wanted := request.args.get("unit", type=int)):
        form.unit_id.data = wanted
    if form.validate_on_submit():
        unit, only_new = get_unit(form.unit_id.data), form.who.data == "new"
        try:
            return _issued("who", list_accounts_in(unit, without_password=only_new))
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("accounts/issue_slips.html", form=form), 422 if request.method == "POST" else 200


@bp.route("/slips/choose", methods=["GET", "POST"])
@web.requires(AccountPermission.ISSUE)
def choose_slips() -> Any:
    """Tick people of a unit and issue codes for them."""
    g.nav = "people"
    form, branches = ChooseForm(), _branches()
    if form.validate_on_submit():
        try:
            return _issued("accounts", list_accounts(form.accounts.data or ()))
        except Invalid as refusal:
            form.refuse(refusal)
    unit = next((b.unit for b in branches if b.unit.id == request.args.get("unit", type=int)), None)
    if unit is None and branches:
        unit = branches[0].unit
    accounts = _issuable(list_accounts_in(unit, without_password=False)) if unit else []
    units = [(b.unit.id, indented(b)) for b in branches]
    page = render_template("accounts/choose_slips.html", form=form, unit=unit, units=units, accounts=accounts)
    return page, 422 if request.method == "POST" else 200


def _branches() -> list[Branch]:
    return flat(tree(list_units_managed(web.actor())))


def _issuable(accounts: Iterable[Account]) -> list[Account]:
    actor = web.actor()
    return [account for account in accounts if may(actor, AccountPermission.ISSUE, account)]


def _issued(field: str, found: Iterable[Account]) -> Any:
    """Issue codes for those of `found` for whom the actor may, and lead to their sheet."""
    accounts = _issuable(found)
    if not accounts:
        raise Invalid(field, _("There is nobody here for whom a code could be issued."))
    token = secrets.token_urlsafe(24)
    days = current_app.config["SETTINGS"].activation_days
    issue_sheet(accounts=accounts, token=token, days=days, key=current_app.config["SECRET_KEY"], by=web.actor())
    return web.see_other("accounts.sheet", token=token)
