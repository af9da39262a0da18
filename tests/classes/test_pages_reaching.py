"""Pages of timetables, announcements, posters, invitations and copies."""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from training.classes.models import ClassState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/classes/{cast.training_class.id}"


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=1), room="Hội trường A")


def events(client: CheckingClient, page: str) -> list[icalendar.Component]:
    address = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', client.get(page).text)
    assert address
    response = client.raw().get(address[1])
    assert response.mimetype == "text/calendar"
    return list(icalendar.Calendar.from_ical(response.data).walk("VEVENT"))


def test_a_phone_subscribes_to_ones_timetable(client: CheckingClient, cast: Cast, meeting: Meeting) -> None:
    client.sign_in(cast.cadre).post("/calendar/link")
    [event] = events(client, "/calendar")
    assert cast.training_class.title in str(event["SUMMARY"])
    assert event.decoded("DTSTART") == meeting.starts_at.replace(microsecond=0)
    assert str(event["LOCATION"]) == "Hội trường A"


def test_a_place_that_is_the_room_too_is_named_once(client: CheckingClient, cast: Cast, make: Makers) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    make.meeting(cast.training_class, starts_at=tomorrow, room="Hội trường A", place="Hội trường A")
    client.sign_in(cast.cadre).post("/calendar/link")
    [event] = events(client, "/calendar")
    assert str(event["LOCATION"]) == "Hội trường A"


def test_a_change_and_a_cancelling_reach_the_phone_under_the_same_name(
    client: CheckingClient, cast: Cast, path: str, meeting: Meeting
) -> None:
    client.sign_in(cast.administrator).post(f"{path}/calendar-link")
    [first] = events(client, f"{path}/timetable")
    client.post(f"{path}/meetings/{meeting.id}/cancel")
    [then] = events(client, f"{path}/timetable")
    assert then["UID"] == first["UID"]
    assert then["SEQUENCE"] > first["SEQUENCE"]
    assert str(then["STATUS"]) == "CANCELLED"


def test_a_revoked_address_answers_no_more(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.cadre).post("/calendar/link")
    address = re.search(r"/calendar/[^\"]+\.ics", client.get("/calendar").text)
    assert address
    client.post("/calendar/link", {"action": "revoke"})
    client.get(address[0], status=404)
    assert "Tạo địa chỉ" in client.get("/calendar").text


def test_a_timetable_is_printed_with_its_tiet(client: CheckingClient, cast: Cast, path: str, meeting: Meeting) -> None:
    page = client.sign_in(cast.manager).get(f"{path}/timetable").text
    assert "Hội trường A" in page
    assert "calendar-address" not in page


def test_an_announcement_is_sent_once_and_stands_in_both_places(
    client: CheckingClient, cast: Cast, path: str, meeting: Meeting
) -> None:
    form = {"title": "Đổi phòng học", "body": "Mang theo <sổ>", "once": "abc"}
    client.sign_in(cast.administrator)
    for _n in range(2):
        client.post(f"{path}/announcements", form)
    page = client.get(f"{path}/announcements").text
    assert page.count("<h3>Đổi phòng học</h3>") == 1
    zalo = re.search(r'<textarea id="zalo"[^>]*>([^<]*)', page)
    assert zalo
    assert "Đổi phòng học" in zalo[1]
    assert f"/c/{cast.training_class.id}" in zalo[1]
    client.sign_in(cast.cadre)
    assert "Đổi phòng học" in client.get("/notices").text
    assert "Mang theo &lt;sổ&gt;" in client.get("/calendar").text


def test_an_announcement_needs_a_title(client: CheckingClient, cast: Cast, path: str) -> None:
    page = client.sign_in(cast.administrator).post(f"{path}/announcements", {"body": "Chữ"}, status=422).text
    assert "Chữ</textarea>" in page


def test_a_class_that_is_not_open_says_why(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.administrator).post(f"{path}/close")
    client.post(f"{path}/announcements", {"title": "A"}, status=422)


def test_a_poster_and_a_letter_are_printed(client: CheckingClient, cast: Cast, path: str, meeting: Meeting) -> None:
    client.sign_in(cast.administrator)
    poster = client.get(f"{path}/poster").text
    assert "<svg" in poster
    assert f"/c/{cast.training_class.id}" in poster
    letter = client.get(f"{path}/invitation").text
    assert cast.cadre_person.full_name in letter
    assert f"{cast.ward.name} (1)" in letter


def test_a_short_link_tells_others_what_the_class_is(client: CheckingClient, cast: Cast, make: Makers) -> None:
    make.meeting(cast.training_class, room="Phòng 203")
    client.sign_in(cast.stranger)
    page = client.get(f"/c/{cast.training_class.id}").text
    assert "hãy liên hệ đơn vị" in page
    assert "Phòng 203" in page
    cast.training_class.state = ClassState.DRAFT
    make.save(cast.training_class)
    client.get(client.get(f"/c/{cast.training_class.id}", status=302).headers["Location"], status=404)


def test_a_short_link_leads_everybody_to_the_own_page(client: CheckingClient, cast: Cast) -> None:
    short = f"/c/{cast.training_class.id}"
    for actor, expected in ((cast.cadre, "/learn/classes/"), (cast.administrator, "/classes/")):
        answer = client.sign_in(actor).get(short, status=302)
        assert answer.headers["Location"].startswith(expected)


def test_a_class_is_copied_by_a_form(client: CheckingClient, cast: Cast, path: str, meeting: Meeting) -> None:
    client.sign_in(cast.administrator).get(f"{path}/copy")
    client.post(f"{path}/copy", {"title": "Khóa hai", "code": "K2"}, status=422)
    said = {"title": "Khóa hai", "code": "K2", "opens_on": "2027-03-01"}
    assert "Chưa có kế hoạch năm 2027" in client.post(f"{path}/copy", said, status=422).text
    client.post(f"/plans/{cast.training_class.plan_id}/copy")
    client.post(f"{path}/copy", said)
    copy = db.session.query(TrainingClass).filter_by(code="K2").one()
    assert "Khóa hai" in client.get(f"/classes/{copy.id}").text
    client.sign_in(cast.trainer).get(f"{path}/copy", status=403)


def test_a_timetable_costs_a_constant_number_of_queries(client: CheckingClient, cast: Cast, make: Makers) -> None:
    client.sign_in(cast.cadre)
    costs = []
    for _round in range(2):
        for _n in range(4):
            other = make.training_class(unit=cast.city)
            make.enrolment(other, cast.cadre_person)
            make.meeting(other, starts_at=clock.now() + timedelta(days=1))
        client.get("/calendar")
        with counted() as sent:
            client.get("/calendar")
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 7
