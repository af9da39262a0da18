"""Tables of who is put forward for a class and who waits for a place in it."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.classes.models.classes import TrainingClass
from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.people.models import Person
from training.units.models import Unit


class RegistrationState(enum.StrEnum):
    """Proposed by a unit, then admitted, refused, or waiting for a place; taken back by the unit."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


_OPEN = text("state IN ('proposed', 'waiting')")


class Registration(Model):
    """A person put forward for a class (cử đi học), by whom, and what became of it; kept for good.

    At most one is open for a person and class. Who waits moves up in the order of `queued_at`.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index(
            "uq_registrations_open", "class_id", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_registrations_class_state", "class_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    post_title: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[RegistrationState] = mapped_column(choice(RegistrationState), default=RegistrationState.PROPOSED)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_name: Mapped[str] = mapped_column(String(120))
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    queued_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    training_class: Mapped[TrainingClass] = relationship(lazy="select")
    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
    unit: Mapped[Unit] = relationship(lazy="joined")


class ClassQuota(Model):
    """How many learners of a unit and those below it a class takes (chỉ tiêu)."""

    __tablename__ = "class_quotas"
    __table_args__ = (CheckConstraint("places BETWEEN 1 AND 10000", name="places"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    places: Mapped[int]
    unit: Mapped[Unit] = relationship(lazy="joined")
