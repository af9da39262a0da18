"""The worker's side of jobs: takes one after the other, tells that it is alive, keeps the file and its hash."""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from training.core import clock
from training.core.db import db
from training.core.errors import Refusal
from training.core.i18n import DEFAULT_LANGUAGE, _, speaking
from training.core.jobs.models import Job
from training.core.jobs.operations import MOST_TRIES, beat, drop_jobs, fail, finish, take_job
from training.core.jobs.queries import find_waiting
from training.core.jobs.registry import KINDS, Work, actor_for

log = logging.getLogger(__name__)

#: Seconds between two signs of life.
BEAT = 15.0
#: Seconds between two notes of progress; more of them would only keep other writers waiting.
NOTE = 0.5
#: How long the file of a job can be fetched.
KEPT = timedelta(days=7)


def work_on_jobs(app: Flask, stop: threading.Event) -> None:
    """Do jobs one after the other until `stop` is set."""
    while not stop.is_set():
        with app.app_context():
            try:
                busy = run_next()
            except Exception:
                log.exception("taking up a job failed")
                busy = False
            finally:
                db.session.remove()
        if not busy:
            stop.wait(1.0)


def run_next() -> bool:
    """Do the job that has waited longest; tell whether there was one."""
    job_id = find_waiting()
    if job_id is None:
        return False
    worker = secrets.token_hex(8)
    job = take_job(job_id, worker)
    if job is not None:
        with speaking(job.language or DEFAULT_LANGUAGE), _alive(job.id, worker):
            _run(job, worker)
    return True


def _run(job: Job, worker: str) -> None:
    job_id = job.id
    if job.tries > MOST_TRIES:
        fail(job_id, worker, _("The work broke off several times and was given up. Please tell an administrator."))
        return
    folder = folder_of(job_id) / worker
    folder.mkdir(parents=True)
    try:
        work = Work(
            job_id, job.arguments, actor_for(job.by_account_id), folder, _data_folder(), _progress(job_id, worker)
        )
        KINDS[job.kind].run(work)
        ours = finish(job_id, worker, **_result(work))
    except Refusal as refusal:
        fail(job_id, worker, refusal.text)
        ours = False
    except Exception:
        error_id = secrets.token_hex(4)
        log.exception("job %s failed, error %s", job_id, error_id)
        fail(job_id, worker, _("Something went wrong. It is noted under the number %(id)s.", id=error_id))
        ours = False
    if not ours:
        shutil.rmtree(folder, ignore_errors=True)


def _progress(job_id: int, worker: str) -> Callable[[int, int, str], None]:
    last = [0.0]

    def note(done: int, total: int, message: str = "") -> None:
        if done < total and time.monotonic() - last[0] < NOTE:
            return
        last[0] = time.monotonic()
        beat(job_id, worker, done=done, total=total, message=message[:500])

    return note


def _result(work: Work) -> dict[str, Any]:
    if not work.made:
        return {}
    path, name, media_type = work.made[0]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "result_path": str(path.relative_to(_data_folder())),
        "result_name": name,
        "result_type": media_type,
        "result_hash": digest,
        "result_size": path.stat().st_size,
    }


@contextmanager
def _alive(job_id: int, worker: str) -> Iterator[None]:
    """Give signs of life from a thread of their own: a long step of the job must not look like its end."""
    over = threading.Event()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    thread = threading.Thread(target=_beat_until, args=(app, over, job_id, worker), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat_until(app: Flask, over: threading.Event, job_id: int, worker: str) -> None:
    while not over.wait(BEAT):
        with app.app_context():
            try:
                beat(job_id, worker)
            except Exception:
                log.exception("a sign of life of job %s was not written", job_id)
            finally:
                db.session.remove()


def _data_folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir
    return folder.resolve()


def folder_of(job_id: int) -> Path:
    """Return the folder of a job's files."""
    return _data_folder() / "jobs" / str(job_id)


def file_of(job: Job) -> Path | None:
    """Return the path of the job's file, or None where it made none or the file is gone."""
    path = _data_folder() / job.result_path if job.result_path else None
    return path if path is not None and path.is_file() else None


def drop_old_jobs() -> None:
    """Forget jobs that ended long ago, with their files."""
    ended = select(Job.id).where(Job.finished_at < clock.now() - KEPT).limit(200)
    job_ids = list(db.session.scalars(ended))
    for job_id in job_ids:
        shutil.rmtree(folder_of(job_id), ignore_errors=True)
    if job_ids:
        drop_jobs(job_ids)
