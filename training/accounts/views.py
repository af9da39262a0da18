"""Pages of sign-in, of one's own account, and of the accounts that administrators hand out."""

from __future__ import annotations

from flask import Blueprint, current_app

from training.accounts.queries import find_actor
from training.core import web

bp = Blueprint("accounts", __name__)


@web.login_manager.user_loader
def load_signed_in(token: str) -> web.SignedIn | None:
    """Find who holds the sign-in token of the session cookie."""
    actor = find_actor(token, hours=current_app.config["SETTINGS"].sign_in_hours)
    return web.SignedIn(token, actor) if actor else None
