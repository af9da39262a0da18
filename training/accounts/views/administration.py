"""The account of a person, as those who look after it see it: opened, closed, codes, devices, roles."""

from __future__ import annotations

import secrets
from typing import Any

from flask import current_app, g, render_template, request
from werkzeug.wrappers import Response

from training.accounts.access import AccountPermission, may_grant_over
from training.accounts.devices import device_name
from training.accounts.forms import GrantForm
from training.accounts.models import Account
from training.accounts.operations import (
    close_account,
    end_all_sign_ins,
    grant_role,
    issue_sheet,
    open_accounts,
    reopen_account,
    revoke_codes,
    withdraw_role,
)
from training.accounts.queries import (
    find_account_of,
    find_waiting_code,
    get_account_of,
    get_grant,
    list_grants,
    list_sign_ins,
)
from training.accounts.role_words import ROLE_WORDS
from training.accounts.views.blueprint import bp
from training.core import clock, web
from training.core.access import Role
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.people.models import Person
from training.people.queries import get_person
from training.units.queries import get_unit, list_units_managed


@bp.get("/people/<int:person_id>/account")
@web.requires(AccountPermission.OPEN, get_person)
def of_person(person: Person) -> str:
    """Show whether and how a person can sign in, on which devices, with which roles."""
    g.nav = "people"
    account, settings = find_account_of(person.id), current_app.config["SETTINGS"]
    return render_template(
        "accounts/of_person.html",
        person=person,
        account=account,
        waiting=find_waiting_code(account) if account else None,
        devices=list_sign_ins(account.id, hours=settings.sign_in_hours) if account else [],
        device_name=device_name,
        grants=list_grants(account) if account else [],
        role_words=ROLE_WORDS,
        today=clock.today(),
        now=clock.now(),
    )


@bp.post("/people/<int:person_id>/account/open")
@web.requires(AccountPermission.OPEN, get_person)
def open_for(person: Person) -> Response:
    """Open an account for a person who has none."""
    open_accounts([person], by=web.actor())
    web.notice(_("The account is open. Hand out a one-time code next."))
    return _back(person)


@bp.post("/people/<int:person_id>/account/code")
@web.requires(AccountPermission.ISSUE, get_account_of)
def issue_code(account: Account) -> Response:
    """Issue a one-time code and lead to its slip."""
    if account.closed_at:
        raise Conflict(_("This account is closed."))
    token = secrets.token_urlsafe(24)
    days = current_app.config["SETTINGS"].activation_days
    issue_sheet(accounts=[account], token=token, days=days, key=current_app.config["SECRET_KEY"], by=web.actor())
    return web.see_other("accounts.sheet", token=token)


@bp.post("/people/<int:person_id>/account/revoke-codes")
@web.requires(AccountPermission.ISSUE, get_account_of)
def revoke(account: Account) -> Response:
    """End the codes that were handed out and not used."""
    revoke_codes(account, by=web.actor())
    web.notice(_("The unused code is no longer good."))
    return _back(account.person)


@bp.post("/people/<int:person_id>/account/end-sign-ins")
@web.requires(AccountPermission.ISSUE, get_account_of)
def end_sign_ins(account: Account) -> Response:
    """Sign the person out on every device."""
    end_all_sign_ins(account, by=web.actor())
    web.notice(_("The person is signed out on every device."))
    return _back(account.person)


@bp.post("/people/<int:person_id>/account/close")
@web.requires(AccountPermission.CLOSE, get_account_of)
def close(account: Account) -> Response:
    """Close an account."""
    close_account(account, by=web.actor())
    web.notice(_("The account is closed; nobody signs in with it any more."))
    return _back(account.person)


@bp.post("/people/<int:person_id>/account/reopen")
@web.requires(AccountPermission.CLOSE, get_account_of)
def reopen(account: Account) -> Response:
    """Open a closed account again."""
    reopen_account(account, by=web.actor())
    web.notice(_("The account is open again."))
    return _back(account.person)


@bp.route("/people/<int:person_id>/account/roles/new", methods=["GET", "POST"])
@web.requires(AccountPermission.GRANT, get_account_of)
def add_role(account: Account) -> Any:
    """Give a role over a unit."""
    g.nav = "people"
    actor = web.actor()
    form = GrantForm()
    form.offer([unit for unit in list_units_managed(actor) if may_grant_over(actor, unit)])
    if request.method == "GET" and (post := account.person.main_post):
        form.unit_id.data = post.unit_id
    if form.validate_on_submit():
        unit = get_unit(form.unit_id.data)
        try:
            waiting = find_waiting_code(account)
            grant_role(account, Role(form.role.data), unit=unit, held_to=form.held_to.data, by=actor)
            web.notice(_("The role has been given."))
            if waiting and not find_waiting_code(account):
                web.notice(_("The unused one-time code has ended: its issuer stands below this role."), "warn")
            return _back(account.person)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.refuse(Invalid("role", refusal.text))
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/add_role.html", form=form, person=account.person), status


@bp.post("/people/<int:person_id>/account/roles/<int:grant_id>/withdraw")
@web.requires(AccountPermission.GRANT, get_account_of)
def withdraw(account: Account, grant_id: int) -> Response:
    """Withdraw a role; it ends at once."""
    try:
        withdraw_role(get_grant(account, grant_id), by=web.actor())
        web.notice(_("The role has been withdrawn."))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return _back(account.person)


def _back(person: Person) -> Response:
    return web.see_other("accounts.of_person", person_id=person.id)
