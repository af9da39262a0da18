"""The wall: its codes, its hours, its figures; and the attendance of a class."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.operations import mark
from training.attendance.rules.codes import code_of, step_at
from training.attendance.views.wall import qr_path
from training.classes.models import Meeting
from training.core import clock

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START, hours=4)


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/classes/{meeting.class_id}/meetings/{meeting.id}/wall"


def test_the_wall_shows_the_code_of_the_moment_and_renews_itself(
    client: CheckingClient, cast: Cast, meeting: Meeting, path: str
) -> None:
    client.sign_in(cast.trainer)
    with clock.frozen(START + timedelta(seconds=5)):
        page = client.get(path).text
        told = client.get(f"{path}/code").json
    code = code_of(meeting.secret, step_at(START, every=20))
    assert told is not None
    assert told["code"] == f"{code[:3]} {code[3:]}"
    assert told["code"] in page
    assert told["left"] == 15
    assert told["count"] == "0/1 học viên đã tự điểm danh"
    assert '<meta http-equiv="refresh" content="16">' in page


def test_codes_change(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.trainer)
    codes = set()
    for step in range(5):
        with clock.frozen(START + step * timedelta(seconds=20)):
            codes.add((client.get(f"{path}/code").json or {})["code"])
    assert len(codes) == 5


@pytest.mark.parametrize(("minutes", "words"), [(-40, "mở lúc 07:00"), (0, "mở đến 12:00"), (60 * 5, "hết giờ")])
def test_the_wall_says_whether_check_in_is_open(
    client: CheckingClient, cast: Cast, path: str, minutes: int, words: str
) -> None:
    client.sign_in(cast.trainer)
    with clock.frozen(START + minutes * MINUTE):
        page = client.get(path).text
    assert words in page
    assert ("wall-code" in page) is (minutes == 0)


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("manager", 403), ("cadre", 403)])
def test_those_who_run_the_class_show_its_codes(
    client: CheckingClient, cast: Cast, path: str, who: str, status: int
) -> None:
    client.sign_in(getattr(cast, who))
    client.get(path, status=status)
    client.get(f"{path}/code", status=status, headers={"Accept": "application/json"})


def test_a_qr_code_is_drawn_as_one_path() -> None:
    drawn = qr_path("http://127.0.0.1:8000/check-in/1?code=123456")
    assert drawn["size"] in range(21, 42)
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", drawn["path"])
    # The finder pattern in the upper left corner: a row of seven dark modules, then its two edges.
    assert drawn["path"].startswith("M0 0h7v1h-7z")


def test_the_attendance_of_a_class_tells_every_learner_s_share(
    client: CheckingClient, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    with clock.frozen(START):
        mark(meeting, said={cast.enrolment.id: Status.LATE}, by=cast.trainer)
    cast.enrolment.enrolled_at = START - timedelta(days=1)
    make.save(cast.enrolment)
    client.sign_in(cast.trainer)
    with clock.frozen(START + timedelta(days=1)):
        page = client.get(f"/classes/{cast.training_class.id}/attendance").text
    assert "1/1 buổi đã điểm danh" in page
    assert "100%" in page
    assert "Buổi 1: Đi muộn" in page


def test_a_unit_manager_sees_the_own_learners_alone(client: CheckingClient, cast: Cast, make: Makers) -> None:
    make.meeting(cast.training_class, starts_at=START)
    make.enrolment(cast.training_class, cast.stranger_person)
    page = client.sign_in(cast.manager).get(f"/classes/{cast.training_class.id}/attendance").text
    assert "Nguyễn Thị Hạnh" in page
    assert "Võ Văn Khách" not in page
    assert "/roll" not in page


def test_a_class_without_meetings_says_what_to_do(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.trainer).get(f"/classes/{cast.training_class.id}/attendance").text
    assert f"/classes/{cast.training_class.id}/meetings" in page


def test_the_attendance_of_a_class_costs_the_same_queries_for_few_and_many(
    client: CheckingClient, cast: Cast, make: Makers
) -> None:
    client.sign_in(cast.trainer)

    def cost() -> int:
        with counted() as queries:
            client.get(f"/classes/{cast.training_class.id}/attendance")
        return len(queries)

    for day in range(2):
        make.meeting(cast.training_class, starts_at=START + timedelta(days=day))
    few = cost()
    for day in range(2, 8):
        make.meeting(cast.training_class, starts_at=START + timedelta(days=day))
    for number in range(20):
        make.enrolment(cast.training_class, make.person(f"Lê Thị {number}", unit=cast.ward))
    assert cost() == few
