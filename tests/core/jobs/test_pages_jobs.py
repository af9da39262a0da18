"""The pages of long work: how far it is, its file for whoever started it."""

from __future__ import annotations

import tests.core.jobs.kinds  # noqa: F401 -- registers the kinds
from tests.cast import Cast
from tests.client import CheckingClient
from training.core.jobs import Job, start_job
from training.core.jobs.operations import beat, take_job
from training.core.jobs.runner import run_next


def start(cast: Cast, kind: str = "test.write") -> Job:
    return start_job(kind, {"words": "xin chào"}, subject="Lớp bồi dưỡng", back="/classes", by=cast.trainer)


def test_a_job_under_way_shows_its_progress_and_renews_itself(cast: Cast, client: CheckingClient) -> None:
    job = start(cast)
    take_job(job.id, "one")
    beat(job.id, "one", done=120, total=400)
    page = client.sign_in(cast.trainer).get(f"/jobs/{job.id}").text
    assert 'value="120" max="400"' in page
    assert "120 trên 400" in page
    assert '<meta http-equiv="refresh"' in page


def test_a_finished_job_gives_its_file(cast: Cast, client: CheckingClient) -> None:
    job = start(cast)
    run_next()
    client.sign_in(cast.trainer)
    page = client.get(f"/jobs/{job.id}").text
    assert f"/jobs/{job.id}/file" in page
    assert "http-equiv" not in page
    with client.get(f"/jobs/{job.id}/file") as answer:
        assert answer.text.endswith("xin chào")
        assert "ket-qua.txt" in answer.headers["Content-Disposition"]


def test_nobody_else_sees_a_job_or_its_file(cast: Cast, client: CheckingClient) -> None:
    job = start(cast)
    run_next()
    client.sign_in(cast.administrator)
    client.get(f"/jobs/{job.id}", status=403)
    client.get(f"/jobs/{job.id}/file", status=403)
    assert "Lớp bồi dưỡng" not in client.get("/jobs").text


def test_a_job_without_a_file_yet_has_none_to_send(cast: Cast, client: CheckingClient) -> None:
    job = start(cast)
    client.sign_in(cast.trainer).get(f"/jobs/{job.id}/file", status=404)


def test_work_that_failed_is_told_and_done_again(cast: Cast, client: CheckingClient) -> None:
    job = start(cast, "test.refuse")
    run_next()
    client.sign_in(cast.trainer)
    assert "Lớp chưa có học viên." in client.get(f"/jobs/{job.id}").text
    client.post(f"/jobs/{job.id}/again")
    assert "Đang chờ" in client.get(f"/jobs/{job.id}").text


def test_the_list_shows_ones_own_work(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.trainer)
    assert "Chưa có công việc nào" in client.get("/jobs").text
    job = start(cast)
    assert f"/jobs/{job.id}" in client.get("/jobs").text
