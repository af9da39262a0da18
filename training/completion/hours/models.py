"""Tables of the hours ledger: what a year asks for, certificates of others; rolls and completions stand elsewhere."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.people.models import Person
from training.units.models import Unit


class HourTarget(Model):
    """How many tiết a year asks of people with a post in the unit or below it, from a day on.

    `posts` are beginnings of titles, a line each, such as "Chủ tịch"; empty asks everybody. `basis` is the document
    that the target rests on, empty until somebody has checked it.
    """

    __tablename__ = "hour_targets"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 1000", name="hours"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="dates"),
        UniqueConstraint("unit_id", "posts", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    posts: Mapped[str] = mapped_column(String(500), default="")
    hours: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(300), default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class PaperState(enum.StrEnum):
    """What has become of a certificate of others; only an approved one credits tiết."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class OutsideCertificate(Model):
    """A certificate that somebody else has given a person, with its scan; never deleted, its content never changed.

    `hours` counts tiết. A withdrawn one keeps what was decided of it before.
    """

    __tablename__ = "outside_certificates"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 500", name="hours"),
        CheckConstraint("state NOT IN ('approved', 'refused') OR decided_at IS NOT NULL", name="decided"),
        CheckConstraint("state <> 'refused' OR decision <> ''", name="refused_with_reason"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name="withdrawn_with_reason"),
        Index("ix_outside_certificates_person_state", "person_id", "state"),
        Index(
            "ix_outside_certificates_person_id_content_hash",
            "person_id",
            "content_hash",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'approved')"),
            postgresql_where=text("state IN ('waiting', 'approved')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date]
    hours: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[PaperState] = mapped_column(choice(PaperState), default=PaperState.WAITING)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decision: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    person: Mapped[Person] = relationship(lazy="joined")
