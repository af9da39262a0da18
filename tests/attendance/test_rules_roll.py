"""Which meetings count for whom, added up once for a whole class."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.models import Status
from training.attendance.rules.tallies import MeetingShape, Recorded, Roll

START = datetime(2026, 3, 2, 1, tzinfo=UTC)


def meeting(day: int, *, hours: int = 4, held: bool = True) -> MeetingShape:
    return MeetingShape(day, START + timedelta(days=day, hours=3), hours, held)


CLASS = (meeting(1), meeting(2, hours=3), meeting(3, held=False), meeting(4, hours=5, held=False))
ONE_PRESENT = [Recorded(Status.PRESENT, early=False, study_hours=4, meetings=1)]


def test_meetings_with_a_roll_are_held_and_the_others_awaited() -> None:
    found = Roll(CLASS).tally(START, ONE_PRESENT)
    assert (found.hours_attended, found.hours_held, found.hours_awaited) == (4, 7, 9)
    assert (found.meetings_attended, found.meetings_held, found.meetings_awaited) == (1, 2, 2)


def test_a_closed_class_awaits_nothing() -> None:
    found = Roll(CLASS, closed=True).tally(START)
    assert (found.hours, found.hours_held) == (7, 7)


@pytest.mark.parametrize(("day", "held", "before"), [(0, 2, 0), (1, 2, 0), (2, 1, 1), (3, 0, 2), (30, 0, 2)])
def test_meetings_over_before_the_enrolment_do_not_count(day: int, held: int, before: int) -> None:
    found = Roll(CLASS).tally(START + timedelta(days=day))
    assert (found.meetings_held, found.meetings_before) == (held, before)


def test_an_earlier_meeting_whose_roll_names_the_learner_counts_all_the_same() -> None:
    said = [Recorded(Status.PRESENT, True, 4, 1), Recorded(Status.ABSENT, True, 3, 1)]
    found = Roll(CLASS).tally(START + timedelta(days=30), said)
    assert (found.hours_attended, found.hours_held, found.meetings_before) == (4, 7, 0)


MEETINGS = st.lists(
    st.builds(
        MeetingShape,
        st.just(1),
        st.integers(0, 20).map(lambda d: START + timedelta(days=d)),
        st.integers(0, 8),
        st.booleans(),
    )
)


@given(MEETINGS, st.integers(-1, 21), st.booleans())
def test_the_sums_are_those_of_the_meetings_that_count(meetings: list[MeetingShape], day: int, closed: bool) -> None:
    enrolled_at = START + timedelta(days=day)
    counting = [m for m in meetings if m.ends_at > enrolled_at]
    found = Roll(meetings, closed=closed).tally(enrolled_at)
    assert found.hours_held == sum(m.study_hours for m in counting if m.held)
    assert found.hours_awaited == (0 if closed else sum(m.study_hours for m in counting if not m.held))
    assert found.meetings_held + found.meetings_before == sum(m.held for m in meetings)
