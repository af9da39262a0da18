"""Announcements reach learners once; calendars have secret addresses; a class is copied without its learners."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.operations.rules import set_attendance_rule
from training.attendance.queries.rules import rule_of, version_of_rule
from training.attendance.rules.rule import USUAL
from training.classes import operations
from training.classes.models import (
    ClassQuiz,
    ClassQuota,
    ClassState,
    CourseTrainer,
    Enrolment,
    EnrolmentState,
    MeetingTrainer,
    TrainingClass,
)
from training.classes.queries.calendars import find_calendar_link, get_calendar_link, meetings_of_person
from training.classes.queries.classes import list_class_courses, trainers_of_courses
from training.classes.queries.meetings import list_meetings, trainers_of_meetings
from training.completion.operations.rules import set_rule
from training.completion.queries.terms import newest_number, terms_of_class
from training.completion.rules.conditions import Condition, Kind
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid, NotFound
from training.learning.marking.models import Settling
from training.learning.marking.operations import set_marking_way
from training.learning.marking.queries import Way, ways_of
from training.notices.queries import count_unread


def test_an_announcement_reaches_each_learner_once(cast: Cast, make: Makers) -> None:
    make.enrolment(cast.training_class, cast.stranger_person, state=EnrolmentState.WITHDRAWN)
    made = operations.announce(cast.training_class, title="Đổi phòng", body="", by=cast.administrator)
    assert made.sent == 1
    assert (count_unread(cast.cadre), count_unread(cast.stranger)) == (1, 0)


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.CLOSED])
def test_only_an_open_class_announces(cast: Cast, state: ClassState) -> None:
    cast.training_class.state = state
    db.session.commit()
    with pytest.raises(Conflict):
        operations.announce(cast.training_class, title="A", body="", by=cast.administrator)


def test_a_new_address_ends_the_one_before(cast: Cast) -> None:
    first = operations.make_own_calendar(by=cast.cadre).token
    second = operations.make_own_calendar(by=cast.cadre).token
    assert get_calendar_link(second).person_id == cast.cadre.person_id
    with pytest.raises(NotFound):
        get_calendar_link(first)
    operations.revoke_own_calendar(by=cast.cadre)
    with pytest.raises(NotFound):
        get_calendar_link(second)


def test_a_class_has_its_own_address(cast: Cast) -> None:
    own = operations.make_own_calendar(by=cast.cadre).token
    operations.make_class_calendar(cast.training_class, by=cast.trainer)
    operations.revoke_class_calendar(cast.training_class, by=cast.trainer)
    assert find_calendar_link(class_id=cast.training_class.id) is None
    assert get_calendar_link(own)


def test_ones_timetable_holds_what_one_learns_and_teaches(cast: Cast, make: Makers) -> None:
    mine = make.meeting(cast.training_class)
    other = make.training_class(unit=cast.city)
    held = make.meeting(other, starts_at=datetime.now(UTC) + timedelta(days=1))
    make.meeting(make.training_class(unit=cast.city, state=ClassState.DRAFT))
    make.save(MeetingTrainer(meeting_id=held.id, person_id=cast.stranger_person.id))
    assert [m.id for m in meetings_of_person(cast.cadre.person_id)] == [mine.id]
    assert [m.id for m in meetings_of_person(cast.trainer.person_id)] == [mine.id]
    assert [m.id for m in meetings_of_person(cast.stranger.person_id)] == [held.id]


def test_who_has_been_withdrawn_has_no_meetings_more(cast: Cast, make: Makers) -> None:
    make.meeting(cast.training_class)
    operations.withdraw_learner(cast.enrolment, reason="Ốm", by=cast.administrator)
    assert meetings_of_person(cast.cadre.person_id) == []


@pytest.fixture
def full(cast: Cast, make: Makers) -> TrainingClass:
    """A class with a course and its trainer, two meetings at eight, one of them cancelled, a quota, a learner."""
    tc = cast.training_class
    tc.opens_on, tc.closes_on, tc.capacity = date(2026, 3, 2), date(2026, 3, 20), 40
    make.save(CourseTrainer(part_id=list_class_courses(tc)[0].id, person_id=cast.trainer_person.id))
    make.save(ClassQuota(class_id=tc.id, unit_id=cast.ward.id, places=5))
    meeting = make.meeting(tc, starts_at=datetime(2026, 3, 4, 1, tzinfo=UTC), room="P1", place="Trung tâm")
    make.save(MeetingTrainer(meeting_id=meeting.id, person_id=cast.trainer_person.id))
    make.meeting(tc, starts_at=datetime(2026, 3, 5, 1, tzinfo=UTC), cancelled_at=clock.now())
    return tc


def copied(full: TrainingClass, cast: Cast, code: str = "BS-1") -> TrainingClass:
    said = {"code": code, "title": "Lớp bản sao"}
    return operations.copy_class(full, **said, opens_on=date(2026, 6, 1), by=cast.administrator)  # type: ignore[arg-type]


def test_a_copy_is_the_class_on_other_days_without_learners(full: TrainingClass, cast: Cast) -> None:
    copy = copied(full, cast)
    assert (copy.state, copy.opens_on, copy.closes_on) == (ClassState.DRAFT, date(2026, 6, 1), date(2026, 6, 19))
    assert (copy.capacity, copy.plan_id) == (40, full.plan_id)
    assert db.session.scalars(select(Enrolment).where(Enrolment.class_id == copy.id)).all() == []
    [part] = list_class_courses(copy)
    assert trainers_of_courses(copy)[part.id].id == cast.trainer_person.id


def test_the_meetings_of_a_copy_move_along(full: TrainingClass, cast: Cast) -> None:
    copy = copied(full, cast)
    [one] = list_meetings(copy)
    assert one.meeting.starts_at == datetime(2026, 6, 3, 1, tzinfo=UTC)
    assert (one.meeting.room, one.meeting.place) == ("P1", "Trung tâm")
    assert trainers_of_meetings(copy)[one.meeting.id].id == cast.trainer_person.id


def test_the_hours_of_quizzes_and_the_last_day_to_register_move_along(
    full: TrainingClass, cast: Cast, make: Makers
) -> None:
    quiz = make.quiz(cast.course)
    full.register_by = date(2026, 2, 23)
    make.save(ClassQuiz(class_id=full.id, quiz_id=quiz.id, opens_at=datetime(2026, 3, 10, 1, tzinfo=UTC)))
    copy = copied(full, cast)
    assert copy.register_by == date(2026, 5, 25)
    [hours] = db.session.scalars(select(ClassQuiz).where(ClassQuiz.class_id == copy.id)).all()
    assert (hours.quiz_id, hours.opens_at, hours.closes_at) == (quiz.id, datetime(2026, 6, 9, 1, tzinfo=UTC), None)


def test_the_rules_of_a_class_come_along_with_its_copy(full: TrainingClass, cast: Cast, make: Makers) -> None:
    quiz = make.quiz(cast.course)
    strict = replace(USUAL, late_after=5, late_worth=50)
    set_attendance_rule(full, rule=strict, version=0, by=cast.administrator)
    asked = (Condition(Kind.ATTENDANCE, Decimal("0.9")), Condition(Kind.QUIZ, None, quiz.id))
    set_rule(full, asked[:1], based_on=0, by=cast.administrator)
    set_rule(full, asked, based_on=1, by=cast.administrator)
    way = Way(anonymous=True, two_markers=True, settling=Settling.MEAN)
    set_marking_way(full, quiz=quiz, way=way, by=cast.administrator)
    copy = copied(full, cast)
    assert (rule_of(copy.id), version_of_rule(copy.id)) == (strict, 1)
    assert (terms_of_class(copy).conditions, newest_number(copy)) == (asked, 1)
    assert ways_of(copy.id) == {quiz.id: way}


def test_a_copy_of_a_class_with_the_usual_rules_has_them_too(full: TrainingClass, cast: Cast) -> None:
    copy = copied(full, cast)
    assert (rule_of(copy.id), newest_number(copy), ways_of(copy.id)) == (USUAL, 0, {})


def test_a_copy_has_its_own_code(full: TrainingClass, cast: Cast) -> None:
    with pytest.raises(Invalid):
        copied(full, cast, code=full.code)
    assert db.session.query(TrainingClass).count() == 1


def test_a_course_or_meeting_with_a_trainer_can_be_taken_out(full: TrainingClass, cast: Cast) -> None:
    operations.remove_course(list_class_courses(full)[0], by=cast.administrator)
    operations.remove_meeting(next(one.meeting for one in list_meetings(full) if one.number), by=cast.administrator)
    assert trainers_of_courses(full) == {}
    assert trainers_of_meetings(full) == {}
