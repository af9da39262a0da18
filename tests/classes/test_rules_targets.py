"""What units are asked for by a plan: their own target, or that of the nearest unit above."""

from __future__ import annotations

import pytest

from training.classes.models import PlanTarget
from training.classes.rules.targets import asked_of, people_asked
from training.classes.rules.unit_groups import shared_ids
from training.units.models import Unit


@pytest.mark.parametrize(
    ("unit_ids", "asked", "expected"),
    [
        ([1, 2, 7], {1: 85, 2: 90}, 90),
        ([1, 2], {1: 85, 2: 90, 7: 95}, 90),
        ([1, 3], {1: 85, 2: 90}, 85),
        ([1, 3], {2: 90}, None),
        ([1], {}, None),
        ([], {1: 85}, None),
    ],
)
def test_the_nearest_unit_with_a_target_is_asked_for(
    unit_ids: list[int], asked: dict[int, int], expected: int | None
) -> None:
    assert asked_of(unit_ids, asked) == expected


@pytest.mark.parametrize(
    ("targets", "people"),
    [
        ([], 0),
        ([("/1/2/", 20), ("/1/3/", 30)], 50),
        ([("/1/", 60), ("/1/2/", 20), ("/1/3/", 30)], 60),
        ([("/1/2/", 20), ("/1/2/7/", 5), ("/1/3/", 30)], 50),
        ([("/1/2/", 20), ("/1/21/", 5)], 25),
    ],
)
def test_a_target_below_another_is_a_part_of_it(targets: list[tuple[str, int]], people: int) -> None:
    assert people_asked(PlanTarget(unit=Unit(path=path), learners=count) for path, count in targets) == people


@pytest.mark.parametrize(
    ("paths", "shared"),
    [
        ([], []),
        (["/1/2/7/"], [1, 2, 7]),
        (["/1/2/7/", "/1/2/8/"], [1, 2]),
        (["/1/2/7/", "/1/3/", "/1/"], [1]),
        (["/1/2/", "/5/2/"], []),
    ],
)
def test_the_units_that_all_lie_in(paths: list[str], shared: list[int]) -> None:
    assert shared_ids(paths) == shared
