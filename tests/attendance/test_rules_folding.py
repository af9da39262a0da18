"""What a learner's events amount to, in whatever order they arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.models import How, Status
from training.attendance.rules.folding import Said, fold

P, L, E, A, M = Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT, Status.MADE_UP
START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def roll(event_id: int, status: Status | None) -> Said:
    return Said(event_id, How.ROLL_CALL, status, at(event_id))


def scan(event_id: int, status: Status | None = P) -> Said:
    return Said(event_id, How.CHECK_IN, status, at(event_id))


def made_up(event_id: int, status: Status | None = M) -> Said:
    return Said(event_id, How.MAKE_UP, status, at(event_id))


def tap(event_id: int, status: Status, *, minute: int, device: str, seen: int = 0, weak: bool = False) -> Said:
    return Said(event_id, How.ROLL_CALL, status, at(minute), f"{device}-{minute}", device, seen, weak)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], None),
        ([roll(1, P)], P),
        ([roll(1, P), roll(2, L)], L),
        ([roll(2, L), roll(1, P)], L),
        ([roll(1, P), roll(2, None)], None),
        ([roll(1, None)], None),
        ([scan(1)], P),
        ([roll(1, A), scan(2)], A),
        # An excuse foretold, and the learner came all the same; not one that was given afterwards.
        ([roll(1, E), scan(2, L)], L),
        ([scan(1), roll(2, E)], E),
        ([roll(1, E), scan(2), roll(3, A)], A),
        ([scan(1), roll(2, A)], A),
        ([scan(1), roll(2, A), roll(3, None)], P),
        ([roll(1, A), roll(2, None), scan(3, L)], L),
        ([scan(1), scan(2, None)], None),
        ([roll(1, A), made_up(2)], M),
        ([roll(1, E), made_up(2)], M),
        ([made_up(1), roll(2, A)], M),
        ([made_up(1), roll(2, L)], L),
        ([roll(1, A), made_up(2), made_up(3, None)], A),
    ],
)
def test_the_event_that_counts(events: list[Said], status: Status | None) -> None:
    counting = fold(events).event
    assert (counting.status if counting else None) is status


@pytest.mark.parametrize(
    ("events", "status", "disputed"),
    [
        # Two devices that knew nothing of each other: the later tap counts, somebody decides.
        ([tap(1, P, minute=1, device="a"), tap(2, A, minute=2, device="b")], A, True),
        ([tap(1, A, minute=2, device="b"), tap(2, P, minute=1, device="a")], A, True),
        ([tap(1, P, minute=1, device="a"), tap(2, P, minute=2, device="b")], P, False),
        # The second knew of the first.
        ([tap(1, P, minute=1, device="a"), tap(2, A, minute=2, device="b", seen=1)], A, False),
        # One device corrects itself, still offline.
        ([tap(1, P, minute=1, device="a"), tap(2, A, minute=2, device="a")], A, False),
        # "All present" gives way to a tap on the one learner.
        ([tap(1, A, minute=1, device="a"), tap(2, P, minute=2, device="b", weak=True)], A, False),
        # Whoever decides has seen both.
        ([tap(1, P, minute=1, device="a"), tap(2, A, minute=2, device="b"), roll(3, P)], P, False),
        # A tap that comes in after a decision which did not know of it is asked about again.
        ([tap(1, P, minute=1, device="a"), roll(2, L), tap(3, A, minute=2, device="b")], A, True),
    ],
)
def test_taps_that_knew_nothing_of_each_other(events: list[Said], status: Status, disputed: bool) -> None:
    standing = fold(events)
    assert standing.event is not None
    assert (standing.event.status, standing.disputed) == (status, disputed)


#: What devices tapped while all were offline: device, minute, mark, whether of all at once.
TAPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 30), st.sampled_from((P, L, E, A)), st.booleans()),
    unique_by=lambda one: one[:2],
    max_size=8,
)


def delivered(taps: list[tuple[str, int, Status, bool]]) -> list[Said]:
    """Number the taps in the order in which they reach the server, after two marks that every device had seen."""
    before = [roll(1, P), roll(2, L)]
    later = [tap(n, s, minute=m, device=d, seen=2, weak=w) for n, (d, m, s, w) in enumerate(taps, 3)]
    return [*before, *later]


def outcome(events: list[Said]) -> tuple[object, ...]:
    standing = fold(events)
    return (standing.event.status if standing.event else None, {(r.key, r.status) for r in standing.rivals})


@given(TAPS, st.randoms(use_true_random=False))
def test_devices_that_deliver_in_any_order_leave_the_same(
    taps: list[tuple[str, int, Status, bool]], chance: Random
) -> None:
    other = list(taps)
    chance.shuffle(other)
    assert outcome(delivered(taps)) == outcome(delivered(other))


EVENTS = st.lists(
    st.builds(
        Said,
        st.integers(1, 50),
        st.sampled_from(How),
        st.none() | st.sampled_from(Status),
        st.integers(0, 9).map(at),
        st.text("xyz", min_size=1, max_size=3),
        st.sampled_from(("", "a", "b")),
        st.none() | st.integers(0, 10),
        st.booleans(),
    ),
    unique_by=(lambda event: event.event_id, lambda event: event.key),
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_any_order_of_reading_gives_the_same(events: list[Said], chance: Random) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(events)


@given(EVENTS)
def test_no_check_in_moves_what_staff_say_of_one_alone(events: list[Said]) -> None:
    counting = fold(events).event
    if counting is not None and counting.how is How.ROLL_CALL and counting.status is not E and not counting.weak:
        assert fold([*events, scan(99)]).event == counting


@pytest.mark.parametrize("first", ["scan", "all present"])
def test_a_late_check_in_stands_before_all_present(first: str) -> None:
    """Whoever scans late was not there when all were marked, with or without a connection."""
    ids = (1, 2) if first == "scan" else (2, 1)
    late = Said(ids[0], How.CHECK_IN, L, at(20))
    everybody = tap(ids[1], P, minute=5, device="a", weak=True)
    assert fold([late, everybody]).event == late
    assert not fold([late, everybody]).disputed


@given(EVENTS)
def test_what_is_disputed_differs_and_counts_for_one_of_them(events: list[Said]) -> None:
    standing = fold(events)
    if standing.disputed:
        assert len({rival.status for rival in standing.rivals}) > 1
        assert standing.event in standing.rivals
