"""Counts tries per key in the database, so that guessing is slowed across all processes and after a restart.

A key says what is tried and by whom or from where; only its digest is kept.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, db, operation, table_of, upsert


class Try(Model):
    """How often something was tried in a row; forgotten once nobody has tried for a day."""

    __tablename__ = "tries"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)


FORGET_AFTER = timedelta(days=1)


def count_of(key: str) -> tuple[int, datetime | None]:
    """Return how often `key` was tried in a row, and when last."""
    row = db.session.execute(select(Try.count, Try.last_at).where(Try.digest == _digest(key))).first()
    return (row[0], row[1]) if row and row[1] > clock.now() - FORGET_AFTER else (0, None)


@operation
def count_try(key: str) -> int:
    """Count one more try and return how many there were in a row; tries side by side are all counted."""
    now = clock.now()
    row = {"digest": _digest(key), "count": 1, "last_at": now}
    # Where the row is new the insert alone counts; an old one is set back first.
    db.session.execute(delete(Try).where(Try.digest == row["digest"], Try.last_at <= now - FORGET_AFTER))
    upsert(TRIES, [row], key=["digest"], update=["last_at"], add=["count"])
    return db.session.scalar(select(Try.count).where(Try.digest == row["digest"])) or 1


@operation
def forget_tries(key: str) -> None:
    """Begin anew for `key`, after a try that succeeded."""
    db.session.execute(delete(Try).where(Try.digest == _digest(key)))


@operation
def forget_old_tries() -> None:
    """Delete what no longer counts."""
    db.session.execute(delete(Try).where(Try.last_at <= clock.now() - FORGET_AFTER))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


TRIES = table_of(Try)
