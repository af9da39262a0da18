"""The deadline table: window × time limit × what is granted × the period to hand in × arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.learning.rules.timing import (
    NOTHING_GRANTED,
    Allowance,
    Phase,
    Window,
    effective_deadline,
    larger,
    most_lenient,
    phase_at,
)

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # 8:00 in Viet Nam
TRANSIT = 120
NO_LIMIT, HALF_HOUR = None, 1800


def at(minutes: float) -> datetime:
    """Return an instant so many minutes after the start."""
    return START + timedelta(minutes=minutes)


LATER = Allowance(closes_at=at(90))
EARLIER = Allowance(closes_at=at(5))
LONGER = Allowance(time_limit=2700)
SHORTER = Allowance(time_limit=60)
EXTRA = Allowance(extra_time=600)
LATER_AND_LONGER = Allowance(closes_at=at(90), time_limit=5400, extra_time=600)


@pytest.mark.parametrize(
    ("closes", "limit", "granted", "deadline"),
    [
        # the window closes long after the limit
        (60, NO_LIMIT, NOTHING_GRANTED, 60),
        (60, HALF_HOUR, NOTHING_GRANTED, 30),
        (60, HALF_HOUR, LATER, 30),
        (60, HALF_HOUR, LONGER, 45),
        (60, HALF_HOUR, SHORTER, 30),
        (60, HALF_HOUR, EXTRA, 40),
        (60, HALF_HOUR, LATER_AND_LONGER, 100),
        (60, NO_LIMIT, LONGER, 60),
        (60, NO_LIMIT, EXTRA, 70),
        (60, NO_LIMIT, LATER, 90),
        (60, NO_LIMIT, EARLIER, 60),
        # it closes while the limit runs
        (20, HALF_HOUR, NOTHING_GRANTED, 20),
        (20, HALF_HOUR, LATER, 30),
        (20, HALF_HOUR, LONGER, 20),
        (20, HALF_HOUR, EXTRA, 30),
        (20, HALF_HOUR, EARLIER, 20),
        (20, HALF_HOUR, LATER_AND_LONGER, 100),
        # it closes in the second of the start
        (0, HALF_HOUR, NOTHING_GRANTED, 0),
        (0, NO_LIMIT, EXTRA, 10),
    ],
)
def test_the_deadline_of_an_attempt(closes: int, limit: int | None, granted: Allowance, deadline: int) -> None:
    assert effective_deadline(START, time_limit=limit, closes_at=at(closes), granted=granted) == at(deadline)


@pytest.mark.parametrize(("closes", "promised", "deadline"), [(60, 30, 30), (20, 30, 30), (60, 20, 30)])
def test_what_was_promised_at_the_start_is_kept(closes: int, promised: int, deadline: int) -> None:
    found = effective_deadline(START, time_limit=HALF_HOUR, closes_at=at(closes), promised=at(promised))
    assert found == at(deadline)


NO_PERIOD, PERIOD = 0, 900


@pytest.mark.parametrize(
    ("period", "seconds_after", "phase"),
    [
        (NO_PERIOD, -1, Phase.ANSWERING),
        (NO_PERIOD, 0, Phase.ANSWERING),
        (NO_PERIOD, 0.9, Phase.ANSWERING),
        (NO_PERIOD, TRANSIT, Phase.ANSWERING),
        (NO_PERIOD, TRANSIT + 0.9, Phase.ANSWERING),
        (NO_PERIOD, TRANSIT + 1, Phase.OVER),
        (PERIOD, TRANSIT, Phase.ANSWERING),
        (PERIOD, TRANSIT + 1, Phase.HANDING_IN),
        (PERIOD, PERIOD, Phase.HANDING_IN),
        (PERIOD, PERIOD + TRANSIT, Phase.HANDING_IN),
        (PERIOD, PERIOD + TRANSIT + 0.9, Phase.HANDING_IN),
        (PERIOD, PERIOD + TRANSIT + 1, Phase.OVER),
    ],
)
@pytest.mark.parametrize("granted", [NOTHING_GRANTED, EXTRA, LATER_AND_LONGER])
@pytest.mark.parametrize("closes", [20, 60])
def test_what_an_arrival_may_still_do(
    closes: int, granted: Allowance, period: int, seconds_after: float, phase: Phase
) -> None:
    deadline = effective_deadline(START, time_limit=HALF_HOUR, closes_at=at(closes), granted=granted)
    arrived = deadline + timedelta(seconds=seconds_after)
    assert phase_at(arrived, deadline, grace=TRANSIT, hand_in_seconds=period) is phase


def test_the_most_lenient_of_each_field_holds_wherever_it_comes_from() -> None:
    person = Allowance(opens_at=at(10), extra_time=300)
    unit = Allowance(opens_at=at(5), closes_at=at(90), attempts_allowed=2)
    whole_class = Allowance(closes_at=at(80), time_limit=2400, extra_time=600, attempts_allowed=3)
    merged = most_lenient([person, unit, whole_class])
    assert merged == Allowance(at(5), at(90), 2400, 600, 3)
    assert most_lenient([]) == NOTHING_GRANTED


@pytest.mark.parametrize(("for_all", "granted", "found"), [(2, None, 2), (2, 3, 3), (3, 2, 3), (None, 2, None)])
def test_what_is_granted_never_takes_away(for_all: int | None, granted: int | None, found: int | None) -> None:
    assert larger(for_all, granted) == found


def test_a_window_is_only_ever_widened() -> None:
    window = Window(at(0), at(60))
    assert window.widened(Allowance(opens_at=at(-30), closes_at=at(90))) == Window(at(-30), at(90))
    assert window.widened(Allowance(opens_at=at(30), closes_at=at(40))) == window
