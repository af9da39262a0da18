"""Taps gathered on several devices, synced in either order, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from sqlalchemy import func, select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, Status
from training.attendance.operations import Edit, mark, merge
from training.attendance.queries.conflicts import count_disputes, list_disputes
from training.attendance.queries.rolls import list_events, marks_of_roll, statuses_of
from training.classes.models import EnrolmentState, Meeting
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict

P, L, A = Status.PRESENT, Status.LATE, Status.ABSENT
START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START)


def edit(key: str, who: int, status: Status, *, minute: int = 1, seen: int = 0) -> Edit:
    return Edit(key, who, status, START + timedelta(minutes=minute), seen)


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(AttendanceEvent)) or 0


def test_two_phones_synced_in_either_order_leave_the_same_and_both_edits(
    cast: Cast, make: Makers, meeting: Meeting
) -> None:
    one = cast.enrolment.id
    phones = {"phone1": [edit("p1", one, P)], "phone2": [edit("p2", one, A, minute=2)]}
    states = []
    for order in permutations(phones):
        same = make.meeting(cast.training_class, starts_at=START)
        for device in order:
            taps = [Edit(f"{same.id}{e.key}", e.enrolment_id, e.status, e.said_at, 0) for e in phones[device]]
            merge(same, edits=taps, device=device, by=cast.trainer)
        told = {(e.status, e.said_at) for e in list_events(same, cast.enrolment)}
        states.append((statuses_of(same), count_disputes(same), told))
    assert states[0] == states[1]
    assert states[0][:2] == ({one: A}, 1)
    assert len(states[0][2]) == 2


def test_a_dispute_shows_both_taps_and_ends_with_a_decision(cast: Cast, meeting: Meeting) -> None:
    one = cast.enrolment.id
    merge(meeting, edits=[edit("a", one, P)], device="a", agent="Android Chrome", by=cast.trainer)
    merge(meeting, edits=[edit("b", one, A, minute=2)], device="b", by=cast.administrator)
    (dispute,) = list_disputes(meeting)
    told = [(c.said.status, c.by_name, c.agent) for c in dispute.claims]
    assert told == [(P, "Phạm Văn Giảng", "Android Chrome"), (A, "Trần Quốc Quản", "")]
    mark(meeting, said={one: P}, seen={one: dispute.seen}, by=cast.trainer)
    assert (statuses_of(meeting), count_disputes(meeting)) == ({one: P}, 0)
    assert count_events() == 3


def test_a_decision_does_not_settle_a_tap_that_its_page_did_not_show(cast: Cast, meeting: Meeting) -> None:
    one = cast.enrolment.id
    merge(meeting, edits=[edit("a", one, P)], device="a", by=cast.trainer)
    seen = marks_of_roll(meeting)[one].seen
    merge(meeting, edits=[edit("b", one, A, minute=2)], device="b", by=cast.trainer)
    mark(meeting, said={one: P}, seen={one: seen}, by=cast.trainer)
    assert count_disputes(meeting) == 1


def test_taps_sent_twice_are_noted_once(cast: Cast, meeting: Meeting) -> None:
    taps = [edit("a", cast.enrolment.id, P), edit("b", cast.enrolment.id, L, minute=2)]
    merge(meeting, edits=taps[:1], device="a", by=cast.trainer)
    merge(meeting, edits=taps, device="a", by=cast.trainer)
    assert count_events() == 2
    assert statuses_of(meeting) == {cast.enrolment.id: L}


def test_who_has_left_the_class_stops_nobody_else(cast: Cast, make: Makers, meeting: Meeting) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person, state=EnrolmentState.WITHDRAWN)
    taps = [edit("a", cast.enrolment.id, P), edit("b", other.id, P), edit("c", 999, P)]
    assert merge(meeting, edits=taps, device="a", by=cast.trainer) == [other.id, 999]
    assert statuses_of(meeting) == {cast.enrolment.id: P}


def test_a_clock_that_runs_ahead_wins_nothing(cast: Cast, meeting: Meeting) -> None:
    one, now = cast.enrolment.id, START + timedelta(hours=1)
    with clock.frozen(now):
        merge(meeting, edits=[edit("a", one, P, minute=999_999)], device="a", by=cast.trainer)
    assert list_events(meeting, cast.enrolment)[0].said_at == now


def test_a_cancelled_meeting_takes_no_taps(cast: Cast, make: Makers, meeting: Meeting) -> None:
    meeting.cancelled_at = clock.now()
    make.save(meeting)
    with pytest.raises(Conflict):
        merge(meeting, edits=[edit("a", cast.enrolment.id, P)], device="a", by=cast.trainer)
    assert count_events() == 0
