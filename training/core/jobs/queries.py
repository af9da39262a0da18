"""Reads of jobs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.jobs.models import Job, JobState

#: A worker that has not been heard of for so long is taken to have ended; it tells of itself every fifteen seconds.
LEASE = timedelta(seconds=90)


def get_job(job_id: int) -> Job:
    """Return a job, or raise NotFound."""
    found = db.session.get(Job, job_id)
    if found is None:
        raise NotFound(_("There is no such job."))
    return found


def list_jobs(actor: Actor, *, most: int = 50) -> list[Job]:
    """Return the newest jobs of whoever asks."""
    own = select(Job).where(Job.by_account_id == actor.account_id)
    return list(db.session.scalars(own.order_by(Job.id.desc()).limit(most)))


def waiting() -> ColumnElement[bool]:
    """Return the condition on Job that a worker may take it: it was never begun, or its worker has ended."""
    forsaken = and_(Job.state == JobState.RUNNING, Job.beat_at < clock.now() - LEASE)
    return or_(Job.state == JobState.QUEUED, forsaken)


def find_waiting() -> int | None:
    """Return the id of the job to be done next, or None."""
    return db.session.scalar(select(Job.id).where(waiting()).order_by(Job.id).limit(1))
