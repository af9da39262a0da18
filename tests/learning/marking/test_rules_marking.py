"""Turns of markers, what several marks come to, what a rubric adds up to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from training.core.errors import Invalid
from training.learning.marking.models import Settling
from training.learning.marking.rules import (
    Given,
    Standing,
    decided,
    mark_by_points,
    read_mark,
    read_points,
    standing_of,
    turn_of,
)

RUBRIC = [{"id": "a", "name": "Căn cứ", "points": "2"}, {"id": "b", "name": "Liên hệ", "points": "1"}]
ANN, BO, EVE = 1, 2, 3


def given(*marks: str) -> list[Given]:
    return [Given(turn, Decimal(mark), turn, "", {}) for turn, mark in enumerate(marks, 1)]


@pytest.mark.parametrize(
    ("marks", "two", "settling", "standing", "mark"),
    [
        ((), False, Settling.THIRD, Standing.WAITING, None),
        (("3",), False, Settling.THIRD, Standing.DECIDED, "3"),
        (("3",), True, Settling.MEAN, Standing.SECOND_WANTED, None),
        (("3", "3"), True, Settling.THIRD, Standing.DECIDED, "3"),
        (("3", "4"), True, Settling.THIRD, Standing.DIFFERS, None),
        (("3", "4"), True, Settling.MEAN, Standing.DECIDED, "3.5"),
        (("3", "3.00001"), True, Settling.MEAN, Standing.DECIDED, "3.00001"),
        (("3", "4", "3.25"), True, Settling.THIRD, Standing.DECIDED, "3.25"),
        (("3", "4", "5"), True, Settling.MEAN, Standing.DECIDED, "5"),
        (("3", "4"), False, Settling.THIRD, Standing.DECIDED, "3"),
    ],
)
def test_what_the_marks_come_to(
    marks: tuple[str, ...], two: bool, settling: Settling, standing: Standing, mark: str | None
) -> None:
    found = given(*marks)
    assert standing_of(found, two=two, settling=settling) is standing
    assert decided(found, two=two, settling=settling) == (None if mark is None else Decimal(mark))


@pytest.mark.parametrize(
    ("marks", "account", "turn"),
    [
        ((), ANN, 1),
        (("3",), ANN, 1),
        (("3",), BO, 2),
        (("3", "4"), EVE, 3),
        (("3", "4"), ANN, 3),
        (("3", "3"), EVE, None),
        (("3", "3"), BO, 2),
        (("3", "4", "5"), EVE, 3),
        (("3", "4", "5"), ANN, 1),
    ],
)
def test_each_marks_in_the_own_turn(marks: tuple[str, ...], account: int, turn: int | None) -> None:
    assert turn_of(given(*marks), account, two=True, settling=Settling.THIRD) == turn


def test_points_of_a_rubric_are_scaled_to_the_mark_of_the_question() -> None:
    points = read_points(RUBRIC, {"a": "1,5", "b": "0"})
    assert points == {"a": "1.5", "b": "0"}
    assert mark_by_points(RUBRIC, points, most=Decimal(5)) == Decimal("2.50000")
    assert mark_by_points(RUBRIC, {"a": "2", "b": "0"}, most=Decimal(1)) == Decimal("0.66667")


@pytest.mark.parametrize("typed", [{}, {"a": "2"}, {"a": "2.5", "b": "1"}, {"a": "-1", "b": "1"}, {"a": "x", "b": "1"}])
def test_points_beyond_the_rubric_are_refused(typed: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        read_points(RUBRIC, typed)


@pytest.mark.parametrize("typed", ["", "5,1", "-0.1", "NaN", "Infinity", "0.0001", "ba"])
def test_a_mark_beyond_its_bounds_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_mark(typed, most=Decimal(5))


def test_a_mark_is_typed_with_comma_or_point() -> None:
    assert read_mark("2,25", most=Decimal(5)) == read_mark("2.25", most=Decimal(5)) == Decimal("2.25")
