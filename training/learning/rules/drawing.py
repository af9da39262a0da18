"""Which questions an attempt asks, in which order: fixed ones, and ones drawn at random without repeats."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SlotRule:
    """A place of a quiz: the question `question_id`, or `count` drawn from `category_id`; `mark` is for each."""

    question_id: int | None
    category_id: int | None
    count: int
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be asked now, with its newest version."""

    question_id: int
    category_id: int
    version_id: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question to ask: the version, and the mark it can bring."""

    version_id: int
    mark: Decimal


def draw(
    slots: Sequence[SlotRule], candidates: Sequence[Candidate], *, shuffle: bool, chance: random.Random
) -> list[Drawn]:
    """Fill `slots` from `candidates`, none twice; a question that a slot fixes is not drawn for another.

    A slot whose question is no candidate any more stays empty; one whose category has too few gives what there is.
    """
    versions = {c.question_id: c.version_id for c in candidates}
    fixed = {slot.question_id for slot in slots}
    shelves = _shelves([c for c in candidates if c.question_id not in fixed])
    asked: list[Drawn] = []
    for slot in slots:
        if slot.question_id is not None:
            found = [versions[slot.question_id]] if slot.question_id in versions else []
        else:
            found = _take(shelves.get(slot.category_id or 0, []), slot.count, chance)
        asked += [Drawn(version_id, slot.mark) for version_id in found]
    if shuffle:
        chance.shuffle(asked)
    return asked


def _shelves(candidates: Sequence[Candidate]) -> Mapping[int, list[int]]:
    shelves: dict[int, list[int]] = {}
    for candidate in candidates:
        shelves.setdefault(candidate.category_id, []).append(candidate.version_id)
    return shelves


def _take(shelf: list[int], count: int, chance: random.Random) -> list[int]:
    taken = chance.sample(shelf, min(count, len(shelf)))
    for version_id in taken:
        shelf.remove(version_id)
    return taken
