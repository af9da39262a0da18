"""Windows and deadlines, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from training.learning.rules.timing import Hours, Hurdle, Window, effective_deadline, find_hurdle, in_time, window_of

EIGHT = datetime(2026, 11, 22, 1, 0, 0, tzinfo=UTC)  # 08:00:00 on the site's clock
GRACE = 120
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
CLASS_OPENS = datetime(2026, 10, 31, 17, 0, 0, tzinfo=UTC)
CLASS_CLOSES = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return EIGHT + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("limit", "closes_after", "deadline_after"),
    [
        pytest.param(None, 3600, 3600, id="no limit: the close"),
        pytest.param(1800, 3600, 1800, id="the limit comes first"),
        pytest.param(3600, 1800, 1800, id="the close comes first"),
        pytest.param(1800, 1800, 1800, id="both at once"),
        pytest.param(1, 3600, 1, id="a limit of one second"),
        pytest.param(1800, 0, 0, id="begun in the second of the close"),
    ],
)
def test_the_deadline_is_the_earlier_of_limit_and_close(
    limit: int | None, closes_after: int, deadline_after: int
) -> None:
    assert effective_deadline(EIGHT, time_limit=limit, closes_at=at(closes_after)) == at(deadline_after)


@pytest.mark.parametrize(
    ("limit", "closes_after", "promised_after", "deadline_after"),
    [
        pytest.param(None, 7200, 3600, 7200, id="a later close reaches a running attempt"),
        pytest.param(None, 1800, 3600, 3600, id="an earlier close does not"),
        pytest.param(1800, 7200, 1800, 1800, id="a later close does not lengthen the limit"),
        pytest.param(1800, 7200, 1000, 1800, id="a close that cut the limit short was moved"),
    ],
)
def test_hours_changed_meanwhile_only_ever_lengthen(
    limit: int | None, closes_after: int, promised_after: int, deadline_after: int
) -> None:
    found = effective_deadline(EIGHT, time_limit=limit, closes_at=at(closes_after), promised=at(promised_after))
    assert found == at(deadline_after)


@pytest.mark.parametrize("limit", [None, 60, 1800])
@pytest.mark.parametrize("closes_after", [30, 60, 3600])
@pytest.mark.parametrize("grace", [0, 1, GRACE])
@pytest.mark.parametrize(
    ("after_deadline", "inside_grace"),
    [(-1, True), (0, True), (0.999, True), (1, None), (GRACE + 0.999, None), (GRACE + 1, False)],
)
def test_arrivals_count_up_to_deadline_and_grace(
    limit: int | None, closes_after: int, grace: int, after_deadline: float, inside_grace: bool | None
) -> None:
    deadline = effective_deadline(EIGHT, time_limit=limit, closes_at=at(closes_after))
    expected = inside_grace if inside_grace is not None else int(after_deadline) <= grace
    assert in_time(deadline + timedelta(seconds=after_deadline), deadline, grace=grace) is expected


def test_a_start_within_a_second_keeps_its_whole_limit() -> None:
    deadline = effective_deadline(at(0.7), time_limit=60, closes_at=at(3600))
    assert in_time(at(60.99), deadline)
    assert not in_time(at(61), deadline)


@pytest.mark.parametrize(
    ("override", "own", "expected"),
    [
        pytest.param(Hours(), Hours(), Window(CLASS_OPENS, CLASS_CLOSES), id="the days of the class, to their end"),
        pytest.param(Hours(), Hours(at(0), at(9)), Window(at(0), at(9)), id="the quiz's own hours"),
        pytest.param(Hours(at(1), at(2)), Hours(at(0), at(9)), Window(at(1), at(2)), id="the class's own for the quiz"),
        pytest.param(Hours(None, at(2)), Hours(at(0), at(9)), Window(at(0), at(2)), id="each end by itself"),
        pytest.param(Hours(at(1), None), Hours(), Window(at(1), CLASS_CLOSES), id="one end from the class"),
    ],
)
def test_hours_come_from_the_nearest_place_that_sets_them(override: Hours, own: Hours, expected: Window) -> None:
    assert window_of(override, own, opens_on=FIRST, closes_on=LAST) == expected


@pytest.mark.parametrize(
    ("now", "class_is_open", "used", "allowed", "expected"),
    [
        (-1, True, 0, None, Hurdle.AHEAD),
        (0, True, 0, None, None),
        (100, True, 0, None, None),
        (100.999, True, 0, None, None),
        (101, True, 0, None, Hurdle.OVER),
        (50, False, 0, None, Hurdle.CLASS_NOT_OPEN),
        (50, True, 1, 2, None),
        (50, True, 2, 2, Hurdle.USED_UP),
        (50, True, 99, None, None),
    ],
)
def test_an_attempt_may_begin_within_window_class_and_number(
    now: float, class_is_open: bool, used: int, allowed: int | None, expected: Hurdle | None
) -> None:
    window = Window(at(0), at(100))
    assert find_hurdle(window, now=at(now), class_is_open=class_is_open, used=used, allowed=allowed) is expected
