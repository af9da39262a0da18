"""The units by which the learners of a class are told apart: those just below the one that all have in common."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from training.units.rules import ids_on


def group_ids(paths: Iterable[str]) -> set[int]:
    """Return the ids of the units that divide `paths` best: the wards of a city's class, the areas of a ward's.

    A path that is itself the common one stands for its own unit.
    """
    ways = [ids_on(path) for path in set(paths)]
    common = len(_shared(ways))
    return {way[min(common, len(way) - 1)] for way in ways}


def shared_ids(paths: Iterable[str]) -> list[int]:
    """Return the ids of the units that all of `paths` lie in, the widest first."""
    return _shared([ids_on(path) for path in set(paths)])


def _shared(ways: list[list[int]]) -> list[int]:
    steps = takewhile(lambda step: len(set(step)) == 1, zip(*ways, strict=False))
    return [step[0] for step in steps]
