"""What people of a class are told without asking: of leaving it, of being moved, of meetings that come and go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.classes import operations
from training.classes.models import Meeting, Plan, PlanLine, Registration, RegistrationState
from training.core import clock
from training.core.db import db
from training.core.errors import Invalid
from training.notices.models import Notice
from training.people.models import Person


def told(person: Person) -> list[str]:
    return list(db.session.scalars(select(Notice.title).where(Notice.person_id == person.id).order_by(Notice.id)))


@pytest.fixture
def ahead(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=3))


def test_who_leaves_is_told_why_and_again_after_coming_back(cast: Cast) -> None:
    start = clock.now()
    for day in range(2):
        with clock.frozen(start + timedelta(days=day)):
            operations.withdraw_learner(cast.enrolment, reason="Nghỉ ốm.", by=cast.administrator)
            operations.restore_learner(cast.enrolment, by=cast.administrator)
    title = cast.training_class.title
    assert told(cast.cadre_person) == [f"Đã rút tên khỏi {title}", f"Được nhận lại vào lớp {title}"] * 2
    body = db.session.scalars(select(Notice.body)).first()
    assert body == "Lý do: Nghỉ ốm. Những gì đã ghi nhận vẫn được giữ."


def test_who_is_moved_is_told_once_where_to(cast: Cast, make: Makers) -> None:
    other = make.training_class(unit=cast.city, title="Lớp hai", place="Trung tâm Chính trị")
    operations.move_learner(cast.enrolment, to=other, reason="Gần nhà", by=cast.administrator)
    assert told(cast.cadre_person) == ["Đã được chuyển sang Lớp hai"]
    body = db.session.scalars(select(Notice.body)).one()
    assert "Gần nhà" in body
    assert body.endswith("Trung tâm Chính trị")


def test_a_meeting_held_after_all_is_told(cast: Cast, ahead: Meeting) -> None:
    operations.cancel_meeting(ahead, by=cast.administrator)
    operations.restore_meeting(ahead, by=cast.administrator)
    assert [title.partition(":")[0] for title in told(cast.cadre_person)] == ["Hủy buổi học", "Buổi học vẫn diễn ra"]


def test_of_a_cancelled_meeting_that_is_moved_nobody_is_told(cast: Cast, ahead: Meeting) -> None:
    operations.cancel_meeting(ahead, by=cast.administrator)
    on = clock.today() + timedelta(days=5)
    facts = operations.MeetingFacts(on=on, begins=time(8), ends=time(11), study_hours=4)
    operations.change_meeting(ahead, facts=facts, version=ahead.version, by=cast.administrator)
    assert len(told(cast.cadre_person)) == 1


def test_who_is_taken_back_waits_no_more(cast: Cast) -> None:
    operations.withdraw_learner(cast.enrolment, reason="Ốm", by=cast.administrator)
    [one] = operations.nominate_people(cast.training_class, person_ids=[cast.cadre_person.id], by=cast.manager)
    operations.restore_learner(cast.enrolment, by=cast.administrator)
    assert db.session.get_one(Registration, one.id).state is RegistrationState.ADMITTED


def test_nobody_is_put_forward_after_the_last_day_of_a_class(cast: Cast) -> None:
    tc = cast.training_class
    said = {"code": tc.code, "title": tc.title, "opens_on": tc.opens_on, "closes_on": tc.closes_on}
    facts = operations.ClassFacts(**said, register_by=tc.closes_on + timedelta(days=1))
    with pytest.raises(Invalid) as refusal:
        operations.change_class(tc, facts=facts, version=tc.version, by=cast.administrator)
    assert refusal.value.field == "register_by"


def test_a_class_never_gets_fewer_places_than_it_has_learners(cast: Cast, make: Makers) -> None:
    tc = cast.training_class
    make.enrolment(tc, make.person("Lê Thị Hai", unit=cast.ward))
    said = {"code": tc.code, "title": tc.title, "opens_on": tc.opens_on, "closes_on": tc.closes_on}
    with pytest.raises(Invalid) as refusal:
        operations.change_class(
            tc, facts=operations.ClassFacts(**said, capacity=1), version=tc.version, by=cast.administrator
        )
    assert refusal.value.field == "capacity"


# --- a copy in another year ----------------------------------------------------------------------


@pytest.fixture
def copied(cast: Cast, make: Makers) -> Callable[[], tuple[int, str | None]]:
    """Copy the class of March 2026, of a line of the plan, to February 2027; give the copy's plan and line."""
    tc = cast.training_class
    tc.opens_on, tc.closes_on = date(2026, 3, 2), date(2026, 3, 20)
    said = {"unit_id": cast.city.id, "classes": 1, "learners": 10, "study_hours": 8, "quarter": 1}
    tc.plan_line_id = make.save(PlanLine(plan_id=tc.plan_id, title="Nghiệp vụ", **said)).id
    db.session.commit()

    def copy() -> tuple[int, str | None]:
        made = operations.copy_class(tc, code="L-27", title="L", opens_on=date(2027, 2, 1), by=cast.administrator)
        line = db.session.get(PlanLine, made.plan_line_id) if made.plan_line_id else None
        return made.plan_id, line.title if line else None

    return copy


def test_a_copy_in_the_next_year_belongs_to_its_plan(cast: Cast, copied: Callable[[], tuple[int, str | None]]) -> None:
    plan: Plan = operations.copy_plan(cast.training_class.plan, by=cast.administrator)
    assert copied() == (plan.id, "Nghiệp vụ")


def test_without_a_plan_of_that_year_the_copy_is_refused(copied: Callable[[], tuple[int, str | None]]) -> None:
    with pytest.raises(Invalid) as refusal:
        copied()
    assert refusal.value.field == "opens_on"
