"""One draw of a quiz's questions, for its author to look at; nothing of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from training.questions.showing import Asked, ask
from training.quizzes.models import QuizRevision
from training.quizzes.queries import bank_of, current_versions, facts_of, list_slots
from training.quizzes.rules import Bank, SlotFacts


@dataclass(frozen=True, slots=True)
class Sampled:
    """A question of the sample and its mark."""

    asked: Asked
    mark: Decimal


def sample(revision: QuizRevision, *, course_id: int, rng: Random) -> list[Sampled]:
    """Return the questions that an attempt with this luck would ask; a category with too few gives what it has."""
    slots = facts_of(list_slots(revision))
    bank = bank_of(course_id)
    drawn = _draw(slots, bank, rng)
    if revision.shuffle_questions:
        rng.shuffle(drawn)
    versions = current_versions([question_id for question_id, _mark in drawn])
    shuffle = rng if revision.shuffle_options else None
    return [
        Sampled(ask(versions[question_id], name=f"q{n}", rng=shuffle), mark)
        for n, (question_id, mark) in enumerate(drawn, start=1)
    ]


def _draw(slots: Sequence[SlotFacts], bank: Bank, rng: Random) -> list[tuple[int, Decimal]]:
    fixed = {slot.question_id for slot in slots}
    shelves: dict[int, list[int]] = defaultdict(list)
    for question_id, category_id in sorted(bank.home.items()):
        if question_id not in fixed:
            shelves[category_id].append(question_id)
    for shelf in shelves.values():
        rng.shuffle(shelf)
    drawn: list[tuple[int, Decimal]] = []
    for slot in slots:
        if slot.question_id is not None:
            drawn += [(slot.question_id, slot.mark)] if slot.question_id in bank.home else []
        elif slot.category_id is not None:
            shelf = shelves[slot.category_id]
            drawn += [(shelf.pop(), slot.mark) for _turn in range(min(slot.count, len(shelf)))]
    return drawn
