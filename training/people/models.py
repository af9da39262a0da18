"""Tables of people: a cadre, the posts held over time, and what became of each imported row."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class Gender(enum.StrEnum):
    """As lists of cadres give it; absent where a list does not."""

    MALE = "male"
    FEMALE = "female"


class Person(Model):
    """A cadre. `full_name` is kept as typed; the keys beside it make every list sort and find the same."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", name="birth_year"),
        Index("ix_people_sort_key", "sort_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(20), unique=True)
    full_name: Mapped[str] = mapped_column(String(120))
    family_name: Mapped[str] = mapped_column(String(40), default="")
    middle_name: Mapped[str] = mapped_column(String(80), default="")
    given_name: Mapped[str] = mapped_column(String(40))
    sort_key: Mapped[str] = mapped_column(String(800))
    search_key: Mapped[str] = mapped_column(String(120), index=True)
    birth_on: Mapped[date | None]
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None] = mapped_column(choice(Gender))
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    posts: Mapped[list[Post]] = relationship(back_populates="person", lazy="select", order_by="Post.id.desc()")

    __mapper_args__ = {"version_id_col": version}

    @property
    def family_and_middle(self) -> str:
        """Return họ và tên đệm, as the first name column of a roster shows them."""
        return f"{self.family_name} {self.middle_name}".strip()

    @property
    def main_post(self) -> Post | None:
        """Return the newest post still held."""
        return next((post for post in self.posts if post.held_to is None), None)


class Post(Model):
    """A post (chức vụ) that a person holds in a unit over a period; the main one is the newest still held."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_current", "unit_id", "held_to"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    held_from: Mapped[date | None]
    held_to: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="posts", lazy="select")
    unit: Mapped[Unit] = relationship(lazy="joined")


class ImportState(enum.StrEnum):
    """A list read and shown is a preview until somebody confirms or drops it."""

    PREVIEW = "preview"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class RowOutcome(enum.StrEnum):
    """What becomes of a row of a list; the three together account for every row."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class ImportBatch(Model):
    """One uploaded list: the file as it came, who brought it, and whether it was confirmed."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64), index=True)
    file_data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[ImportState] = mapped_column(choice(ImportState), default=ImportState.PREVIEW)
    columns: Mapped[dict[str, Any]]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    rows: Mapped[list[ImportRow]] = relationship(back_populates="batch", lazy="select", order_by="ImportRow.row_number")


class ImportRow(Model):
    """One row of a list and what became of it."""

    __tablename__ = "import_rows"
    __table_args__ = (UniqueConstraint("batch_id", "row_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    row_number: Mapped[int]
    label: Mapped[str] = mapped_column(String(20), default="")
    outcome: Mapped[RowOutcome] = mapped_column(choice(RowOutcome))
    values: Mapped[dict[str, Any]]
    notes: Mapped[list[Any]]
    is_noted: Mapped[bool] = mapped_column(default=False)
    fault_column: Mapped[str] = mapped_column(String(100), default="")
    fault_value: Mapped[str] = mapped_column(String(300), default="")
    fault_reason: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    batch: Mapped[ImportBatch] = relationship(back_populates="rows", lazy="select")
