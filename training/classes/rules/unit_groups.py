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
    if not ways:
        return set()
    common = len(list(takewhile(lambda step: len(set(step)) == 1, zip(*ways, strict=False))))
    return {way[min(common, len(way) - 1)] for way in ways}
