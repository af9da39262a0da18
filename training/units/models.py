"""Tables of units. A unit's own id is the key; codes are reused by the state and never identify anything."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.access import in_force
from training.core.db import Model, UTCDateTime, choice


class UnitKind(enum.StrEnum):
    """Kinds of unit, from the widest down."""

    CITY = "city"
    WARD = "ward"
    COMMUNE = "commune"
    RESIDENTIAL_AREA = "residential_area"
    AGENCY = "agency"


class Unit(Model):
    """A unit as it is now; `path` is its ids from the root down, "/1/4/", so that a subtree is a prefix."""

    __tablename__ = "units"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="validity"),
        Index("ix_units_path", "path", postgresql_ops={"path": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[UnitKind] = mapped_column(choice(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(String(200), default="")
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    code: Mapped[str | None] = mapped_column(String(20), index=True)
    sort_key: Mapped[str] = mapped_column(String(800), default="")
    search_key: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    parent: Mapped[Unit | None] = relationship(remote_side=[id], lazy="select")

    __mapper_args__ = {"version_id_col": version}

    def is_in_force(self, on: date) -> bool:
        """Tell whether the unit exists on the day `on`."""
        return in_force(on, valid_from=self.valid_from, valid_to=self.valid_to)


class UnitName(Model):
    """A name that a unit bore over a period; a new name adds a row and closes the last one."""

    __tablename__ = "unit_names"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    code: Mapped[str | None] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class UnitSuccession(Model):
    """What a unit became: `whole` where all of it went over, else a part; `on` is the first day with the other unit."""

    __tablename__ = "unit_successions"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    on: Mapped[date]
    whole: Mapped[bool] = mapped_column(default=True)
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
