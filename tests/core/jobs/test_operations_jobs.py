"""Long work: taken by one worker, begun again after a crash, failed in words, its file kept with its hash."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from flask import Flask

import tests.core.jobs.kinds  # noqa: F401 -- registers the kinds
from tests.cast import Cast
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict
from training.core.jobs import Job, JobState, start_job
from training.core.jobs.operations import MOST_TRIES, beat, fail, finish, restart_job, take_job
from training.core.jobs.queries import LEASE, find_waiting
from training.core.jobs.runner import KEPT, drop_old_jobs, file_of, folder_of, run_next

LATER = LEASE + timedelta(seconds=1)


def start(cast: Cast, kind: str = "test.write", words: str = "xin chào") -> Job:
    return start_job(kind, {"words": words}, by=cast.trainer)


def again(job: Job) -> Job:
    """Read a job as it is stored now."""
    db.session.rollback()
    found = db.session.get(Job, job.id, populate_existing=True)
    assert found is not None
    return found


def test_a_job_is_done_and_keeps_its_file(cast: Cast) -> None:
    job = start(cast)
    assert run_next()
    job = again(job)
    path = file_of(job)
    assert path is not None
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert path.read_text() == f"{cast.trainer.name}: xin chào"
    assert job.result_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not run_next()


def test_the_same_work_is_begun_once(cast: Cast) -> None:
    first = start(cast)
    assert start(cast).id == first.id
    assert start(cast, words="khác").id != first.id
    run_next()
    assert start(cast).id != first.id


def test_a_job_is_taken_by_one_worker(cast: Cast) -> None:
    job = start(cast)
    assert take_job(job.id, "one") is not None
    assert take_job(job.id, "two") is None
    assert find_waiting() is None
    assert not finish(job.id, "two")
    assert finish(job.id, "one")


def test_a_job_whose_worker_ended_is_begun_again_and_the_late_worker_changes_nothing(cast: Cast) -> None:
    job = start(cast)
    take_job(job.id, "gone")
    with clock.frozen(clock.now() + LATER):
        assert run_next()
    job = again(job)
    assert (job.state, job.tries) == (JobState.DONE, 2)
    assert not beat(job.id, "gone", done=1)
    assert not fail(job.id, "gone", "too late")


def test_a_worker_that_is_alive_keeps_its_job(cast: Cast) -> None:
    job = start(cast)
    take_job(job.id, "slow")
    with clock.frozen(clock.now() + LATER):
        assert beat(job.id, "slow", done=1, total=2)
        assert find_waiting() is None


def test_a_job_that_breaks_off_every_time_is_given_up_in_words(cast: Cast) -> None:
    job = start(cast)
    at = clock.now()
    for number in range(MOST_TRIES):
        with clock.frozen(at + number * LATER):
            assert take_job(job.id, f"worker {number}") is not None
    with clock.frozen(at + MOST_TRIES * LATER):
        run_next()
    job = again(job)
    assert job.state is JobState.FAILED
    assert "dở dang" in job.message


def test_a_refusal_is_told_as_it_is(cast: Cast) -> None:
    job = start(cast, "test.refuse")
    run_next()
    job = again(job)
    assert (job.state, job.message) == (JobState.FAILED, "Lớp chưa có học viên.")


def test_a_fault_is_told_by_its_number_and_leaves_no_file(cast: Cast) -> None:
    job = start(cast, "test.break")
    run_next()
    job = again(job)
    assert job.state is JobState.FAILED
    assert "broken" not in job.message
    assert not (folder_of(job.id) / job.worker).exists()


def test_what_failed_can_be_done_again(cast: Cast) -> None:
    job = start(cast, "test.refuse")
    run_next()
    assert restart_job(again(job), by=cast.trainer).state is JobState.QUEUED
    with pytest.raises(Conflict):
        restart_job(again(job), by=cast.trainer)


def test_old_jobs_go_with_their_files(app: Flask, cast: Cast) -> None:
    job_id = start(cast).id
    run_next()
    drop_old_jobs()
    assert folder_of(job_id).exists()
    with clock.frozen(clock.now() + KEPT + timedelta(minutes=1)):
        drop_old_jobs()
    db.session.rollback()
    assert db.session.get(Job, job_id) is None
    assert not folder_of(job_id).exists()
