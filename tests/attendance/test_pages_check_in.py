"""Pages of check-in: from the QR code with one tap, by typing, signed in or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.accounts.models import Account
from training.accounts.passwords import hash_password
from training.attendance.models import AttendanceEvent, CheckInTry, Status
from training.attendance.operations import mark
from training.attendance.operations.reviews import Verdict, review_check_in
from training.attendance.queries.rolls import statuses_of
from training.attendance.rules.codes import code_of, step_at
from training.classes.models import Meeting
from training.core import clock
from training.core.db import db

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START, hours=4)


@pytest.fixture
def at_the_start() -> Iterator[None]:
    with clock.frozen(START):
        yield


@pytest.fixture
def cadre(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.cadre)


def code_now(meeting: Meeting) -> str:
    return code_of(meeting.secret, step_at(clock.now(), every=20))


def scanned(meeting: Meeting) -> str:
    return f"/check-in/{meeting.id}?code={code_now(meeting)}"


def written() -> int:
    events = db.session.scalar(select(func.count()).select_from(AttendanceEvent)) or 0
    return events + (db.session.scalar(select(func.count()).select_from(CheckInTry)) or 0)


@pytest.mark.usefixtures("at_the_start")
def test_a_scan_asks_for_one_tap_and_writes_nothing(cadre: CheckingClient, meeting: Meeting) -> None:
    page = cadre.get(scanned(meeting))
    assert "Tôi có mặt" in page.text
    assert written() == 0


@pytest.mark.usefixtures("at_the_start")
def test_the_tap_checks_in_and_says_so(cadre: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    cadre.get(scanned(meeting))
    answer = cadre.post(f"/check-in/{meeting.id}")
    assert "Đã điểm danh lúc 07:30" in cadre.get(answer.headers["Location"]).text
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
    cadre.get(scanned(meeting))
    cadre.post(f"/check-in/{meeting.id}")
    assert written() == 1


def test_the_tap_may_come_minutes_after_the_scan(cadre: CheckingClient, meeting: Meeting) -> None:
    with clock.frozen(START):
        cadre.get(scanned(meeting))
    with clock.frozen(START + 8 * MINUTE):
        cadre.get(f"/check-in/{meeting.id}")
        cadre.post(f"/check-in/{meeting.id}")
    assert written() == 1


def test_an_old_address_loaded_again_does_not_make_its_code_new(cadre: CheckingClient, meeting: Meeting) -> None:
    with clock.frozen(START):
        address = scanned(meeting)
    with clock.frozen(START + 5 * MINUTE):
        cadre.get(address)
        answer = cadre.post(f"/check-in/{meeting.id}", status=422)
    assert "hết hạn" in answer.text
    assert written() == 0


@pytest.mark.usefixtures("at_the_start")
def test_a_tap_without_a_scan_asks_for_the_digits(cadre: CheckingClient, meeting: Meeting) -> None:
    answer = cadre.post(f"/check-in/{meeting.id}", status=422)
    assert 'name="code"' in answer.text


@pytest.mark.usefixtures("at_the_start")
def test_who_is_not_signed_in_signs_in_and_is_led_back(client: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    account = db.session.get_one(Account, cast.cadre.account_id)
    account.password_hash = hash_password("mot mat khau dai")
    Makers().save(account)
    led = client.get(scanned(meeting), status=303).headers["Location"]
    assert f"/sign-in?next=/check-in/{meeting.id}" in client.get(led).text
    form = {
        "identifier": cast.cadre_person.phone,
        "password": "mot mat khau dai",
        "next": f"/check-in/{meeting.id}",
    }
    back = client.post("/sign-in", form).headers["Location"]
    assert "Tôi có mặt" in client.get(back).text
    client.post(f"/check-in/{meeting.id}")
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}


@pytest.mark.usefixtures("at_the_start")
def test_the_digits_may_be_typed_with_a_blank(cadre: CheckingClient, meeting: Meeting) -> None:
    code = code_now(meeting)
    answer = cadre.post("/check-in", {"code": f"{code[:3]} {code[3:]}"})
    assert answer.headers["Location"] == f"/check-in/{meeting.id}"


@pytest.mark.usefixtures("at_the_start")
def test_a_wrong_code_is_told_in_words_and_what_was_typed_stays(cadre: CheckingClient, meeting: Meeting) -> None:
    wrong = str((int(code_now(meeting)) + 1) % 10**6).zfill(6)
    answer = cadre.post("/check-in", {"code": wrong}, status=422)
    assert "không đúng" in answer.text
    assert wrong in answer.text


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
@pytest.mark.usefixtures("at_the_start", "meeting")
def test_what_is_no_code_is_told_at_the_field(cadre: CheckingClient, typed: str) -> None:
    cadre.post("/check-in", {"code": typed}, status=422)
    assert written() == 0


@pytest.mark.usefixtures("at_the_start")
def test_after_ten_wrong_codes_one_is_asked_to_wait(cadre: CheckingClient, meeting: Meeting) -> None:
    wrong = str((int(code_now(meeting)) + 1) % 10**6).zfill(6)
    for _number in range(10):
        cadre.post("/check-in", {"code": wrong}, status=422)
    assert "07:40:00" in cadre.post("/check-in", {"code": code_now(meeting)}, status=429).text


def test_too_early_says_when_it_opens(cadre: CheckingClient, meeting: Meeting) -> None:
    with clock.frozen(START - 45 * MINUTE):
        assert "mở lúc 07:00" in cadre.get(scanned(meeting)).text
        assert "mở lúc 07:00" in cadre.post("/check-in", {"code": code_now(meeting)}, status=409).text
        cadre.post(f"/check-in/{meeting.id}", status=409)
    assert written() == 0


@pytest.mark.usefixtures("at_the_start")
def test_who_is_not_enrolled_is_told_so(client: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    page = client.sign_in(cast.stranger).get(f"/check-in/{meeting.id}", status=403)
    assert "không có trong danh sách" in page.text


def test_a_phone_lent_by_who_is_no_learner_takes_a_slip(client: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    with clock.frozen(START):
        answer = client.sign_in(cast.stranger).get(scanned(meeting), status=303)
        page = client.get(answer.headers["Location"]).text
    assert f"đang đăng nhập bằng tài khoản của {cast.stranger.name}" in page
    assert 'name="slip"' in page


def test_a_check_in_that_does_not_count_is_not_called_done(cadre: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    with clock.frozen(START):
        mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
        cadre.get(scanned(meeting))
        page = cadre.get(cadre.post(f"/check-in/{meeting.id}").headers["Location"]).text
    assert "nhưng sổ đang ghi: Vắng không phép" in page
    assert "Không cần làm gì thêm" not in page


def test_who_was_struck_may_check_in_again(cadre: CheckingClient, meeting: Meeting, cast: Cast) -> None:
    with clock.frozen(START):
        cadre.get(scanned(meeting))
        cadre.post(f"/check-in/{meeting.id}")
        review_check_in(meeting, cast.enrolment.id, verdict=Verdict.STRIKE, by=cast.trainer)
        assert "Tôi có mặt" in cadre.get(scanned(meeting)).text


def test_without_a_meeting_the_page_says_so(cadre: CheckingClient) -> None:
    assert "không có buổi nào" in cadre.get("/check-in").text
    cadre.post("/check-in", {"code": "123456"}, status=409)


@pytest.mark.usefixtures("at_the_start")
def test_the_first_page_offers_the_check_in_and_shows_the_mark_after_it(
    cadre: CheckingClient, meeting: Meeting
) -> None:
    assert 'href="/check-in"' in cadre.get("/learn").text
    cadre.post("/check-in", {"code": code_now(meeting)})
    page = cadre.get("/learn").text
    assert 'href="/check-in"' not in page
    assert "Có mặt" in page


@pytest.mark.usefixtures("at_the_start")
def test_a_forged_cookie_is_no_scan(cadre: CheckingClient, meeting: Meeting) -> None:
    cadre.raw().set_cookie("seen_code", "WzEsIjEyMzQ1NiIsMF0.forged", path="/check-in")
    cadre.get(f"/check-in/{meeting.id}")
    cadre.post(f"/check-in/{meeting.id}", status=422)
