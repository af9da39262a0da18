"""Targets of a plan: the percentage that a unit is asked for, and how many people all units together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from training.classes.models import PlanTarget


def asked_of(unit_ids: Sequence[int], completion: Mapping[int, int]) -> int | None:
    """Return the percentage that is to complete in the last of units that lie in each other, the widest first.

    It is the unit's own, by its id in `completion`, else that of the nearest unit above it, None where no unit has one.
    """
    return next((completion[unit_id] for unit_id in reversed(unit_ids) if unit_id in completion), None)


def people_asked(targets: Iterable[PlanTarget]) -> int:
    """Return how many people the plan means to reach; a target below another one is a part of it."""
    learners = {target.unit.path: target.learners for target in targets}
    return sum(count for path, count in learners.items() if not any(_lies_in(path, other) for other in learners))


def _lies_in(path: str, other: str) -> bool:
    return path != other and path.startswith(other)
