"""Tables of the hours ledger: what is asked for in a year. What was learned stands in other slices' tables."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime
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
