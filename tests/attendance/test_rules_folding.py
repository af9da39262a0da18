"""What a learner's events amount to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.models import How, Status
from training.attendance.rules.folding import Said, fold

P, L, A = Status.PRESENT, Status.LATE, Status.ABSENT


def roll(event_id: int, status: Status | None) -> Said:
    return Said(event_id, How.ROLL_CALL, status)


def scan(event_id: int, status: Status | None = P) -> Said:
    return Said(event_id, How.CHECK_IN, status)


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
        ([scan(1), roll(2, A)], A),
        ([scan(1), roll(2, A), roll(3, None)], P),
        ([roll(1, A), roll(2, None), scan(3, L)], L),
        ([scan(1), scan(2, None)], None),
    ],
)
def test_the_event_that_counts(events: list[Said], status: Status | None) -> None:
    counting = fold(events)
    assert (counting.status if counting else None) is status


EVENTS = st.lists(
    st.builds(Said, st.integers(1, 50), st.sampled_from(How), st.none() | st.sampled_from(Status)),
    unique_by=lambda event: event.event_id,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_any_order_of_delivery_gives_the_same(events: list[Said], chance: object) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(events)


@given(EVENTS)
def test_what_was_delivered_twice_counts_once(events: list[Said]) -> None:
    assert fold(events + events) == fold(events)


@given(EVENTS)
def test_no_check_in_moves_what_staff_say(events: list[Said]) -> None:
    counting = fold(events)
    if counting is not None and counting.how is How.ROLL_CALL:
        assert fold([*events, scan(99)]) == counting
