"""Tables of certificates: what was issued is frozen; what became of it is told by events beside it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.classes.models import Enrolment, TrainingClass
from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class CertificateTemplate(Model):
    """A version of the way a unit's certificates look: `design` holds agencies, words and signers; never changed."""

    __tablename__ = "certificate_templates"
    __table_args__ = (UniqueConstraint("unit_id", "name", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    number: Mapped[int]
    design: Mapped[dict[str, Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    unit: Mapped[Unit] = relationship(lazy="joined")


class Register(Model):
    """The last number that an issuer has given in a year (số vào sổ); it only grows."""

    __tablename__ = "certificate_registers"

    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class CertificateState(enum.StrEnum):
    """Whether a certificate holds; none is ever deleted."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


_WHERE: Any = dict.fromkeys(("sqlite_where", "postgresql_where"), text("state = 'valid'"))


class Certificate(Model):
    """A certificate (giấy chứng nhận): `data` is what stands on the paper, as it was when it was issued."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "register_number"),
        CheckConstraint("register_number > 0", name="register_number"),
        Index("ix_certificates_enrolment_id", "enrolment_id", unique=True, **_WHERE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    register_number: Mapped[int]
    serial: Mapped[str] = mapped_column(String(40), unique=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("certificate_templates.id"))
    data: Mapped[dict[str, Any]]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    state: Mapped[CertificateState] = mapped_column(choice(CertificateState), default=CertificateState.VALID)
    template: Mapped[CertificateTemplate] = relationship(lazy="joined")
    enrolment: Mapped[Enrolment] = relationship(lazy="select")
    training_class: Mapped[TrainingClass] = relationship(lazy="joined")


class CertificateEvent(Model):
    """What was done with a certificate, by whom and why; `other_id` is the one that took its place."""

    __tablename__ = "certificate_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    state: Mapped[CertificateState] = mapped_column(choice(CertificateState))
    reason: Mapped[str] = mapped_column(String(500), default="")
    other_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class CertificateFile(Model):
    """The digest of a certificate's PDF, taken when it was first made; every later file has to be the same."""

    __tablename__ = "certificate_files"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
