"""When one may check in, as what one counts, and how often one may err."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.attendance.models import Status
from training.attendance.rules.check_in import Door, blocked_until, door_at, status_at

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
END = START + timedelta(hours=4)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "door"),
    [
        (START - 31 * MINUTE, Door.EARLY),
        (START - 30 * MINUTE - SECOND, Door.EARLY),
        (START - 30 * MINUTE, Door.OPEN),
        (START, Door.OPEN),
        (END, Door.OPEN),
        (END + 30 * MINUTE - SECOND, Door.OPEN),
        (END + 30 * MINUTE, Door.OVER),
    ],
)
def test_check_in_opens_and_closes_half_an_hour_around_the_meeting(at: datetime, door: Door) -> None:
    assert door_at(at, starts_at=START, ends_at=END, cancelled=None) is door


def test_a_cancelled_meeting_has_no_check_in() -> None:
    assert door_at(START, starts_at=START, ends_at=END, cancelled=START - MINUTE) is Door.CANCELLED


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (START - 30 * MINUTE, Status.PRESENT),
        (START + 15 * MINUTE, Status.PRESENT),
        (START + 15 * MINUTE + SECOND, Status.LATE),
        (END, Status.LATE),
    ],
)
def test_a_quarter_of_an_hour_after_the_start_is_late(at: datetime, status: Status) -> None:
    assert status_at(at, starts_at=START, late_after=15) is status


@pytest.mark.parametrize(
    ("ages", "until"),
    [
        ([], None),
        (range(9), None),
        (range(10), START + 1 * MINUTE),
        (range(0, 20, 2), None),
        ([0] * 10, START + 10 * MINUTE),
        ([0] * 12, START + 10 * MINUTE),
        ([10] * 10, None),
    ],
)
def test_ten_wrong_codes_in_ten_minutes_are_enough(ages: list[int], until: datetime | None) -> None:
    assert blocked_until([START - age * MINUTE for age in ages], START) == until
