"""Writes of plans, classes, meetings and enrolments, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.classes import operations, traces
from training.classes.models import (
    ClassQuiz,
    ClassState,
    Enrolment,
    EnrolmentState,
    Meeting,
    Plan,
    TrainingClass,
)
from training.classes.operations import ClassFacts, Enrolled, MeetingFacts
from training.classes.queries.classes import get_class_course, list_class_courses
from training.core import clock
from training.core.access import Role
from training.core.db import AuditEntry, db
from training.core.errors import Conflict, Invalid, NotFound
from training.units.models import UnitKind


@pytest.fixture
def recorded() -> Iterator[dict[int, int]]:
    """How many learners other slices have recorded, by meeting or course."""
    found: dict[int, int] = {}
    before = traces.of_meetings[:], traces.of_courses[:]
    traces.of_meetings[:] = [lambda meeting_id: found.get(meeting_id, 0)]
    traces.of_courses[:] = [lambda _class_id, course_id: found.get(course_id, 0)]
    yield found
    traces.of_meetings[:], traces.of_courses[:] = before


def facts(training_class: TrainingClass, **changes: Any) -> ClassFacts:
    names = ("code", "title", "opens_on", "closes_on")
    return ClassFacts(**{name: getattr(training_class, name) for name in names} | changes)


def at(day: date, *, begins: int = 8, **changes: Any) -> MeetingFacts:
    return MeetingFacts(**{"on": day, "begins": time(begins), "ends": time(begins + 3), "study_hours": 4} | changes)


def states(training_class: TrainingClass) -> dict[int, EnrolmentState]:
    db.session.expire_all()
    rows = db.session.query(Enrolment).filter_by(class_id=training_class.id)
    return {row.person_id: row.state for row in rows}


# --- plans and classes ---------------------------------------------------------------------------


def test_a_unit_has_one_plan_a_year(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        operations.create_plan(
            unit=cast.city, year=2026, facts=operations.PlanFacts(title="Kế hoạch thứ hai"), by=cast.administrator
        )
    assert refusal.value.field == "year"
    assert db.session.query(Plan).count() == 1


def test_the_code_of_a_class_is_its_own(cast: Cast) -> None:
    plan = cast.training_class.plan
    with pytest.raises(Invalid) as refusal:
        operations.create_class(facts(cast.training_class), plan=plan, unit=cast.city, by=cast.administrator)
    assert refusal.value.field == "code"


def test_a_change_based_on_an_old_version_is_refused_and_loses_nothing(cast: Cast) -> None:
    version = cast.training_class.version
    new = facts(cast.training_class, title="Tên mới")
    operations.change_class(cast.training_class, facts=new, version=version, by=cast.administrator)
    with pytest.raises(Conflict):
        operations.change_class(cast.training_class, facts=new, version=version, by=cast.administrator)
    assert db.session.get_one(TrainingClass, cast.training_class.id).search_key.startswith("ten moi")


def test_a_class_is_not_cut_short_of_a_meeting(cast: Cast, make: Makers) -> None:
    make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=20))
    new = facts(cast.training_class, closes_on=clock.today() + timedelta(days=10))
    with pytest.raises(Invalid):
        operations.change_class(cast.training_class, facts=new, version=1, by=cast.administrator)


@pytest.mark.parametrize(
    ("before", "step", "right"),
    [
        (ClassState.DRAFT, "open_class", True),
        (ClassState.DRAFT, "close_class", False),
        (ClassState.OPEN, "close_class", True),
        (ClassState.OPEN, "open_class", False),
        (ClassState.CLOSED, "open_class", False),
        (ClassState.CLOSED, "close_class", False),
    ],
)
def test_a_class_goes_from_preparation_to_open_to_closed(
    cast: Cast, make: Makers, before: ClassState, step: str, *, right: bool
) -> None:
    training_class = make.training_class(unit=cast.city, state=before)
    if right:
        getattr(operations, step)(training_class, by=cast.administrator)
        assert training_class.state is not before
        return
    with pytest.raises(Conflict):
        getattr(operations, step)(training_class, by=cast.administrator)


def test_the_reason_for_opening_again_is_in_the_audit_trail(cast: Cast) -> None:
    operations.close_class(cast.training_class, by=cast.administrator)
    operations.reopen_class(cast.training_class, reason="Học bù", by=cast.administrator)
    line = db.session.query(AuditEntry).filter_by(verb="reopen_class").one()
    assert line.details["given"] == {"reason": "Học bù"}


def test_a_closed_class_takes_nothing_more(cast: Cast, make: Makers) -> None:
    meeting = make.meeting(cast.training_class)
    operations.close_class(cast.training_class, by=cast.administrator)
    by, closed = cast.administrator, cast.training_class
    part = get_class_course(closed.id, cast.course.id)
    for step in (
        lambda: operations.change_class(closed, facts=facts(closed), version=closed.version, by=by),
        lambda: operations.create_meeting(closed, facts=at(clock.today()), by=by),
        lambda: operations.cancel_meeting(meeting, by=by),
        lambda: operations.remove_course(part, by=by),
        lambda: operations.enrol_unit(closed, unit=cast.city, by=by),
        lambda: operations.withdraw_learner(cast.enrolment, reason="Nghỉ", by=by),
        lambda: operations.add_trainer(closed, cast.cadre_person, by=by),
    ):
        with pytest.raises(Conflict, match="đã đóng"):
            step()


def test_a_trainer_is_added_once(cast: Cast) -> None:
    with pytest.raises(Conflict):
        operations.add_trainer(cast.training_class, cast.trainer_person, by=cast.administrator)


# --- courses and quizzes -------------------------------------------------------------------------


def test_courses_keep_their_order_without_gaps(cast: Cast, make: Makers) -> None:
    by, training_class = cast.administrator, cast.training_class
    second, third = make.course(unit=cast.city), make.course(unit=cast.city)
    operations.add_course(training_class, second, by=by)
    operations.add_course(training_class, third, study_hours=2, by=by)
    operations.move_course(get_class_course(training_class.id, third.id), earlier=True, by=by)
    operations.move_course(get_class_course(training_class.id, cast.course.id), earlier=True, by=by)
    operations.remove_course(get_class_course(training_class.id, cast.course.id), by=by)
    found = [(part.course_id, part.position, part.study_hours) for part in list_class_courses(training_class)]
    assert found == [(third.id, 1, 2), (second.id, 2, 8)]


def test_a_course_is_in_a_class_once(cast: Cast) -> None:
    with pytest.raises(Conflict):
        operations.add_course(cast.training_class, cast.course, by=cast.administrator)


def test_a_course_that_somebody_has_begun_stays(cast: Cast, recorded: dict[int, int]) -> None:
    recorded[cast.course.id] = 3
    with pytest.raises(Conflict, match="3 học viên"):
        operations.remove_course(get_class_course(cast.training_class.id, cast.course.id), by=cast.administrator)


def test_hours_of_a_quiz_are_set_changed_and_dropped(cast: Cast, make: Makers) -> None:
    quiz = make.quiz(cast.course, [make.question(cast.course)])
    now = clock.now().replace(microsecond=0)
    for closes_at in (now + timedelta(hours=1), now + timedelta(hours=2)):
        operations.set_quiz_hours(cast.training_class, quiz, opens_at=now, closes_at=closes_at, by=cast.trainer)
        db.session.expire_all()
        assert db.session.query(ClassQuiz).one().closes_at == closes_at
    operations.set_quiz_hours(cast.training_class, quiz, opens_at=None, closes_at=None, by=cast.trainer)
    assert db.session.query(ClassQuiz).count() == 0


def test_hours_of_a_quiz_of_another_class_are_not_set(cast: Cast, make: Makers) -> None:
    quiz = make.quiz(make.course(unit=cast.city))
    with pytest.raises(NotFound):
        operations.set_quiz_hours(cast.training_class, quiz, opens_at=clock.now(), closes_at=None, by=cast.trainer)


# --- meetings ------------------------------------------------------------------------------------


def test_a_meeting_with_a_roll_moves_only_when_confirmed(cast: Cast, recorded: dict[int, int]) -> None:
    by, today = cast.trainer, clock.today()
    meeting = operations.create_meeting(cast.training_class, facts=at(today), by=by)
    recorded[meeting.id] = 2
    moved = at(today, begins=13)
    with pytest.raises(Invalid, match="2 học viên") as refusal:
        operations.change_meeting(meeting, facts=moved, version=meeting.version, by=by)
    assert refusal.value.field == "roll_goes_along"
    operations.change_meeting(meeting, facts=moved, version=meeting.version, roll_goes_along=True, by=by)
    assert clock.to_site(meeting.starts_at).hour == 13


def test_a_meeting_with_a_roll_gets_another_room_unasked(cast: Cast, recorded: dict[int, int]) -> None:
    today = clock.today()
    meeting = operations.create_meeting(cast.training_class, facts=at(today), by=cast.trainer)
    recorded[meeting.id] = 2
    operations.change_meeting(meeting, facts=at(today, room="Phòng 2"), version=meeting.version, by=cast.trainer)
    assert meeting.room == "Phòng 2"


def test_a_meeting_with_a_roll_is_never_removed(cast: Cast, make: Makers, recorded: dict[int, int]) -> None:
    meeting = make.meeting(cast.training_class)
    recorded[meeting.id] = 1
    with pytest.raises(Conflict):
        operations.remove_meeting(meeting, by=cast.trainer)
    operations.cancel_meeting(meeting, by=cast.trainer)
    with pytest.raises(Conflict):
        operations.cancel_meeting(meeting, by=cast.trainer)
    operations.restore_meeting(meeting, by=cast.trainer)
    assert db.session.get_one(Meeting, meeting.id).cancelled_at is None


def test_a_cancelled_meeting_outside_the_class_is_not_held_after_all(cast: Cast, make: Makers) -> None:
    meeting = make.meeting(cast.training_class)
    operations.cancel_meeting(meeting, by=cast.trainer)
    cast.training_class.opens_on = clock.today() + timedelta(days=7)
    make.save(cast.training_class)
    with pytest.raises(Conflict, match="không có buổi học này"):
        operations.restore_meeting(meeting, by=cast.trainer)


def test_a_meeting_planned_by_mistake_is_removed(cast: Cast, make: Makers) -> None:
    operations.remove_meeting(make.meeting(cast.training_class), by=cast.trainer)
    assert db.session.query(Meeting).count() == 0


# --- enrolment -----------------------------------------------------------------------------------


def test_a_unit_brings_in_all_below_it_with_unit_and_post_of_the_day(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    person = make.person("Bùi Thị Mai", unit=area, post="Trưởng ban")
    done = operations.enrol_unit(cast.training_class, unit=cast.ward, by=cast.administrator)
    assert done == Enrolled(new=2, back=0, already=1)
    row = db.session.query(Enrolment).filter_by(person_id=person.id).one()
    assert (row.unit_id, row.post_title, row.how) == (area.id, "Trưởng ban", "unit")
    assert cast.stranger_person.id not in states(cast.training_class)


def test_enrolling_twice_changes_nothing(cast: Cast) -> None:
    first_day = cast.enrolment.enrolled_at
    for _n in range(2):
        done = operations.enrol_unit(cast.training_class, unit=cast.ward, by=cast.administrator)
    assert (done.new, done.already) == (0, 2)
    db.session.expire_all()
    assert db.session.get_one(Enrolment, cast.enrolment.id).enrolled_at == first_day


def test_who_comes_back_keeps_the_row_and_its_first_day(cast: Cast) -> None:
    operations.withdraw_learner(cast.enrolment, reason="Nghỉ ốm", by=cast.administrator)
    first_day = cast.enrolment.enrolled_at
    people = [cast.cadre_person.id]
    done = operations.enrol_people(cast.training_class, person_ids=people, how="search", by=cast.administrator)
    assert done == Enrolled(new=0, back=1, already=0)
    db.session.expire_all()
    row = db.session.query(Enrolment).one()
    assert (row.id, row.state, row.enrolled_at, row.withdrawn_reason) == (
        cast.enrolment.id,
        EnrolmentState.ENROLLED,
        first_day,
        "",
    )


def test_a_trainer_brings_in_only_people_of_the_own_units(cast: Cast, make: Makers) -> None:
    guest = make.account(make.person("Giảng Viên Phường", unit=cast.ward), Role.TRAINER)
    people = [cast.stranger_person.id]
    with pytest.raises(Invalid):
        operations.enrol_people(cast.training_class, person_ids=people, how="list", by=guest)
    operations.enrol_people(cast.training_class, person_ids=people, how="list", by=cast.trainer)
    assert cast.stranger_person.id in states(cast.training_class)


def test_a_learner_is_withdrawn_with_a_reason_and_taken_back(cast: Cast) -> None:
    with pytest.raises(Invalid):
        operations.withdraw_learner(cast.enrolment, reason="  ", by=cast.trainer)
    operations.withdraw_learner(cast.enrolment, reason="Nghỉ hưu", by=cast.trainer)
    with pytest.raises(Conflict):
        operations.withdraw_learner(cast.enrolment, reason="Nghỉ hưu", by=cast.trainer)
    operations.restore_learner(cast.enrolment, by=cast.trainer)
    assert states(cast.training_class)[cast.cadre_person.id] is EnrolmentState.ENROLLED
    with pytest.raises(Conflict):
        operations.restore_learner(cast.enrolment, by=cast.trainer)
