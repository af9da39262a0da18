"""Days and hours of classes, meetings and quizzes; numbers of meetings; codes; the units that tell learners apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.classes.models import Meeting
from training.classes.rules.codes import next_code
from training.classes.rules.dates import (
    check_dates,
    check_meeting_day,
    check_meetings_within,
    check_quiz_hours,
    meeting_times,
    numbered,
)
from training.classes.rules.unit_groups import group_ids
from training.core.errors import Invalid

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 30)
EIGHT, ELEVEN = time(8), time(11)


def meeting(day: int, *, hour: int = 1, cancelled: bool = False) -> Meeting:
    starts_at = datetime(2026, 11, 1, hour, tzinfo=UTC) + timedelta(days=day - 1)
    return Meeting(id=day, starts_at=starts_at, cancelled_at=starts_at if cancelled else None)


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "right"), [(FIRST, LAST, True), (FIRST, FIRST, True), (LAST, FIRST, False)]
)
def test_a_class_ends_no_earlier_than_it_begins(app: object, opens_on: date, closes_on: date, *, right: bool) -> None:
    if right:
        check_dates(opens_on, closes_on)
        return
    with pytest.raises(Invalid) as refusal:
        check_dates(opens_on, closes_on)
    assert refusal.value.field == "closes_on"


def test_hours_of_a_meeting_are_those_of_the_wall_clock(app: object) -> None:
    assert meeting_times(FIRST, EIGHT, ELEVEN) == (
        datetime(2026, 11, 2, 1, tzinfo=UTC),
        datetime(2026, 11, 2, 4, tzinfo=UTC),
    )


@pytest.mark.parametrize("ends", [EIGHT, time(7, 59)])
def test_a_meeting_ends_after_it_begins(app: object, ends: time) -> None:
    with pytest.raises(Invalid, match="sau giờ bắt đầu"):
        meeting_times(FIRST, EIGHT, ends)


@pytest.mark.parametrize(
    ("on", "right"), [(FIRST, True), (LAST, True), (FIRST - timedelta(1), False), (LAST + timedelta(1), False)]
)
def test_a_meeting_lies_within_its_class(app: object, on: date, *, right: bool) -> None:
    if right:
        check_meeting_day(on, FIRST, LAST)
        return
    with pytest.raises(Invalid, match="02/11/2026"):
        check_meeting_day(on, FIRST, LAST)


@pytest.mark.parametrize(
    ("held", "field"),
    [
        ([meeting(2)], None),
        ([meeting(1)], "opens_on"),
        ([meeting(1, cancelled=True)], None),
        ([meeting(30, hour=17)], "closes_on"),
    ],
)
def test_a_class_is_not_cut_short_of_its_meetings(app: object, held: list[Meeting], field: str | None) -> None:
    if field is None:
        check_meetings_within(held, FIRST, LAST)
        return
    with pytest.raises(Invalid) as refusal:
        check_meetings_within(held, FIRST, LAST)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("opens", "closes", "right"), [(1, 2, True), (None, 1, True), (1, None, True), (2, 2, False), (3, 2, False)]
)
def test_a_quiz_closes_after_it_opens(app: object, opens: int | None, closes: int | None, *, right: bool) -> None:
    opens_at, closes_at = (datetime(2026, 11, d, tzinfo=UTC) if d else None for d in (opens, closes))
    if right:
        check_quiz_hours(opens_at, closes_at)
        return
    with pytest.raises(Invalid):
        check_quiz_hours(opens_at, closes_at)


def test_meetings_are_numbered_in_time_and_cancelled_ones_left_out() -> None:
    found = numbered([meeting(9), meeting(3), meeting(5, cancelled=True)])
    assert [(one.meeting.id, one.number) for one in found] == [(3, 1), (5, None), (9, 2)]


@given(st.lists(st.tuples(st.integers(1, 28), st.booleans()), unique_by=lambda pair: pair[0]))
def test_numbers_count_the_meetings_that_are_held(days: list[tuple[int, bool]]) -> None:
    found = numbered(meeting(day, cancelled=cancelled) for day, cancelled in days)
    numbers = [one.number for one in found if one.number]
    assert numbers == list(range(1, sum(not cancelled for _day, cancelled in days) + 1))


@pytest.mark.parametrize(
    ("taken", "code"),
    [([], "L2026-01"), (["L2026-01", "L2026-07", "L2025-09"], "L2026-08"), (["HGV", "L2026-A"], "L2026-01")],
)
def test_the_next_code_goes_on_from_the_highest(taken: list[str], code: str) -> None:
    assert next_code(2026, taken) == code


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        ([], set()),
        (["/1/2/"], {2}),
        (["/1/2/", "/1/3/"], {2, 3}),
        (["/1/2/7/", "/1/2/8/", "/1/3/9/"], {2, 3}),
        (["/1/2/7/", "/1/2/8/"], {7, 8}),
        (["/1/", "/1/2/", "/1/3/4/"], {1, 2, 3}),
    ],
)
def test_learners_are_told_apart_by_the_units_below_what_they_share(paths: list[str], ids: set[int]) -> None:
    assert group_ids(paths) == ids
