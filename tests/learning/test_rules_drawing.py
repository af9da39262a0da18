"""Drawing of questions."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from training.learning.rules.drawing import Candidate, SlotRule, draw

ONE = Decimal(1)
SHELF = [Candidate(question_id=n, category_id=7, version_id=100 + n) for n in range(1, 11)]


def fixed(question_id: int, mark: Decimal = ONE) -> SlotRule:
    return SlotRule(question_id, None, 1, mark)


def drawn(count: int, category_id: int = 7) -> SlotRule:
    return SlotRule(None, category_id, count, ONE)


def versions(*slots: SlotRule, shuffle: bool = False, seed: int = 1) -> list[int]:
    return [d.version_id for d in draw(slots, SHELF, shuffle=shuffle, chance=random.Random(seed))]


def test_fixed_questions_come_in_the_order_of_their_slots() -> None:
    assert versions(fixed(3), fixed(1), fixed(2)) == [103, 101, 102]


@given(st.integers(0, 10**6), st.lists(st.integers(1, 4), min_size=1, max_size=3), st.sets(st.integers(1, 10)))
def test_no_question_is_asked_twice(seed: int, counts: list[int], held: set[int]) -> None:
    found = versions(*(drawn(n) for n in counts), *(fixed(q) for q in held), seed=seed, shuffle=True)
    assert len(found) == len(set(found))
    assert {100 + q for q in held} <= set(found)


@given(st.integers(0, 10**6))
def test_each_question_of_a_slot_brings_the_mark_of_the_slot(seed: int) -> None:
    slots = [fixed(1, Decimal(3)), drawn(4)]
    found = draw(slots, SHELF, shuffle=True, chance=random.Random(seed))
    assert sum(d.mark for d in found) == 7
    assert next(d.mark for d in found if d.version_id == 101) == 3


def test_a_question_that_can_no_more_be_asked_leaves_its_place_empty() -> None:
    assert versions(fixed(99), fixed(2)) == [102]


def test_a_category_with_too_few_gives_what_it_has() -> None:
    assert sorted(versions(drawn(50))) == [c.version_id for c in SHELF]


def test_another_category_gives_nothing() -> None:
    assert versions(drawn(2, category_id=8)) == []


def test_two_learners_are_asked_in_different_orders() -> None:
    slots = [fixed(n) for n in range(1, 11)]
    assert len({tuple(versions(*slots, shuffle=True, seed=seed)) for seed in range(20)}) > 1
