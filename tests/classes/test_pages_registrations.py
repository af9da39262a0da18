"""Pages of putting people forward, deciding, quotas, moving, trainers and conflicts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.classes.models import Enrolment, EnrolmentState, MeetingTrainer, Registration
from training.core import clock
from training.core.db import db


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/classes/{cast.training_class.id}"


def put_forward(client: CheckingClient, cast: Cast, make: Makers, path: str) -> int:
    person = make.person("Đỗ Thị Lan", unit=cast.ward)
    client.sign_in(cast.manager)
    assert person.full_name in client.get(f"{path}/nominate").text
    client.post(f"{path}/nominate", {"people": str(person.id)})
    return db.session.query(Registration).filter_by(person_id=person.id).one().id


def test_a_unit_puts_forward_and_the_organiser_admits(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    number = put_forward(client, cast, make, path)
    client.post(f"{path}/registrations", {"ids": str(number), "action": "admit"}, status=403)
    client.sign_in(cast.administrator).post(f"{path}/registrations", {"ids": str(number), "action": "admit"})
    assert "Đỗ Thị Lan" in client.get(f"{path}/registrations?state=admitted").text
    assert db.session.query(Enrolment).filter_by(state=EnrolmentState.ENROLLED).count() == 2


def test_a_refusal_without_a_reason_keeps_the_ticks(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    number = put_forward(client, cast, make, path)
    form = {"ids": str(number), "action": "refuse"}
    page = client.sign_in(cast.administrator).post(f"{path}/registrations", form, status=422).text
    assert "Ghi rõ lý do không nhận" in page
    assert f'value="{number}" form="decisions" checked' in page


def test_nobody_ticked_is_said(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.administrator)
    assert "Chọn ít nhất một người" in client.post(f"{path}/registrations", {"action": "admit"}, status=422).text
    assert "Chọn ít nhất một người" in client.post(f"{path}/nominate", status=422).text


def test_a_manager_takes_back_the_own_and_no_other(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    number = put_forward(client, cast, make, path)
    other = make.save(
        Registration(
            class_id=cast.training_class.id,
            person_id=cast.stranger_person.id,
            unit_id=cast.other_ward.id,
            by_name="A",
        )
    )
    assert cast.stranger_person.full_name not in client.get(f"{path}/registrations").text
    client.post(f"{path}/registrations/{other.id}/take-back", status=403)
    client.post(f"{path}/registrations/{number}/take-back")
    assert "Đã rút tên Đỗ Thị Lan" in client.get(f"{path}/registrations").text


def test_quotas_are_set_and_shown(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.administrator).post(f"{path}/quotas", {"unit_id": str(cast.ward.id), "places": "5"})
    assert f"{cast.ward.name}: 1 / 5" in client.get(f"{path}/registrations").text


def test_a_learner_is_moved_by_a_form(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    other = make.training_class(unit=cast.city, title="Lớp hai")
    page = f"{path}/learners/{cast.enrolment.id}/move"
    client.sign_in(cast.administrator).get(page)
    client.post(page, {"to": str(other.id)}, status=422)
    client.post(page, {"to": str(other.id), "reason": "Gần nhà"})
    assert "Chuyển sang Lớp hai: Gần nhà" in client.get(f"{path}/learners?state=withdrawn").text


def test_a_walk_in_is_enrolled_though_the_class_is_full(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    cast.training_class.capacity = 1
    person = make.person("Đỗ Thị Lan", unit=cast.ward)
    client.sign_in(cast.administrator)
    assert person.full_name in client.get(f"{path}/enrol/chosen?how=walk-in").text
    client.post(f"{path}/enrol/chosen", {"people": str(person.id), "how": "walk-in"})
    assert "Đến trực tiếp" in client.get(f"{path}/learners").text


def test_two_meetings_with_one_trainer_are_shown_and_not_refused(
    client: CheckingClient, cast: Cast, make: Makers, path: str
) -> None:
    other = make.training_class(unit=cast.city, title="Lớp hai")
    begins = clock.now() + timedelta(days=1)
    for one in (cast.training_class, other):
        meeting = make.meeting(one, starts_at=begins, room="Hội trường A")
        make.save(MeetingTrainer(meeting_id=meeting.id, person_id=cast.trainer_person.id))
    page = client.sign_in(cast.administrator).get(f"{path}/meetings").text
    assert "Trùng lịch" in page
    assert "phòng Hội trường A, báo cáo viên – Lớp hai" in page


def test_a_meeting_has_a_place_and_a_trainer(client: CheckingClient, cast: Cast, path: str) -> None:
    form = {
        "on": str(clock.today()),
        "begins": "08:00",
        "ends": "11:00",
        "study_hours": "4",
        "place": "Trung tâm Chính trị",
        "trainer_id": str(cast.trainer_person.id),
    }
    client.sign_in(cast.administrator).post(f"{path}/meetings/new", form)
    page = client.get(f"{path}/meetings").text
    assert "Trung tâm Chính trị" in page
    assert cast.trainer_person.full_name in page


def test_a_course_has_a_trainer(client: CheckingClient, cast: Cast, path: str) -> None:
    address = f"{path}/courses/{cast.course.id}/trainer"
    client.sign_in(cast.administrator).post(address, {"person_id": str(cast.trainer_person.id)})
    assert f"tiết · {cast.trainer_person.full_name}" in client.get(f"{path}/courses").text
    client.post(address, {"person_id": ""})
    assert f"tiết · {cast.trainer_person.full_name}" not in client.get(f"{path}/courses").text


def test_learners_are_told_of_a_moved_meeting(client: CheckingClient, cast: Cast, make: Makers, path: str) -> None:
    meeting = make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=2))
    day = str(clock.to_site(meeting.starts_at).date())
    form = {"on": day, "begins": "14:00", "ends": "17:00", "study_hours": "4", "version": str(meeting.version)}
    client.sign_in(cast.administrator).post(f"{path}/meetings/{meeting.id}/edit", form)
    client.post(f"{path}/meetings/{meeting.id}/cancel")
    page = client.sign_in(cast.cadre).get("/notices").text
    assert "Buổi học đổi lịch" in page
    assert "Hủy buổi học" in page
