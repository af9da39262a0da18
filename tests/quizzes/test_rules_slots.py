"""Whether a quiz's slots can be filled, and what they add up to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from training.quizzes.rules import Bank, SlotFacts, slot_faults, total

#: Questions 1 to 4 in category 10, question 5 in category 20.
BANK = Bank({1: 10, 2: 10, 3: 10, 4: 10, 5: 20})


def test_a_quiz_adds_up_its_slots() -> None:
    found = total([SlotFacts(question_id=1), SlotFacts(category_id=10, count=3, mark=Decimal("0.5"))])
    assert (found.questions, found.mark) == (4, Decimal("2.5"))


@pytest.mark.parametrize(
    ("slots", "places"),
    [
        ([SlotFacts(question_id=1), SlotFacts(category_id=10, count=3)], []),
        ([SlotFacts(category_id=10, count=5)], ["slots.0"]),
        ([SlotFacts(question_id=1), SlotFacts(category_id=10, count=4)], ["slots.1"]),
        ([SlotFacts(category_id=10, count=2), SlotFacts(category_id=10, count=3)], ["slots.1"]),
        ([SlotFacts(question_id=1), SlotFacts(question_id=1)], ["slots.0", "slots.1"]),
        ([SlotFacts(question_id=9)], ["slots.0"]),
        ([SlotFacts(category_id=30)], ["slots.0"]),
        ([SlotFacts()], ["slots.0"]),
        ([SlotFacts(question_id=1, category_id=10)], ["slots.0"]),
    ],
)
def test_slots_that_cannot_be_filled_are_named(app: object, slots: list[SlotFacts], places: list[str]) -> None:
    assert [fault.field for fault in slot_faults(slots, BANK)] == places
