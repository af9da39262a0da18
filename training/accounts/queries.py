"""Reads of accounts; the signed-in person is found with one statement, built once, as every request needs it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from training.accounts.models import Account, ActivationCode, RoleGrant, SetupLink, SignIn
from training.accounts.rules import code_hash, code_slow_seconds, slow_seconds
from training.core import clock
from training.core.access import Actor, Grant, Role
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid, NotFound
from training.core.i18n import _
from training.core.limits import count_of
from training.core.vietnamese import normal_phone
from training.people.models import Person, Post
from training.people.queries import works_under
from training.units.models import Unit

SETUP_LINK_GOOD_FOR = timedelta(days=2)
SHEET_GOOD_FOR = timedelta(days=1)
NOTE_USE_EVERY = timedelta(minutes=5)

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


def find_signed_in(token: str, *, hours: int) -> tuple[Actor, bool] | None:
    """Return who is signed in with `token` and whether its use is worth noting again.

    None where the sign-in was unused for `hours` or ended, or the account is closed.
    """
    now = clock.now()
    values = {"token_hash": token_hash(token), "today": clock.today(), "oldest": now - timedelta(hours=hours)}
    rows = db.session.execute(_ACTOR, values).all()
    if not rows:
        return None
    sign_in_id, seen_at, account_id, person_id, name, *_rest = rows[0]
    given = tuple(Grant(row[5], row[6], row[7]) for row in rows if row[5] is not None)
    actor = Actor(account_id, person_id, name, given, sign_in_id, rows[0][8] or "")
    return actor, now - seen_at > NOTE_USE_EVERY


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: int
    person_id: int
    name: str
    password_hash: str | None
    slowed_until: datetime | None


_CREDENTIALS = (
    select(Account.id, Person.id, Person.full_name, Account.password_hash, Account.slowed_until)
    .join(Person, Person.id == Account.person_id)
    .where(
        Account.closed_at.is_(None),
        or_(Person.phone == bindparam("phone"), Person.code == bindparam("code"), Person.email == bindparam("email")),
    )
)


def find_credentials(identifier: str) -> Credentials | None:
    """Find the account that a phone number in any spelling, a cadre code or an e-mail address names."""
    phone = _phone_in(identifier)
    values = {"phone": phone, "code": identifier.strip().upper(), "email": identifier.strip().lower()}
    row = db.session.execute(_CREDENTIALS, values).first()
    return Credentials(*row) if row else None


def _phone_in(identifier: str) -> str:
    try:
        return normal_phone(identifier)[0]
    except Invalid:
        return ""


def stranger_key(identifier: str) -> str:
    """Return the key under which wrong sign-ins with an identifier that nobody has are counted, however it is spelt."""
    return f"sign-in {_phone_in(identifier) or identifier.strip().casefold()}"


def stranger_slowed_until(identifier: str) -> datetime | None:
    """Return until when an identifier that nobody has is slowed: as an account would be, to give nobody away."""
    count, last_at = count_of(stranger_key(identifier))
    return last_at + timedelta(seconds=slow_seconds(count)) if last_at and slow_seconds(count) else None


def code_wait(key: str) -> int:
    """Return for how many seconds an address has to wait until its next one-time code; 0 for not at all."""
    count, last_at = count_of(key)
    return max(0, code_slow_seconds(count) - int((clock.now() - last_at).total_seconds())) if last_at else 0


def has_administrator() -> bool:
    """Tell whether anybody can administer this installation."""
    statement = select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.held_to.is_(None)).limit(1)
    return db.session.scalar(statement) is not None


def get_account(account_id: int) -> Account:
    """Return the account, or raise NotFound."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound(_("There is no such account."))
    return account


def actor_of(account: Account) -> Actor:
    """Return the account's holder with the roles held today, as though signed in."""
    today = clock.today()
    held = tuple(Grant(g.role, g.unit_id, g.unit.path) for g in account.grants if g.is_in_force(today))
    return Actor(account.id, account.person_id, account.person.full_name, held)


def actor_by_account(account_id: int) -> Actor:
    """Return the holder of an account, with the roles held today; raise Denied where it is closed."""
    account = get_account(account_id)
    if account.closed_at is not None:
        raise Denied(_("The account has been closed."))
    return actor_of(account)


def find_account_of(person_id: int) -> Account | None:
    """Return the account of a person, or None."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def find_usable_code(code: str, *, key: str) -> ActivationCode | None:
    """Return the one-time code if it is known, unused, not revoked and not expired."""
    found = db.session.scalar(select(ActivationCode).where(ActivationCode.code_hash == code_hash(code, key)))
    if found is None or found.used_at or found.revoked_at or found.expires_at <= clock.now():
        return None
    return found


def list_sign_ins(account_id: int, *, hours: int) -> list[SignIn]:
    """Return the devices that are signed in and were used within `hours`, the last used first."""
    statement = (
        select(SignIn)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.account_id == account_id,
            SignIn.revoked_at.is_(None),
            SignIn.epoch == Account.epoch,
            SignIn.seen_at > clock.now() - timedelta(hours=hours),
        )
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return list(db.session.scalars(statement))


def get_setup_link(token: str) -> SetupLink:
    """Return the link if it is good: unused, young, and nobody administers yet; else raise Conflict."""
    link = db.session.scalar(select(SetupLink).where(SetupLink.token_hash == token_hash(token)))
    if link is None or link.used_at or link.created_at + SETUP_LINK_GOOD_FOR < clock.now() or has_administrator():
        raise Conflict(_("This link is used or too old. Start the server again for a new one."))
    return link


def find_sign_in(sign_in_id: int) -> SignIn | None:
    """Return a device's sign-in, or None."""
    return db.session.get(SignIn, sign_in_id)


def get_own_sign_in(sign_in_id: int, *, account_id: int) -> SignIn:
    """Return a device of the account, or raise NotFound."""
    found = db.session.get(SignIn, sign_in_id)
    if found is None or found.account_id != account_id:
        raise NotFound(_("There is no such device."))
    return found


# --- what managers see ---------------------------------------------------------------------------


def get_account_of(person_id: int) -> Account:
    """Return the account of a person, or raise NotFound."""
    account = find_account_of(person_id)
    if account is None:
        raise NotFound(_("This person has no account yet."))
    return account


def get_grant(account: Account, grant_id: int) -> RoleGrant:
    """Return a role of the account, or raise NotFound."""
    grant = db.session.get(RoleGrant, grant_id)
    if grant is None or grant.account_id != account.id:
        raise NotFound(_("There is no such role."))
    return grant


def list_grants(account: Account) -> list[RoleGrant]:
    """Return the roles of the account, those of the past included, the newest first."""
    own = select(RoleGrant).where(RoleGrant.account_id == account.id)
    return list(db.session.scalars(own.order_by(RoleGrant.held_from.desc(), RoleGrant.id.desc())))


def find_waiting_code(account: Account) -> ActivationCode | None:
    """Return the account's code that was handed out and not used yet."""
    return db.session.scalar(
        select(ActivationCode)
        .where(ActivationCode.account_id == account.id, _still_good())
        .order_by(ActivationCode.id.desc())
        .limit(1)
    )


def _still_good() -> ColumnElement[bool]:
    return and_(
        ActivationCode.used_at.is_(None), ActivationCode.revoked_at.is_(None), ActivationCode.expires_at > clock.now()
    )


def list_accounts_in(unit: Unit, *, without_password: bool) -> list[Account]:
    """Return the open accounts of the people of a unit and below, as lists of people are ordered.

    `without_password` keeps to those who have never signed in.
    """
    statement = _open_accounts().where(works_under([unit.path]))
    if without_password:
        statement = statement.where(Account.password_hash.is_(None))
    return list(db.session.scalars(statement))


def list_accounts(account_ids: Iterable[int]) -> list[Account]:
    """Return those of these accounts that are open, as lists of people are ordered."""
    return list(db.session.scalars(_open_accounts().where(Account.id.in_(set(account_ids)))))


def _open_accounts() -> Select[Any]:
    return (
        select(Account)
        .join(Account.person)
        .options(contains_eager(Account.person).selectinload(Person.posts), selectinload(Account.grants))
        .where(Account.closed_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )


def list_sheet(token: str, *, issued_by: int | None) -> list[tuple[ActivationCode, Account]]:
    """Return the codes of a sheet and their accounts, for a day and for its issuer alone; used ones are left out."""
    rows = db.session.execute(
        select(ActivationCode, Account)
        .join(Account, Account.id == ActivationCode.account_id)
        .join(Account.person)
        .options(contains_eager(Account.person).selectinload(Person.posts))
        .where(
            ActivationCode.sheet_hash == token_hash(token),
            ActivationCode.issued_by_account_id == issued_by,
            ActivationCode.created_at > clock.now() - SHEET_GOOD_FOR,
            _still_good(),
        )
        .order_by(Person.sort_key, Person.id)
    )
    return [(code, account) for code, account in rows]
