"""The table of notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime


class Notice(Model):
    """A notice (thông báo) to a person; `key` says what it is about, and nobody gets one key twice."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        CheckConstraint("link = '' OR link LIKE '/%'", name="link"),
        Index("ix_notices_person_at", "person_id", "at"),
        Index(
            "ix_notices_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
