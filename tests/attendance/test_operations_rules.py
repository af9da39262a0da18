"""What a class counts, and meetings made up for, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, AttendanceRule, Excused, Status
from training.attendance.operations import mark
from training.attendance.operations.make_ups import make_up, take_back_make_up
from training.attendance.operations.rules import set_attendance_rule
from training.attendance.queries.classes import attendance_of_class
from training.attendance.queries.make_ups import made_up_in
from training.attendance.queries.rolls import statuses_of
from training.attendance.queries.rules import rule_of, version_of_rule
from training.attendance.rules.rule import USUAL, Rule
from training.classes.models import ClassState, Meeting
from training.completion.queries.standings import list_standings
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid

DAY = timedelta(days=1)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() - 2 * DAY)


def hours_of(cast: Cast) -> tuple[object, int]:
    found = list_standings([cast.training_class.id])[0].facts.attendance
    return found.hours_attended, found.hours_held


def test_a_rule_is_set_and_set_again_by_who_looked_at_it(cast: Cast) -> None:
    class_id = cast.training_class.id
    assert (rule_of(class_id), version_of_rule(class_id)) == (USUAL, 0)
    halves = Rule(late_worth=50, excused=Excused.LEFT_OUT)
    set_attendance_rule(cast.training_class, rule=halves, version=0, by=cast.trainer)
    assert rule_of(class_id) == halves
    with pytest.raises(Conflict):
        set_attendance_rule(cast.training_class, rule=USUAL, version=0, by=cast.administrator)
    set_attendance_rule(cast.training_class, rule=USUAL, version=1, by=cast.administrator)
    assert (rule_of(class_id), version_of_rule(class_id)) == (USUAL, 2)


def test_a_closed_class_keeps_its_rule(cast: Cast, make: Makers) -> None:
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    with pytest.raises(Conflict):
        set_attendance_rule(cast.training_class, rule=Rule(late_worth=0), version=0, by=cast.trainer)
    assert db.session.scalar(select(AttendanceRule)) is None


@pytest.mark.parametrize(
    ("status", "rule", "hours"),
    [
        (Status.LATE, Rule(late_worth=50), (2, 4)),
        (Status.LEFT_EARLY, Rule(left_early_worth=75), (3, 4)),
        (Status.EXCUSED, Rule(excused=Excused.LEFT_OUT), (0, 0)),
        (Status.EXCUSED, Rule(excused=Excused.ATTENDED), (4, 4)),
        (Status.EXCUSED, Rule(), (0, 4)),
    ],
)
def test_completion_counts_as_the_sheet_does(
    cast: Cast, meeting: Meeting, status: Status, rule: Rule, hours: tuple[int, int]
) -> None:
    set_attendance_rule(cast.training_class, rule=rule, version=0, by=cast.trainer)
    mark(meeting, said={cast.enrolment.id: status}, by=cast.trainer)
    assert hours_of(cast) == hours
    found = attendance_of_class(cast.training_class.id)
    told = found.tally_of(cast.enrolment.id, enrolled_at=cast.enrolment.enrolled_at, now=clock.now())
    assert (told.hours_attended, told.hours_held) == hours


def test_a_missed_meeting_is_made_up_with_its_reason_and_counts(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    make_up(meeting, cast.enrolment, on=clock.today(), reason="Học cùng lớp BD-02", by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.MADE_UP}
    (told,) = made_up_in(cast.training_class.id)[cast.enrolment.id]
    assert (told.meeting_id, told.on, told.reason) == (meeting.id, clock.today(), "Học cùng lớp BD-02")
    assert hours_of(cast) == (4, 4)


def test_a_make_up_taken_back_leaves_what_the_roll_said(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: Status.EXCUSED}, by=cast.trainer)
    make_up(meeting, cast.enrolment, on=clock.today(), reason="Bài 3", by=cast.trainer)
    take_back_make_up(meeting, cast.enrolment, by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.EXCUSED}
    with pytest.raises(Conflict):
        take_back_make_up(meeting, cast.enrolment, by=cast.trainer)
    assert len(list(db.session.scalars(select(AttendanceEvent)))) == 3


def test_no_more_is_made_up_than_the_class_allows(cast: Cast, make: Makers) -> None:
    set_attendance_rule(cast.training_class, rule=Rule(make_ups=1), version=0, by=cast.trainer)
    first, second = (make.meeting(cast.training_class, starts_at=clock.now() - n * DAY) for n in (3, 2))
    for one in (first, second):
        mark(one, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    make_up(first, cast.enrolment, on=clock.today(), reason="Bài 1", by=cast.trainer)
    with pytest.raises(Conflict):
        make_up(second, cast.enrolment, on=clock.today(), reason="Bài 2", by=cast.trainer)


def test_who_was_there_has_nothing_to_make_up(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: Status.LATE}, by=cast.trainer)
    with pytest.raises(Conflict):
        make_up(meeting, cast.enrolment, on=clock.today(), reason="Bài 1", by=cast.trainer)


def test_a_meeting_without_a_roll_is_not_made_up(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(Conflict):
        make_up(meeting, cast.enrolment, on=clock.today(), reason="Bài 1", by=cast.trainer)


@pytest.mark.parametrize("days", [-3, 1])
def test_a_make_up_is_neither_before_the_meeting_nor_ahead(cast: Cast, meeting: Meeting, days: int) -> None:
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    with pytest.raises(Invalid):
        make_up(meeting, cast.enrolment, on=clock.today() + days * DAY, reason="Bài 1", by=cast.trainer)
