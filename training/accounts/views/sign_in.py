"""Signing in and out, the first sign-in with a one-time code, the first administrator."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, session
from flask_login import logout_user
from werkzeug.wrappers import Response

from training.accounts.access import AccountPermission
from training.accounts.forms import ActivationForm, SetupForm, SignInForm
from training.accounts.operations import activate as activate_account
from training.accounts.operations import end_sign_in, record_stranger, record_wrong_password, start_sign_in
from training.accounts.passwords import hash_password, strengthened, verify_password
from training.accounts.queries import (
    Credentials,
    code_wait,
    find_credentials,
    find_sign_in,
    find_usable_code,
    get_account,
    get_setup_link,
    stranger_slowed_until,
)
from training.accounts.rules import password_fault
from training.accounts.setup import set_up
from training.accounts.views.blueprint import bp
from training.core import clock, web
from training.core.access import Actor
from training.core.errors import Conflict, Invalid
from training.core.formats import hour
from training.core.i18n import _
from training.core.limits import count_try, forget_tries

NOBODY = Actor(None, None, "")


@bp.get("/sign-in")
@web.public
def sign_in() -> Any:
    """Ask who one is."""
    if web.find_actor():
        return redirect(web.safe_next(request.args.get("next"), "/"))
    return render_template("accounts/sign_in.html", form=SignInForm(), next=request.args.get("next", ""))


@bp.post("/sign-in")
@web.public
def check_sign_in() -> Any:
    """Sign in, or say generically that it does not fit."""
    form = SignInForm()
    if not form.validate():
        return _again(form, 422)
    found = find_credentials(form.identifier.data)
    until = found.slowed_until if found else stranger_slowed_until(form.identifier.data)
    if until and until > clock.now():
        form.refuse(Invalid("password", _slowed(until)))
        return _again(form, 429)
    if not verify_password(found.password_hash if found else None, form.password.data) or found is None:
        return _refuse(form, found)
    try:
        who = Actor(found.account_id, found.person_id, found.name)
        _enter(who, password_hash=strengthened(found.password_hash, form.password.data))
    except Conflict as refusal:
        form.refuse(Invalid("password", refusal.text))
        return _again(form, 429)
    return redirect(web.safe_next(request.form.get("next"), "/"), 303)


def _refuse(form: SignInForm, found: Credentials | None) -> tuple[str, int]:
    until = record_wrong_password(found.account_id) if found else record_stranger(form.identifier.data)
    text = _("The phone number or code and the password do not fit together.")
    form.refuse(Invalid("password", f"{text} {_slowed(until)}" if until else text))
    return _again(form, 429 if until else 422)


def _slowed(until: Any) -> str:
    return str(
        _(
            "Too many wrong passwords in a row: this account can be tried again after %(time)s.",
            time=hour(until, "second"),
        )
    )


def _again(form: SignInForm, status: int) -> tuple[str, int]:
    return render_template("accounts/sign_in.html", form=form, next=request.form.get("next", "")), status


def _enter(who: Actor, *, password_hash: str | None = None) -> None:
    """Start a fresh session: nothing of whoever used this browser before goes over into it."""
    assert who.account_id is not None  # noqa: S101 -- narrows the type for mypy
    token = start_sign_in(who.account_id, agent=request.user_agent.string, by=who, password_hash=password_hash)
    kept = session.get("language")
    session.clear()
    if kept:
        session["language"] = kept
    session["_user_id"] = token
    session.permanent = True


@bp.post("/sign-out")
@web.requires(AccountPermission.USE)
def sign_out() -> Response:
    """End this device's sign-in and forget everything of it."""
    actor = web.actor()
    row = find_sign_in(actor.sign_in_id or 0)
    if row is not None:
        end_sign_in(row, by=actor)
    logout_user()
    session.clear()
    answer = web.see_other("accounts.sign_in")
    # A shared phone: nothing of this person stays in the browser's stores for the next one.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/activate")
@web.public
def activate() -> str:
    """Ask for the one-time code and a password of one's own; a slip's link brings the code along."""
    form = ActivationForm(request.args, meta={"csrf": False}) if "code" in request.args else ActivationForm()
    return render_template("accounts/activate.html", form=form)


@bp.post("/activate")
@web.public
def check_activation() -> Any:
    """Take the code, set the password, sign in."""
    form = ActivationForm()
    if not form.validate():
        return render_template("accounts/activate.html", form=form), 422
    key = f"activation {request.remote_addr}"
    if seconds := code_wait(key):
        form.refuse(Invalid("code", _("Too many wrong codes. Try again in %(count)s seconds.", count=seconds)))
        return render_template("accounts/activate.html", form=form), 429
    try:
        account = _activated(form)
    except Invalid as refusal:
        if refusal.field == "code":
            count_try(key)
        form.refuse(refusal)
        return render_template("accounts/activate.html", form=form), 422
    forget_tries(key)
    _enter(Actor(account.id, account.person_id, account.person.full_name))
    web.notice(
        _(
            "The password is set. Sign in with it and the phone number or code %(code)s from now on.",
            code=account.person.code or "",
        )
    )
    return redirect("/", 303)


def _activated(form: ActivationForm) -> Any:
    key = current_app.config["SECRET_KEY"]
    code = find_usable_code(form.code.data, key=key)
    person = get_account(code.account_id).person if code else None
    about = (person.phone, person.code, person.full_name, person.email) if person else ()
    fault = password_fault(form.password.data, about)
    if fault:
        raise Invalid("password", fault)
    return activate_account(form.code.data, key=key, password_hash=hash_password(form.password.data), by=NOBODY)


@bp.get("/setup/<token>")
@web.public
def setup(token: str) -> str:
    """Ask for the first administrator."""
    get_setup_link(token)
    return render_template("accounts/setup.html", form=SetupForm(), token=token)


@bp.post("/setup/<token>")
@web.public
def check_setup(token: str) -> Any:
    """Make the first administrator and sign in."""
    get_setup_link(token)
    form = SetupForm()
    fault = password_fault(form.password.data or "", (form.phone.data, form.full_name.data))
    if form.validate() and fault:
        form.refuse(Invalid("password", fault))
    if form.errors:
        return render_template("accounts/setup.html", form=form, token=token), 422
    try:
        account = set_up(
            token,
            unit_name=form.unit_name.data,
            full_name=form.full_name.data,
            phone=form.phone.data,
            password_hash=hash_password(form.password.data),
            by=NOBODY,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return render_template("accounts/setup.html", form=form, token=token), 422
    _enter(Actor(account.id, account.person_id, account.person.full_name))
    return redirect("/", 303)
