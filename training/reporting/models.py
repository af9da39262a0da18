"""Tables of reporting: the columns of rosters that people have given a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime


class RosterView(Model):
    """Columns of rosters under a name that an account chose; `columns` are names of rules.columns."""

    __tablename__ = "roster_views"
    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(80))
    columns: Mapped[list[Any]]
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
