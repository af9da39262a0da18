"""Scans of the signed sheet: several at once, looked at, taken away, and only by those who run the class."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.papers import JPEG, PDF, PNG
from tests.makers import Makers
from training.attendance.operations.scans import MAX_SCANS, keep_scans
from training.attendance.queries.scans import count_scans, list_scans
from training.classes.models import ClassState, Meeting
from training.core import clock
from training.core.errors import Invalid


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() - timedelta(hours=5))


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/roll-call/{meeting.class_id}/{meeting.id}"


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def files(*contents: bytes) -> dict[str, object]:
    return {"scans": [(io.BytesIO(data), f"phieu-{place}.jpg") for place, data in enumerate(contents)]}


def test_scans_are_kept_shown_and_sent_as_they_came(trainer: CheckingClient, path: str, meeting: Meeting) -> None:
    assert "Chưa lưu ảnh bảng đã ký" in trainer.get(f"{path}/close").text
    answer = trainer.post(f"{path}/scans", files(JPEG, PDF, JPEG))
    page = trainer.get(answer.headers["Location"]).text
    assert "Đã lưu 2 tệp." in page
    kept = list_scans(meeting.id)
    assert [one.media_type for one in kept] == ["image/jpeg", "application/pdf"]
    sent = [trainer.get(f"{path}/scans/{one.id}") for one in kept]
    assert [one.data for one in sent] == [JPEG, PDF]
    assert [one.headers["Content-Disposition"].split(";")[0] for one in sent] == ["inline", "attachment"]
    assert all("sandbox" in one.headers["Content-Security-Policy"] for one in sent)
    assert "Đã lưu 2 tệp bảng đã ký" in trainer.get(f"{path}/close").text


def test_a_scan_that_is_kept_already_is_kept_once(trainer: CheckingClient, path: str, meeting: Meeting) -> None:
    trainer.post(f"{path}/scans", files(PNG))
    answer = trainer.post(f"{path}/scans", files(PNG))
    assert "đã được lưu từ trước" in trainer.get(answer.headers["Location"]).text
    assert count_scans(meeting.id) == 1


@pytest.mark.parametrize("bad", [b"", b"<html>", b"GIF89a\x01\x00\x01\x00"])
def test_where_one_cannot_be_taken_none_is_kept(
    trainer: CheckingClient, path: str, meeting: Meeting, bad: bytes
) -> None:
    page = trainer.post(f"{path}/scans", files(PNG, bad), status=422).text
    assert 'aria-invalid="true"' in page
    assert count_scans(meeting.id) == 0
    trainer.post(f"{path}/scans", {}, status=422)


def test_a_meeting_keeps_so_many_and_no_more(cast: Cast, meeting: Meeting) -> None:
    pages = [PDF + b"%" + str(number).encode() for number in range(MAX_SCANS + 1)]
    keep_scans(meeting, scans=pages[:-1], by=cast.trainer)
    with pytest.raises(Invalid):
        keep_scans(meeting, scans=pages[-1:], by=cast.trainer)
    assert keep_scans(meeting, scans=pages[:1], by=cast.trainer) == []


def test_a_scan_is_taken_away(trainer: CheckingClient, path: str, meeting: Meeting) -> None:
    trainer.post(f"{path}/scans", files(PNG))
    scan_id = list_scans(meeting.id)[0].id
    trainer.post(f"{path}/scans/{scan_id}/remove", {})
    assert count_scans(meeting.id) == 0
    trainer.get(f"{path}/scans/{scan_id}", status=404)


def test_a_scan_of_another_meeting_is_not_found(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    other = make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=1))
    scan = keep_scans(other, scans=[PNG], by=cast.trainer)[0]
    trainer.get(f"{path}/scans/{scan.id}", status=404)
    trainer.post(f"{path}/scans/{scan.id}/remove", {}, status=404)
    assert count_scans(other.id) == 1


def test_a_closed_class_shows_its_scans_and_takes_no_more(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    scan = keep_scans(meeting, scans=[PNG], by=cast.trainer)[0]
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    page = trainer.get(f"{path}/scans").text
    assert f"scans/{scan.id}" in page
    assert 'type="file"' not in page
    trainer.post(f"{path}/scans", files(JPEG), status=409)
    trainer.post(f"{path}/scans/{scan.id}/remove", {}, status=409)
    assert count_scans(meeting.id) == 1


def test_a_meeting_with_a_scan_is_not_removed(client: CheckingClient, cast: Cast, make: Makers) -> None:
    meeting = make.meeting(cast.training_class, starts_at=clock.now() + timedelta(hours=5))
    keep_scans(meeting, scans=[PNG], by=cast.trainer)
    answer = client.sign_in(cast.administrator).post(f"/classes/{meeting.class_id}/meetings/{meeting.id}/remove", {})
    assert "bảng đã ký" in client.get(answer.headers["Location"]).text
