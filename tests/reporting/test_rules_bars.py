"""Bars of completion: drawn rounded, judged exactly."""

from __future__ import annotations

import pytest

from training.reporting.rules.bars import bar, furthest


@pytest.mark.parametrize(
    ("completed", "learners", "target", "percent", "met"),
    [
        (9, 10, 90, 90.0, True),
        (8, 10, 90, 80.0, False),
        (17999, 20000, 90, 90.0, False),
        (1, 3, 33, 33.3, True),
        (1, 3, 34, 33.3, False),
        (0, 0, None, 0.0, False),
        (10, 10, None, 100.0, False),
    ],
)
def test_a_bar_beside_its_target(completed: int, learners: int, target: int | None, percent: float, met: bool) -> None:
    found = bar("Phường An Mỹ", completed, learners, target)
    assert (found.percent, found.met, found.text) == (percent, met, f"{completed}/{learners}")


def test_the_longest_bar_comes_first_and_equal_ones_stay_in_order() -> None:
    bars = [bar("An", 1, 2), bar("Bình", 2, 2), bar("Cường", 2, 4)]
    assert [one.label for one in furthest(bars)] == ["Bình", "An", "Cường"]
