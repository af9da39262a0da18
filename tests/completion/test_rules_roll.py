"""Which meetings count for whom."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.completion.shapes import START, meeting
from training.attendance.models import Status
from training.attendance.rules.tallies import MeetingFact, tally
from training.completion.rules.facts import AttendanceFact, ClassShape, MeetingShape
from training.completion.rules.roll import NOTHING_RECORDED, Recorded, Roll

CLASS = ClassShape(meetings=(meeting(1), meeting(2, hours=3), meeting(3, held=False), meeting(4, hours=5, held=False)))
BEFORE_ALL = START


def test_meetings_with_a_roll_are_held_and_the_others_awaited() -> None:
    assert Roll(CLASS).fact(BEFORE_ALL, Recorded(4, 1, 0, 0)) == AttendanceFact(4, 7, 9, 1, 2, 2)


def test_a_closed_class_awaits_nothing() -> None:
    fact = Roll(replace(CLASS, closed=True)).fact(BEFORE_ALL, NOTHING_RECORDED)
    assert (fact.hours, fact.hours_held) == (7, 7)


@pytest.mark.parametrize(("day", "held", "before"), [(0, 2, 0), (1, 2, 0), (2, 1, 1), (3, 0, 2), (30, 0, 2)])
def test_meetings_over_before_the_enrolment_do_not_count(day: int, held: int, before: int) -> None:
    fact = Roll(CLASS).fact(START + timedelta(days=day), NOTHING_RECORDED)
    assert (fact.meetings_held, fact.meetings_before) == (held, before)


def test_an_earlier_meeting_whose_roll_names_the_learner_counts_all_the_same() -> None:
    fact = Roll(CLASS).fact(START + timedelta(days=30), Recorded(4, 1, 7, 2))
    assert (fact.hours_attended, fact.hours_held, fact.meetings_before) == (4, 7, 0)


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
    fact = Roll(ClassShape(meetings=tuple(meetings), closed=closed)).fact(enrolled_at, NOTHING_RECORDED)
    assert fact.hours_held == sum(m.study_hours for m in counting if m.held)
    assert fact.hours_awaited == (0 if closed else sum(m.study_hours for m in counting if not m.held))
    assert fact.meetings_held + fact.meetings_before == sum(m.held for m in meetings)


STATUSES = st.dictionaries(st.integers(0, 4), st.sampled_from(Status))


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 8), st.booleans()), max_size=5), STATUSES, st.integers(-1, 21)
)
def test_a_class_is_added_up_as_each_learner_is(
    meetings: list[tuple[int, int, bool]], statuses: dict[int, Status], day: int
) -> None:
    """What the sums of the whole class give is what the tally of the one learner gives."""
    now, enrolled_at = START + timedelta(days=90), START + timedelta(days=day)
    facts = [
        MeetingFact(n, START + timedelta(days=d), START + timedelta(days=d, hours=3), hours, held or n in statuses)
        for n, (d, hours, held) in enumerate(meetings)
    ]
    mine = [f for f in facts if f.meeting_id in statuses]
    attended = [f for f in mine if statuses[f.meeting_id] in {Status.PRESENT, Status.LATE}]
    early = [f for f in mine if f.ends_at <= enrolled_at]
    recorded = Recorded(hours(attended), len(attended), hours(early), len(early))
    shape = ClassShape(meetings=tuple(MeetingShape(f.meeting_id, f.ends_at, f.study_hours, f.rolled) for f in facts))
    fact = Roll(shape).fact(enrolled_at, recorded)
    wanted = tally(facts, statuses, enrolled_at=enrolled_at, now=now)
    assert asdict(fact) == {name: value for name, value in asdict(wanted).items() if name in asdict(fact)}


def hours(meetings: list[MeetingFact]) -> int:
    return sum(m.study_hours for m in meetings)
