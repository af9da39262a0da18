"""Pages of a class's meetings, courses, quizzes and learners, and the three ways to bring learners in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from training.classes.models import ClassQuiz, Enrolment, EnrolmentState, Meeting
from training.core import clock
from training.core.access import Role
from training.core.db import db


def meeting_form(**changes: str) -> dict[str, str]:
    form = {"on": str(clock.today()), "begins": "08:00", "ends": "11:00", "study_hours": "4", "title": "Chuyên đề 1"}
    return {**form, **changes}


def enrolled(cast: Cast) -> set[int]:
    db.session.expire_all()
    rows = db.session.query(Enrolment).filter_by(class_id=cast.training_class.id, state=EnrolmentState.ENROLLED)
    return {row.person_id for row in rows}


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/classes/{cast.training_class.id}"


# --- meetings ------------------------------------------------------------------------------------


def test_a_meeting_is_planned_once_changed_and_cancelled(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.trainer)
    for _n in range(2):
        client.post(f"{path}/meetings/new", meeting_form(once="one-form"))
    meeting = db.session.query(Meeting).one()
    client.post(f"{path}/meetings/{meeting.id}/edit", meeting_form(title="Chuyên đề 2", version=str(meeting.version)))
    client.post(f"{path}/meetings/{meeting.id}/cancel")
    page = client.get(f"{path}/meetings").text
    assert "Chuyên đề 2" in page
    assert "Đã hủy" in page
    client.post(f"{path}/meetings/{meeting.id}/restore")
    client.post(f"{path}/meetings/{meeting.id}/remove")
    assert db.session.query(Meeting).count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("ends", "07:00"), ("on", "2020-01-01"), ("study_hours", "21"), ("study_hours", "bốn"), ("begins", "")],
)
def test_a_refused_meeting_keeps_what_was_typed(
    client: CheckingClient, cast: Cast, path: str, field: str, value: str
) -> None:
    page = client.sign_in(cast.trainer).post(f"{path}/meetings/new", meeting_form(**{field: value}), status=422)
    assert 'value="Chuyên đề 1"' in page.text
    assert db.session.query(Meeting).count() == 0


def test_a_meeting_changed_by_another_meanwhile_shows_both(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    meeting = make.meeting(cast.training_class)
    edit = f"{path}/meetings/{meeting.id}/edit"
    client.sign_in(cast.trainer).post(edit, meeting_form(room="Phòng 1", version="1"))
    refused = client.post(edit, meeting_form(room="Phòng 2", version="1"), status=409).text
    assert "Phòng 1" in refused
    assert 'value="Phòng 2"' in refused
    client.post(edit, meeting_form(room="Phòng 2", version=re.findall(r'name="version"[^>]*value="(\d+)"', refused)[0]))


def test_the_next_meeting_is_proposed_with_the_hours_of_the_last(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    make.meeting(cast.training_class, room="Hội trường A")
    assert 'value="Hội trường A"' in client.sign_in(cast.trainer).get(f"{path}/meetings/new").text


# --- courses and quizzes -------------------------------------------------------------------------


def test_courses_are_added_moved_and_taken_out(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    other = make.course(unit=cast.city, title="Hòa giải ở cơ sở")
    client.sign_in(cast.trainer).post(f"{path}/courses", {"course_id": str(other.id), "study_hours": ""})
    client.post(f"{path}/courses/{other.id}/hours", {"study_hours": "12"})
    client.post(f"{path}/courses/{other.id}/move", {"way": "up"})
    page = client.get(f"{path}/courses").text
    assert page.index("Hòa giải ở cơ sở") < page.index(cast.course.title)
    assert "12 tiết" in page
    client.post(f"{path}/courses/{other.id}/remove")
    client.post(f"{path}/courses/{other.id}/remove", status=404)
    client.post(f"{path}/courses", {"course_id": "999"}, status=422)


def test_hours_of_a_quiz_are_typed_on_the_wall_clock(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    quiz = make.quiz(cast.course, [make.question(cast.course)])
    client.sign_in(cast.trainer)
    hours = {"opens_at": "2026-11-20T08:00", "closes_at": "2026-11-20T17:30"}
    client.post(f"{path}/quizzes/{quiz.id}", hours)
    row = db.session.query(ClassQuiz).one()
    assert row.opens_at is not None
    assert clock.to_site(row.opens_at).hour == 8
    assert "17:30 20/11/2026" in client.get(f"{path}/courses").text
    refused = client.post(f"{path}/quizzes/{quiz.id}", {**hours, "closes_at": "2026-11-20T07:00"}, status=422)
    assert 'value="2026-11-20T07:00"' in refused.text


# --- learners ------------------------------------------------------------------------------------


def test_a_unit_is_shown_and_then_brought_in(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    client.sign_in(cast.administrator)
    make.person("Bùi Thị Mai", unit=cast.ward)
    preview = client.get(f"{path}/enrol/unit?unit={cast.ward.id}").text
    assert "Bùi Thị Mai" in preview
    assert "Ghi danh 2 người" in preview
    done = client.post(f"{path}/enrol/unit", {"unit": str(cast.ward.id)})
    assert "Đã ghi danh 2 học viên. 1 người đã ở trong lớp từ trước." in client.get(done.location).text
    assert len(enrolled(cast)) == 3
    client.post(f"{path}/enrol/unit", {"unit": "999"})


def test_a_pasted_list_is_sorted_out_and_then_brought_in(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    one = make.person("Bùi Thị Mai", unit=cast.ward)
    twins = [make.person("Lê Văn Tám", unit=unit) for unit in (cast.ward, cast.other_ward)]
    text = f"1\t{one.full_name}\n{twins[0].full_name}\n{cast.cadre_person.code}\nNgười Không Có"
    page = client.sign_in(cast.administrator).post(f"{path}/enrol/list", {"text": text}, status=200).text
    assert f'value="{one.id}" checked' in page
    assert all(f'value="{twin.id}">' in page for twin in twins)
    assert "Dòng 4: Người Không Có" in page
    assert "1 người đã ở trong lớp" in page
    client.post(f"{path}/enrol/chosen", {"people": [str(one.id), str(twins[1].id)], "how": "list"})
    assert enrolled(cast) == {cast.cadre_person.id, one.id, twins[1].id}
    assert {e.how for e in db.session.query(Enrolment).filter(Enrolment.person_id == one.id)} == {"list"}


def test_an_empty_list_and_a_choice_of_nobody_are_refused(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.administrator)
    client.post(f"{path}/enrol/list", {"text": " "}, status=422)
    assert "Chọn ít nhất một người" in client.post(f"{path}/enrol/chosen", {}, status=422).text
    client.post(f"{path}/enrol/chosen", {"people": "mười"}, status=422)


def test_people_are_found_and_brought_in(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.trainer)
    assert cast.stranger_person.full_name in client.get(f"{path}/enrol/chosen?q=vo+khach").text
    client.post(f"{path}/enrol/chosen", {"people": str(cast.stranger_person.id)})
    assert cast.stranger_person.id in enrolled(cast)


def test_a_learner_is_withdrawn_with_a_reason_and_taken_back(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.trainer)
    own = f"{path}/learners/{cast.enrolment.id}"
    client.get(f"{own}/withdraw")
    client.post(f"{own}/withdraw", {"reason": ""}, status=422)
    client.post(f"{own}/withdraw", {"reason": "Nghỉ hưu"})
    assert "Nghỉ hưu" in client.get(f"{path}/learners?state=withdrawn").text
    client.post(f"{own}/restore")
    assert enrolled(cast) == {cast.cadre_person.id}


def test_a_manager_sees_own_people_in_the_page_alone(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    page = client.sign_in(cast.manager).get(f"{path}/learners").text
    assert "Nguyễn Thị" in page
    assert "Võ Văn" not in page
    client.get(f"{path}/learners/{cast.enrolment.id}/withdraw", status=403)


def test_a_trainer_of_another_class_is_kept_out(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    other = make.account(make.person("Đỗ Thị Dạy", unit=cast.city), Role.TRAINER)
    client.sign_in(other)
    for page in ("", "/learners", "/meetings", "/courses", "/enrol/chosen"):
        client.get(path + page, status=403)
    client.post(f"{path}/enrol/unit", {"unit": str(cast.city.id)}, status=403)


@pytest.mark.parametrize("page", ["", "/learners", "/meetings", "/courses"])
def test_a_page_of_a_class_takes_as_many_queries_for_a_large_one(
    client: CheckingClient, cast: Cast, make: Makers, path: str, page: str
) -> None:
    def read() -> int:
        with counted() as queries:
            client.get(path + page)
        return len(queries)

    client.sign_in(cast.administrator).get(path + page)
    few = read()
    for number in range(8):
        make.enrolment(cast.training_class, make.person(f"Lê Văn {number}", unit=cast.other_ward))
        make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=number))
    assert read() == few <= 12
