"""Writes of tokens: made, revoked, used."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.reporting.models import ApiToken
from training.reporting.queries.api_tokens import digest_of_token, list_tokens
from training.reporting.rules.api_scopes import A_MINUTE, LONGEST_DAYS, SCOPES

#: What tokens begin with, so that one that leaked is recognised.
PREFIX = "front_"
MOST = 20


def new_token() -> str:
    """Return a token of 256 random bits; it is shown once and never kept."""
    return PREFIX + secrets.token_urlsafe(32)


@operation
def create_token(*, name: str, scopes: Collection[str], days: int, token: str, by: Actor) -> ApiToken:
    """Keep the digest of `token`, good for `scopes` over `days`; raise Invalid at the field that makes no sense."""
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Invalid("scopes", _("Choose at least one thing that the token is for."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("days", _("A token lives from 1 to %(days)s days.", days=LONGEST_DAYS))
    if sum(one.is_valid(clock.now()) for one in list_tokens(by)) >= MOST:
        raise Invalid("name", _("%(most)s tokens are kept at most. Revoke one first.", most=MOST))
    made = ApiToken(
        account_id=by.account_id,
        name=name,
        token_hash=digest_of_token(token),
        scopes=sorted(scopes),
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(made)
    db.session.flush()
    return made


@operation
def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:  # noqa: ARG001
    """Let the token open nothing from now on; Conflict where it was revoked before."""
    if token.revoked_at is not None:
        raise Conflict(_("The token has been revoked already."))
    token.revoked_at = clock.now()
    return token


@operation
def use_token(token: ApiToken) -> bool:
    """Count a request; tell whether the token may send it, or has sent too many within a minute."""
    now = clock.now()
    if token.window_at is None or now - token.window_at >= timedelta(minutes=1):
        token.window_at, token.window_count = now, 0
    token.window_count += 1
    token.last_used_at = now
    return token.window_count <= A_MINUTE
