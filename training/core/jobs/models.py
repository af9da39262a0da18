"""The table of jobs: what is to be done, for whom, how far it is, and the file that came of it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from training.core import clock
from training.core.db import Model, UTCDateTime, choice


class JobState(enum.StrEnum):
    """Where a job is; one that ended stays on record."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


_OPEN = text("state IN ('queued', 'running')")


class Job(Model):
    """A piece of long work: `done` of `total` steps, and what it says of itself.

    `request` is a digest of kind, arguments and account: of equal jobs, one at a time waits or runs. `worker` is the
    one that took it, which tells that it is alive by `beat_at`. The file of a result is named below the data folder.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("ix_jobs_request", "request", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_jobs_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]]
    request: Mapped[str] = mapped_column(String(64))
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.QUEUED)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(500), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    back: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(5), default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    worker: Mapped[str] = mapped_column(String(64), default="")
    tries: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    result_path: Mapped[str] = mapped_column(String(300), default="")
    result_name: Mapped[str] = mapped_column(String(200), default="")
    result_type: Mapped[str] = mapped_column(String(100), default="")
    result_hash: Mapped[str] = mapped_column(String(64), default="")
    result_size: Mapped[int] = mapped_column(default=0)

    @property
    def is_open(self) -> bool:
        """Tell whether the job still waits or runs."""
        return self.state in {JobState.QUEUED, JobState.RUNNING}
