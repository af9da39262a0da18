"""Rules of quizzes as pure functions: what a quiz adds up to, and whether its slots can be filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from training.core.errors import Invalid
from training.core.i18n import _


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A place of a quiz: the question `question_id`, or `count` drawn from `category_id`; `mark` is for each."""

    question_id: int | None = None
    category_id: int | None = None
    count: int = 1
    mark: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Bank:
    """What a quiz of a course can ask: the category of each question in use, by the question's id."""

    home: Mapping[int, int]

    def available(self) -> Counter[int]:
        """Return how many questions each category has."""
        return Counter(self.home.values())


@dataclass(frozen=True, slots=True)
class Total:
    """How many questions a quiz asks and what they bring together."""

    questions: int
    mark: Decimal


def total(slots: Sequence[SlotFacts]) -> Total:
    """Add up the slots of a quiz."""
    return Total(sum(slot.count for slot in slots), sum((slot.mark * slot.count for slot in slots), Decimal(0)))


def slot_faults(slots: Sequence[SlotFacts], bank: Bank) -> Iterator[Invalid]:
    """Yield why slots cannot be filled, each at "slots.n" of the slot; a fixed question is not drawn as well."""
    left = bank.available()
    fixed = Counter(slot.question_id for slot in slots if slot.question_id is not None)
    for question_id in fixed:
        if question_id in bank.home:
            left[bank.home[question_id]] -= 1
    for number, slot in enumerate(slots):
        place = f"slots.{number}"
        if (slot.question_id is None) == (slot.category_id is None):
            yield Invalid(place, _("A slot has either a question or a category."))
        elif slot.question_id is not None:
            yield from _fixed_faults(slot.question_id, fixed, bank, place)
        elif slot.category_id is not None:
            yield from _draw_faults(slot.category_id, slot.count, left, place)


def _fixed_faults(question_id: int, fixed: Counter[int], bank: Bank, place: str) -> Iterator[Invalid]:
    if question_id not in bank.home:
        yield Invalid(place, _("This question is not in use in the bank of this course."))
    if fixed[question_id] > 1:
        yield Invalid(place, _("This question is asked twice."))


def _draw_faults(category_id: int, count: int, left: Counter[int], place: str) -> Iterator[Invalid]:
    if count > left[category_id]:
        sentence = _(
            "The category has %(left)s questions left to draw from, %(count)s are wanted.",
            left=max(0, left[category_id]),
            count=count,
        )
        yield Invalid(place, sentence)
    left[category_id] -= count
