"""Pages of slips: printed, typed on a phone that is not signed in, scanned at the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.operations import mark
from training.attendance.operations.slips import issue_slips
from training.attendance.queries.rolls import statuses_of
from training.attendance.queries.slips import list_slips
from training.attendance.rules.codes import key_of, signature_of, step_at
from training.attendance.rules.slips import spaced
from training.classes.models import ClassState, Meeting
from training.core import clock

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_the_start() -> Iterator[None]:
    with clock.frozen(START):
        yield


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START, hours=4)


@pytest.fixture
def slip(cast: Cast, meeting: Meeting) -> str:
    issue_slips(cast.training_class, by=cast.trainer)
    return list_slips(cast.training_class.id)[0].code


def scan(client: CheckingClient, meeting: Meeting) -> str:
    code = signature_of(key_of(meeting.secret, meeting.room), step_at(START, every=20))
    return client.get(f"/check-in/{meeting.id}?code={code}", status=303).headers["Location"]


def test_scan_and_type_the_slip_and_be_checked_in(
    client: CheckingClient, cast: Cast, meeting: Meeting, slip: str
) -> None:
    path = scan(client, meeting)
    client.post(path, {"slip": spaced(slip)})
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
    assert "Đã điểm danh lúc" in client.get(path).text


@pytest.mark.parametrize("typed", ["", "sai", "22222222"])
def test_what_is_no_slip_is_said_and_checks_nobody_in(client: CheckingClient, meeting: Meeting, typed: str) -> None:
    client.post(scan(client, meeting), {"slip": typed}, status=422)
    assert statuses_of(meeting) == {}


def test_a_slip_without_a_scan_checks_nobody_in(client: CheckingClient, meeting: Meeting, slip: str) -> None:
    answer = client.post(f"/check-in/{meeting.id}/slip", {"slip": slip}, status=422)
    assert "hết hạn" in answer.text
    assert statuses_of(meeting) == {}


def test_slips_are_made_and_shown_to_be_printed(client: CheckingClient, cast: Cast) -> None:
    path = f"/classes/{cast.training_class.id}/attendance/slips"
    trainer = client.sign_in(cast.trainer)
    assert "Chưa có phiếu nào" in trainer.get(path).text
    trainer.post(path)
    (line,) = list_slips(cast.training_class.id)
    assert spaced(line.code) in trainer.get(path).text
    trainer.post(f"{path}/{cast.enrolment.id}")
    assert spaced(line.code) not in trainer.get(path).text


def test_the_door_takes_slips_and_names(client: CheckingClient, cast: Cast, meeting: Meeting, slip: str) -> None:
    path = f"/classes/{meeting.class_id}/meetings/{meeting.id}/door"
    trainer = client.sign_in(cast.trainer)
    trainer.post(path, {"q": slip})
    page = trainer.get(path).text
    assert ("Nguyễn Thị Hạnh Có mặt" in page, "1/1" in page) == (True, True)
    led = trainer.post(path, {"q": "hanh"}).headers["Location"]
    assert "tự điểm danh 07:30" in trainer.get(led).text
    trainer.post(path, {"q": "hanh", "who": str(cast.enrolment.id)})
    answer = trainer.post(path, {"q": slip}, headers={"Accept": "application/json"}, status=200)
    assert answer.json is not None
    assert (answer.json["name"], answer.json["kind"]) == ("Nguyễn Thị Hạnh", "info")


def test_a_slip_that_does_not_count_is_not_called_done(
    client: CheckingClient, cast: Cast, meeting: Meeting, slip: str
) -> None:
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    path = scan(client, meeting)
    client.post(path, {"slip": slip})
    page = client.get(path).text
    assert "nhưng sổ đang ghi: Vắng không phép" in page
    assert "Không cần làm gì thêm" not in page


def test_a_slip_page_that_is_early_says_when_it_opens(client: CheckingClient, cast: Cast, make: Makers) -> None:
    later = make.meeting(cast.training_class, starts_at=START + timedelta(hours=3))
    page = client.get(f"/check-in/{later.id}/slip").text
    assert "Tự điểm danh mở lúc" in page
    assert 'name="slip"' not in page


def test_a_class_in_preparation_checks_nobody_in(
    client: CheckingClient, cast: Cast, make: Makers, meeting: Meeting, slip: str
) -> None:
    path = scan(client, meeting)
    cast.training_class.state = ClassState.DRAFT
    make.save(cast.training_class)
    assert "Lớp chưa mở" in client.post(path, {"slip": slip}, status=409).text
    assert statuses_of(meeting) == {}
    wall = client.sign_in(cast.trainer).get(f"/classes/{meeting.class_id}/meetings/{meeting.id}/wall").text
    assert "Lớp chưa mở" in wall
