"""Writes of jobs: starting one, and what a worker does with it. Each step names its worker, so that none acts twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict
from training.core.i18n import _, language
from training.core.jobs.models import Job, JobState
from training.core.jobs.queries import waiting
from training.core.jobs.registry import KINDS

#: A job whose worker ended so many times is not begun again.
MOST_TRIES = 3


@operation
def start_job(kind: str, arguments: Mapping[str, Any], *, subject: str = "", back: str = "", by: Actor) -> Job:
    """Have the worker do `kind` with `arguments`, which must be writable as JSON.

    `subject` says for people what it is about, `back` is the path of the page that it was begun on. Where the same was
    started already and has not ended, that job is returned.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind} is not registered")
    request = _digest(kind, arguments, by.account_id)
    same = db.session.scalar(select(Job).where(Job.request == request, Job.finished_at.is_(None)))
    if same is not None:
        return same
    job = Job(
        kind=kind,
        arguments=dict(arguments),
        request=request,
        subject=subject[:200],
        back=back,
        language=language(),
        by_account_id=by.account_id,
    )
    with unique("jobs", "request", refusal=_same()):
        db.session.add(job)
    return job


def _same() -> Conflict:
    return Conflict(_("The same work is under way already."))


def _digest(kind: str, arguments: Mapping[str, Any], account_id: int | None) -> str:
    return hashlib.sha256(json.dumps([kind, dict(arguments), account_id], sort_keys=True).encode()).hexdigest()


@operation
def restart_job(job: Job, *, by: Actor) -> Job:  # noqa: ARG001 -- for the audit trail
    """Have a job that failed done again; raise Conflict for one that did not."""
    if job.state is not JobState.FAILED:
        raise Conflict(_("Only work that has failed can be done again."))
    with unique("jobs", "request", refusal=_same()):
        job.state, job.tries, job.done, job.message, job.finished_at = JobState.QUEUED, 0, 0, "", None
    return job


@operation
def take_job(job_id: int, worker: str) -> Job | None:
    """Give the job to `worker`, or return None where another has taken it."""
    taken = {"state": JobState.RUNNING, "worker": worker, "beat_at": clock.now(), "tries": Job.tries + 1, "done": 0}
    mine = db.session.connection().execute(update(Job).where(Job.id == job_id, waiting()).values(taken))
    return db.session.get(Job, job_id, populate_existing=True) if mine.rowcount else None


@operation
def beat(job_id: int, worker: str, **values: Any) -> bool:
    """Tell that `worker` is alive and set `values` of its job; return False where the job is no longer its own."""
    mine = (Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)
    told = db.session.connection().execute(update(Job).where(*mine).values(beat_at=clock.now(), **values))
    return bool(told.rowcount)


def finish(job_id: int, worker: str, **result: Any) -> bool:
    """End the job well, with its file."""
    return beat(job_id, worker, state=JobState.DONE, finished_at=clock.now(), message="", **result)


def fail(job_id: int, worker: str, message: str) -> bool:
    """End the job with what went wrong, in words for whoever started it."""
    return beat(job_id, worker, state=JobState.FAILED, finished_at=clock.now(), message=message[:500])


@operation
def drop_jobs(job_ids: list[int]) -> None:
    """Forget jobs whose files are gone."""
    db.session.execute(delete(Job).where(Job.id.in_(job_ids)))
