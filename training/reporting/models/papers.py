"""Tables of reporting: named columns of rosters; official documents, their frozen versions, who agreed, their files."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class RosterView(Model):
    """Columns of rosters under a name that an account chose; `columns` are names of rules.columns."""

    __tablename__ = "roster_views"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(80))
    columns: Mapped[list[Any]]
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class DocumentKind(enum.StrEnum):
    """Lists that leave the house as paper."""

    LEARNERS = "learners"
    COMPLETED = "completed"
    ATTENDANCE = "attendance"
    MARKS = "marks"
    CERTIFICATES = "certificates"
    COMMENDATION = "commendation"


class Document(Model):
    """An official list: its query (`settings`) and how it looks (`layout`); the content stands in versions."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind))
    scope_kind: Mapped[str] = mapped_column(String(20))
    scope_key: Mapped[int]
    scope_year: Mapped[int | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(300), default="")
    dated_on: Mapped[date | None]
    layout: Mapped[dict[str, Any]]
    settings: Mapped[dict[str, Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class DocumentVersion(Model):
    """The content of a document as it was once; never changed. `digest` is what agencies agree to."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class DocumentAgreement(Model):
    """What an agency said of a version: that it agrees, or that it no longer does; only ever added."""

    __tablename__ = "document_agreements"
    __table_args__ = (CheckConstraint("agency IN (0, 1)", name="agency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"), index=True)
    #: The place of the agency among the two issuers, from the left.
    agency: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    agreed: Mapped[bool]
    name: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(300), default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class DocumentFile(Model):
    """An official file as it was issued, with its hash; never changed."""

    __tablename__ = "document_files"
    __table_args__ = (UniqueConstraint("version_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("document_versions.id"))
    form: Mapped[str] = mapped_column(String(8))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class DocumentChoice(Model):
    """Somebody put on a list of commendation by hand, or taken off it, with the reason; the newest counts."""

    __tablename__ = "document_choices"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    included: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(300))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class KeptFigures(Model):
    """What the learners of a class from one unit amounted to at an instant: the cells of rules.cells, for large years.

    A class without learners has one row without a unit. Rows are replaced, never relied on when they are old.
    """

    __tablename__ = "kept_figures"
    __table_args__ = (UniqueConstraint("class_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    learners: Mapped[int] = mapped_column(default=0)
    started: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int] = mapped_column(default=0)
    marked: Mapped[int] = mapped_column(default=0)
    mark_sum: Mapped[Decimal] = mapped_column(Numeric(14, 2), default=Decimal(0))
    hours_attended: Mapped[Decimal] = mapped_column(Numeric(14, 4), default=Decimal(0))
    hours_held: Mapped[int] = mapped_column(default=0)
    bins: Mapped[list[Any]]
    at: Mapped[datetime] = mapped_column(UTCDateTime())
