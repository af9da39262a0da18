"""Tables of sign-in: accounts, roles granted over units, one-time codes, signed-in devices."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.access import Role, in_force
from training.core.db import Model, UTCDateTime, choice
from training.people.models import Person
from training.units.models import Unit


class Account(Model):
    """A person's way in. Raising `epoch` ends every sign-in; five wrong passwords slow it until `slowed_until`."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=0)
    wrong_in_a_row: Mapped[int] = mapped_column(default=0)
    slowed_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    person: Mapped[Person] = relationship(lazy="joined")
    grants: Mapped[list[RoleGrant]] = relationship(back_populates="account", lazy="select")


class RoleGrant(Model):
    """A role held over a unit and everything below it, from and to a day, both inclusive."""

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "unit_id", "held_from"),
        CheckConstraint("held_to IS NULL OR held_from <= held_to", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    held_from: Mapped[date] = mapped_column(default=clock.today)
    held_to: Mapped[date | None]
    account: Mapped[Account] = relationship(back_populates="grants", lazy="select")
    unit: Mapped[Unit] = relationship(lazy="joined")

    def is_in_force(self, on: date) -> bool:
        """Tell whether the role is held on the day `on`."""
        return in_force(on, valid_from=self.held_from, valid_to=self.held_to)


class ActivationCode(Model):
    """A one-time code that an administrator hands out; only its keyed hash is kept.

    Codes made together stand on one sheet of slips; its address holds a token of which `sheet_hash` is the hash.
    """

    __tablename__ = "activation_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sheet_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    issued_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class SignIn(Model):
    """A device that is signed in: the cookie holds a random token, this row its hash."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    epoch: Mapped[int]
    agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class SetupLink(Model):
    """A link that makes the first administrator, printed once by an empty installation; only its hash is kept."""

    __tablename__ = "setup_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
