"""The blueprint of accounts, and how a request's sign-in cookie becomes an actor."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g

from training.accounts.operations import record_seen
from training.accounts.queries import find_signed_in
from training.core import web

bp = Blueprint("accounts", __name__)


@web.login_manager.user_loader
def load_signed_in(token: str) -> web.SignedIn | None:
    """Find who holds the sign-in token of the session cookie."""
    found = find_signed_in(token, hours=current_app.config["SETTINGS"].sign_in_hours)
    if found is None:
        return None
    actor, stale = found
    g.seen_stale = stale
    return web.SignedIn(token, actor)


@bp.after_app_request
def remember_use(response: Response) -> Response:
    """Note every few minutes that a device is in use: housekeeping of the sign-in, no state of the product."""
    if g.get("seen_stale"):
        record_seen(web.actor().sign_in_id or 0)
    return response
