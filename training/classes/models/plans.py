"""Tables of the year's plan: what it says, its lines, the targets of units, and who agreed to which wording."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class PlanState(enum.StrEnum):
    """How far the two agencies have come with a plan; any later change leads back to the draft."""

    DRAFT = "draft"
    AGREED_BY_FRONT = "agreed_by_front"
    AGREED_BY_BOTH = "agreed_by_both"
    IN_FORCE = "in_force"


class Plan(Model):
    """The training plan of a year (kế hoạch năm) of one unit, with the agency that leads and the one that joins."""

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("unit_id", "year"), CheckConstraint("year BETWEEN 2000 AND 2100", name="year"))

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    lead_agency: Mapped[str] = mapped_column(String(200), default="")
    partner_agency: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[PlanState] = mapped_column(choice(PlanState), default=PlanState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}


class PlanLine(Model):
    """A line of a plan: a topic or class, for whom, how many, when, where; `study_hours` is in tiết of one class."""

    __tablename__ = "plan_lines"
    __table_args__ = (
        CheckConstraint("classes BETWEEN 1 AND 999", name="classes"),
        CheckConstraint("learners BETWEEN 0 AND 100000", name="learners"),
        CheckConstraint("study_hours BETWEEN 0 AND 500", name="study_hours"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    posts: Mapped[str] = mapped_column(String(300), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    classes: Mapped[int]
    learners: Mapped[int]
    study_hours: Mapped[int]
    quarter: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    budget: Mapped[str] = mapped_column(String(300), default="")
    plan: Mapped[Plan] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")


class PlanTarget(Model):
    """How many people of a unit and those below it the plan means to reach, and the percentage that is to complete.

    A unit of which no percentage is said is asked for that of the nearest unit above it.
    """

    __tablename__ = "plan_targets"
    __table_args__ = (
        UniqueConstraint("plan_id", "unit_id"),
        CheckConstraint("learners BETWEEN 1 AND 100000", name="learners"),
        CheckConstraint("completion BETWEEN 1 AND 100", name="completion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    learners: Mapped[int]
    completion: Mapped[int | None]
    unit: Mapped[Unit] = relationship(lazy="joined")


class PlanStep(enum.StrEnum):
    """What is recorded of a plan on its way into force."""

    FRONT = "front"
    PARTNER = "partner"
    IN_FORCE = "in_force"
    VOIDED = "voided"


class PlanAgreement(Model):
    """A step of a plan, never changed or deleted: who agreed, when, to the content with which digest.

    A later change adds a voided step, whose `note` says why; the steps before it stand no more.
    """

    __tablename__ = "plan_agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    step: Mapped[PlanStep] = mapped_column(choice(PlanStep))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_name: Mapped[str] = mapped_column(String(120))
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signatory: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    digest: Mapped[str] = mapped_column(String(64))
