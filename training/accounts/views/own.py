"""One's own account: password, devices, language, theme, size of text, which side to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, redirect, render_template, request, session
from werkzeug.wrappers import Response

from training.accounts.access import AccountPermission
from training.accounts.devices import device_name
from training.accounts.forms import ChangePasswordForm
from training.accounts.models import Account
from training.accounts.operations import change_password, end_all_sign_ins, end_sign_in
from training.accounts.passwords import hash_password, verify_password
from training.accounts.queries import get_account, get_own_sign_in, list_sign_ins
from training.accounts.rules import password_fault
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import LANGUAGES, _

CHOICES = {
    "theme": ("auto", "light", "dark"),
    "text": ("normal", "large"),
    "language": LANGUAGES,
    "side": ("learner", "staff"),
}
A_YEAR = timedelta(days=365)


def own_account() -> Account:
    """Return the account of whoever is signed in."""
    return get_account(web.actor().account_id or 0)


@bp.get("/account")
@web.requires(AccountPermission.USE, own_account)
def account(mine: Account) -> str:
    """Show one's own account."""
    return _page(mine, ChangePasswordForm())


def _page(mine: Account, form: ChangePasswordForm) -> str:
    devices = list_sign_ins(mine.id, hours=current_app.config["SETTINGS"].sign_in_hours)
    return render_template(
        "accounts/account.html",
        account=mine,
        form=form,
        devices=devices,
        here=web.actor().sign_in_id,
        device_name=device_name,
    )


@bp.post("/account/password")
@web.requires(AccountPermission.USE, own_account)
def set_password(mine: Account) -> Any:
    """Change one's own password; the one of now is asked for again."""
    form = ChangePasswordForm()
    if form.validate():
        _check_new_password(form, mine)
    if form.errors:
        return _page(mine, form), 422
    change_password(mine, password_hash=hash_password(form.password.data), by=web.actor())
    web.notice(_("The password is changed. Other devices have been signed out."))
    return web.see_other("accounts.account")


def _check_new_password(form: ChangePasswordForm, mine: Account) -> None:
    person = mine.person
    fault = password_fault(form.password.data, (person.phone, person.code, person.full_name, person.email))
    if fault:
        form.refuse(Invalid("password", fault))
    if not verify_password(mine.password_hash, form.current.data):
        form.refuse(Invalid("current", _("This is not the current password.")))


@bp.post("/account/devices/<int:sign_in_id>/end")
@web.requires(AccountPermission.USE)
def end_device(sign_in_id: int) -> Response:
    """Sign out one of one's own devices."""
    actor = web.actor()
    end_sign_in(get_own_sign_in(sign_in_id, account_id=actor.account_id or 0), by=actor)
    web.notice(_("The device is signed out."))
    return web.see_other("accounts.account")


@bp.post("/account/devices/end-others")
@web.requires(AccountPermission.USE, own_account)
def end_other_devices(mine: Account) -> Response:
    """Sign out all devices but this one."""
    actor = web.actor()
    end_all_sign_ins(mine, by=actor, but=actor.sign_in_id)
    web.notice(_("All other devices are signed out."))
    return web.see_other("accounts.account")


@bp.post("/preferences")
@web.public
def preferences() -> Response:
    """Keep how pages look and read, in cookies of this browser: no data of a person."""
    answer = redirect(web.safe_next(request.form.get("next"), "/"), 303)
    for name, allowed in CHOICES.items():
        value = request.form.get(name)
        if value in allowed:
            answer.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
            if name == "language":
                session["language"] = value
    if request.form.get("side") in CHOICES["side"]:
        answer.headers["Location"] = "/"
    return answer
