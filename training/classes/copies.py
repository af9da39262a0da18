"""What the slices above keep of a class and its copy is to have too: they say so here, since this slice knows none.

How attendance counts, what the class asks for, how it is marked by hand.
"""

from __future__ import annotations

from collections.abc import Callable

from training.classes.models import TrainingClass
from training.core.access import Actor

#: Given the class, its copy and who copies, as part of the same operation.
BringAlong = Callable[[TrainingClass, TrainingClass, Actor], None]

_brought: dict[str, BringAlong] = {}


def add_to_copies(name: str, bring: BringAlong) -> None:
    """Let `bring` be called whenever a class is copied; the name tells those of the slices apart."""
    _brought[name] = bring


def bring_along(old: TrainingClass, new: TrainingClass, by: Actor) -> None:
    """Give the copy what the slices above keep of the class."""
    for bring in _brought.values():
        bring(old, new, by)
