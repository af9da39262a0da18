"""The signed sheet, closing a roll, and warnings of low attendance, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import How, RollClosing, Status
from training.attendance.operations import Edit, mark, merge
from training.attendance.operations.closings import close_roll, enter_sheet, reopen_roll
from training.attendance.operations.make_ups import make_up
from training.attendance.operations.rules import set_attendance_rule
from training.attendance.operations.warnings import warn_all, warn_class
from training.attendance.queries.classes import attendance_of_class
from training.attendance.queries.closings import find_closing, list_sheet
from training.attendance.queries.rolls import list_roll, statuses_of
from training.attendance.rules.rule import Rule
from training.classes.models import ClassState, Meeting
from training.completion.queries.standings import list_standings
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.notices.models import Notice

P, L, A = Status.PRESENT, Status.LATE, Status.ABSENT


def days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=days_ago(1))


def notices() -> list[tuple[int, str]]:
    return [tuple(row) for row in db.session.execute(select(Notice.person_id, Notice.title).order_by(Notice.id))]


def test_the_sheet_lists_by_unit_and_within_it_as_the_roster(cast: Cast, make: Makers, meeting: Meeting) -> None:
    for name, unit in (("Trần Văn An", cast.other_ward), ("Đặng Thị Ánh", cast.ward)):
        make.enrolment(cast.training_class, make.person(name, unit=unit))
    told = [(line.unit_name, line.full_name) for line in list_sheet(meeting)]
    assert told == [
        ("Phường An Mỹ", "Đặng Thị Ánh"),
        ("Phường An Mỹ", "Nguyễn Thị Hạnh"),
        ("Xã Tam Ngọc", "Trần Văn An"),
    ]


def test_signatures_make_present_whom_nobody_marked_and_leave_the_late_late(
    cast: Cast, make: Makers, meeting: Meeting
) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person)
    mark(meeting, said={other.id: L}, by=cast.trainer)
    enter_sheet(meeting, signed={cast.enrolment.id, other.id}, by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: P, other.id: L}
    assert {row.how for row in list_roll(meeting)} == {How.PAPER, How.ROLL_CALL}


def test_a_signature_of_who_has_left_is_left_out_and_the_others_entered(cast: Cast, meeting: Meeting) -> None:
    assert enter_sheet(meeting, signed={cast.enrolment.id, 999}, by=cast.trainer) == {999}
    assert statuses_of(meeting) == {cast.enrolment.id: P}


def test_a_roll_closes_where_both_numbers_agree(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: P}, by=cast.trainer)
    closing = close_roll(meeting, signed=1, by=cast.trainer)
    assert (closing.signed, closing.counted, closing.explanation) == (1, 1, "")
    with pytest.raises(Conflict):
        mark(meeting, said={cast.enrolment.id: A}, by=cast.trainer)


def test_a_difference_is_explained_before_the_roll_closes(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(Invalid):
        close_roll(meeting, signed=1, by=cast.trainer)
    assert find_closing(meeting.id) is None
    closing = close_roll(meeting, signed=1, explanation="Một người ký nhầm", by=cast.trainer)
    assert (closing.signed, closing.counted) == (1, 0)


def test_contradicting_marks_are_decided_before_the_roll_closes(cast: Cast, meeting: Meeting) -> None:
    for device, status in (("a", P), ("b", A)):
        edit = Edit(device, cast.enrolment.id, status, clock.now(), 0)
        merge(meeting, edits=[edit], device=device, by=cast.trainer)
    with pytest.raises(Conflict):
        close_roll(meeting, signed=1, by=cast.trainer)


def test_a_meeting_that_has_not_begun_does_not_close(cast: Cast, make: Makers) -> None:
    ahead = make.meeting(cast.training_class, starts_at=days_ago(-1))
    with pytest.raises(Conflict):
        close_roll(ahead, signed=0, by=cast.trainer)


def test_a_closed_roll_opens_again_and_the_closing_stays_on_record(cast: Cast, meeting: Meeting) -> None:
    close_roll(meeting, signed=0, by=cast.trainer)
    with pytest.raises(Conflict):
        close_roll(meeting, signed=0, by=cast.trainer)
    reopen_roll(meeting, by=cast.administrator)
    mark(meeting, said={cast.enrolment.id: P}, by=cast.trainer)
    close_roll(meeting, signed=1, by=cast.trainer)
    assert db.session.scalar(select(func.count()).select_from(RollClosing)) == 2
    reopen_roll(meeting, by=cast.administrator)
    with pytest.raises(Conflict):
        reopen_roll(meeting, by=cast.administrator)


def test_a_closed_roll_still_takes_a_make_up(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: A}, by=cast.trainer)
    close_roll(meeting, signed=0, by=cast.trainer)
    make_up(meeting, cast.enrolment, on=clock.today(), reason="Bài 3", by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.MADE_UP}


@pytest.fixture
def missed(cast: Cast, make: Makers) -> list[Meeting]:
    cast.enrolment.enrolled_at = days_ago(20)
    make.save(cast.enrolment)
    meetings = [make.meeting(cast.training_class, starts_at=days_ago(day)) for day in (5, 3)]
    for one, status in zip(meetings, (P, A), strict=True):
        mark(one, said={cast.enrolment.id: status}, by=cast.trainer)
    return meetings


@pytest.mark.usefixtures("missed")
def test_the_learner_and_the_manager_of_the_unit_are_warned_once(cast: Cast) -> None:
    assert warn_class(cast.training_class.id, by=SYSTEM) == 2
    assert warn_all(by=SYSTEM) == 0
    told = dict(notices())
    assert set(told) == {cast.cadre.person_id, cast.manager.person_id}
    assert told[cast.cadre_person.id].startswith("Chuyên cần thấp")
    assert told[cast.manager.person_id or 0].startswith("Nguyễn Thị Hạnh")


def test_closing_a_roll_warns_too(cast: Cast, missed: list[Meeting]) -> None:
    close_roll(missed[1], signed=0, by=cast.trainer)
    assert len(notices()) == 2


@pytest.mark.usefixtures("missed")
def test_a_class_that_warns_of_nothing_sends_nothing(cast: Cast) -> None:
    set_attendance_rule(cast.training_class, rule=Rule(warn_below=0), version=0, by=cast.trainer)
    assert warn_class(cast.training_class.id, by=SYSTEM) == 0


def test_one_missed_meeting_is_no_reason_yet(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: A}, by=cast.trainer)
    assert warn_class(cast.training_class.id, by=SYSTEM) == 0


def test_nobody_is_warned_while_people_stand_at_the_door(cast: Cast, make: Makers, missed: list[Meeting]) -> None:
    mark(missed[1], said={cast.enrolment.id: P}, by=cast.trainer)
    other = make.enrolment(cast.training_class, cast.stranger_person)
    now = make.meeting(cast.training_class, starts_at=clock.now() - timedelta(minutes=1), hours=4)
    mark(now, said={other.id: P}, by=cast.trainer)
    set_attendance_rule(cast.training_class, rule=Rule(warn_below=90), version=0, by=cast.trainer)
    assert warn_all(by=SYSTEM) == 0
    close_roll(now, signed=1, by=cast.trainer)
    assert {person for person, _title in notices()} == {cast.cadre.person_id, cast.manager.person_id}


def counted(cast: Cast) -> dict[str, tuple[int, int]]:
    """How many meetings are held and awaited for each learner, by the sheet of the class and by its roster."""
    found, now = attendance_of_class(cast.training_class.id), clock.now()
    told = {}
    for standing in list_standings([cast.training_class.id]):
        one, roll = standing.learner, standing.facts.attendance
        assert roll == found.tally_of(one.enrolment_id, enrolled_at=one.enrolled_at, now=now)
        told[one.full_name] = (roll.meetings_held, roll.meetings_awaited)
    return told


@pytest.mark.parametrize("end", ["roll closed", "door shut", "class closed"])
def test_who_stands_at_the_door_is_not_absent_yet(cast: Cast, make: Makers, end: str) -> None:
    """The first one in makes nobody else absent: not before the roll is closed, or nobody can check in any more."""
    running = make.meeting(cast.training_class, starts_at=clock.now() - timedelta(minutes=5))
    late = make.enrolment(cast.training_class, cast.stranger_person)
    for enrolment in (cast.enrolment, late):
        enrolment.enrolled_at = days_ago(9)
        make.save(enrolment)
    mark(running, said={cast.enrolment.id: P}, by=cast.trainer)
    first, second = cast.cadre_person.full_name, cast.stranger_person.full_name
    assert counted(cast) == {first: (1, 0), second: (0, 1)}
    if end == "roll closed":
        close_roll(running, signed=1, by=cast.trainer)
    if end == "class closed":
        cast.training_class.state = ClassState.CLOSED
        make.save(cast.training_class)
    with clock.frozen(clock.now() + timedelta(hours=9 if end == "door shut" else 0)):
        assert counted(cast) == {first: (1, 0), second: (1, 0)}
