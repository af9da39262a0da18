"""The roll as staff keep it, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import Attendance, AttendanceEvent, How, Status
from training.attendance.operations import mark, mark_rest
from training.attendance.queries import attendance_of_class
from training.attendance.queries.rolls import count_roll, list_events, list_roll, statuses_of
from training.classes.models import EnrolmentState, Meeting
from training.core import clock
from training.core.db import AUDIT, db
from training.core.errors import Conflict

P, L, A = Status.PRESENT, Status.LATE, Status.ABSENT


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class)


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(AttendanceEvent)) or 0


def test_the_newest_mark_counts_and_every_one_is_kept(cast: Cast, meeting: Meeting) -> None:
    one = cast.enrolment.id
    mark(meeting, said={one: P}, by=cast.trainer)
    mark(meeting, said={one: L}, by=cast.administrator)
    assert statuses_of(meeting) == {one: L}
    told = [(event.status, event.by_name) for event in list_events(meeting, cast.enrolment)]
    assert told == [(L, "Trần Quốc Quản"), (P, "Phạm Văn Giảng")]


def test_a_mark_sent_twice_is_noted_once(cast: Cast, meeting: Meeting) -> None:
    one = cast.enrolment.id
    mark(meeting, said={one: P}, client_key="tap1", by=cast.trainer)
    mark(meeting, said={one: A}, client_key="tap2", by=cast.trainer)
    mark(meeting, said={one: P}, client_key="tap1", by=cast.trainer)
    assert count_events() == 2
    assert statuses_of(meeting) == {one: A}


def test_a_mark_taken_back_is_as_never_called(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: P}, by=cast.trainer)
    mark(meeting, said={cast.enrolment.id: None}, by=cast.trainer)
    assert statuses_of(meeting) == {}
    assert count_roll(meeting)[None] == 1


def test_all_present_spares_those_already_called(cast: Cast, make: Makers, meeting: Meeting) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    mark(meeting, said={other.id: A}, by=cast.trainer)
    assert list(mark_rest(meeting, by=cast.trainer)) == [cast.enrolment.id]
    assert list(mark_rest(meeting, by=cast.trainer)) == []
    assert statuses_of(meeting) == {cast.enrolment.id: P, other.id: A}


def test_whoever_is_withdrawn_is_on_no_roll(cast: Cast, make: Makers, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: P}, by=cast.trainer)
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    assert list_roll(meeting) == []
    assert statuses_of(meeting) == {}
    assert mark(meeting, said={cast.enrolment.id: A}, by=cast.trainer) == {cast.enrolment.id}
    assert list_roll(meeting) == []


def test_a_cancelled_meeting_takes_no_mark(cast: Cast, make: Makers, meeting: Meeting) -> None:
    meeting.cancelled_at = clock.now()
    make.save(meeting)
    with pytest.raises(Conflict):
        mark(meeting, said={cast.enrolment.id: P}, by=cast.trainer)
    with pytest.raises(Conflict):
        mark_rest(meeting, by=cast.trainer)
    assert count_events() == 0


def test_who_has_left_is_left_out_and_the_others_are_noted(cast: Cast, meeting: Meeting) -> None:
    assert mark(meeting, said={cast.enrolment.id: P, 999: P}, by=cast.trainer) == {999}
    assert count_events() == 1


def test_nobody_is_present_days_ahead(cast: Cast, make: Makers) -> None:
    ahead = make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=2))
    with pytest.raises(Conflict):
        mark_rest(ahead, by=cast.trainer)
    with clock.frozen(ahead.starts_at - timedelta(minutes=20)):
        assert mark_rest(ahead, by=cast.trainer) == [cast.enrolment.id]


def test_who_said_it_and_from_where_is_on_record(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: P}, agent="Cốc Cốc", by=cast.trainer)
    event = db.session.scalars(select(AttendanceEvent)).one()
    assert (event.how, event.by_account_id, event.evidence["agent"]) == (
        How.ROLL_CALL,
        cast.trainer.account_id,
        "Cốc Cốc",
    )
    line = db.session.execute(select(AUDIT.c.kind, AUDIT.c.thing_id).where(AUDIT.c.verb == "mark")).one()
    assert tuple(line) == ("meetings", meeting.id)


def test_several_takers_at_once_leave_the_newest_events_in_force(
    app: Flask, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    learners = [make.enrolment(cast.training_class, make.person(f"Lê {n}", unit=cast.ward)).id for n in range(4)]
    meeting_id = meeting.id
    db.session.remove()

    def take(number: int) -> None:
        with app.app_context():
            same = db.session.get_one(Meeting, meeting_id)
            status = list(Status)[number % 4]
            order = learners if number % 2 else learners[::-1]
            mark(same, said=dict.fromkeys(order, status), by=cast.trainer)
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take, range(12)))
    newest = select(func.max(AttendanceEvent.id)).group_by(AttendanceEvent.enrolment_id)
    counting = set(db.session.scalars(select(Attendance.event_id)))
    assert count_events() == 48
    assert counting == set(db.session.scalars(newest))


def test_the_attendance_of_a_class_adds_up_for_each_learner(cast: Cast, make: Makers, meeting: Meeting) -> None:
    start = clock.now() + timedelta(days=1)
    make.meeting(cast.training_class, starts_at=start)
    make.meeting(cast.training_class, starts_at=start, cancelled_at=clock.now())
    mark(meeting, said={cast.enrolment.id: L}, by=cast.trainer)
    found = attendance_of_class(cast.training_class.id)
    enrolled_at = meeting.starts_at - timedelta(days=1)
    result = found.tally_of(cast.enrolment.id, enrolled_at=enrolled_at, now=clock.now())
    assert [m.cancelled for m in found.meetings].count(True) == 1
    assert (result.meetings_attended, result.meetings_held, result.meetings_awaited) == (1, 1, 1)
    assert (result.hours_attended, result.hours_awaited, result.meetings_late) == (4, 4, 1)
