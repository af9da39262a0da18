"""Reads of accounts; the signed-in person is found with one statement, built once, as every request needs it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import and_, bindparam, or_, select

from training.accounts.models import Account, RoleGrant, SignIn
from training.core import clock
from training.core.access import Actor, Grant
from training.core.db import db
from training.people.models import Person, Post
from training.units.models import Unit

_post_unit = Unit.__table__.alias("post_unit")

_ACTOR = (
    select(
        SignIn.id,
        SignIn.seen_at,
        Account.id,
        Person.id,
        Person.full_name,
        RoleGrant.role,
        Unit.id,
        Unit.path,
        select(_post_unit.c.name)
        .join(Post, Post.unit_id == _post_unit.c.id)
        .where(Post.person_id == Person.id, Post.held_to.is_(None))
        .order_by(Post.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .select_from(SignIn)
    .join(Account, Account.id == SignIn.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(
        RoleGrant,
        and_(
            RoleGrant.account_id == Account.id,
            RoleGrant.held_from <= bindparam("today"),
            or_(RoleGrant.held_to.is_(None), RoleGrant.held_to >= bindparam("today")),
        ),
    )
    .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.seen_at > bindparam("oldest"),
        SignIn.epoch == Account.epoch,
        Account.closed_at.is_(None),
    )
)


def token_hash(token: str) -> str:
    """Return what is stored of a sign-in token; it is random and long, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_actor(token: str, *, hours: int) -> Actor | None:
    """Return who is signed in with `token`, unless unused for `hours`, ended, or the account is closed."""
    now = clock.now()
    values = {"token_hash": token_hash(token), "today": clock.today(), "oldest": now - timedelta(hours=hours)}
    rows = db.session.execute(_ACTOR, values).all()
    if not rows:
        return None
    sign_in_id, _seen_at, account_id, person_id, name, *_ = rows[0]
    given = tuple(Grant(row[5], row[6], row[7]) for row in rows if row[5] is not None)
    return Actor(account_id, person_id, name, given, sign_in_id, rows[0][8] or "")
