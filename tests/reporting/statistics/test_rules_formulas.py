"""The formulas of classical test theory, held against worked examples."""

from __future__ import annotations

import math

import pytest

from training.reporting.statistics.rules import formulas as f

# Rows are attempts, columns questions; in halves of a mark.
A = ((2, 2, 0), (2, 0, 0), (2, 2, 2), (0, 0, 0))
B = ((2, 1, 0, 2), (2, 2, 0, 2), (0, 1, 2, 0), (2, 2, 2, 2), (0, 0, 2, 0), (2, 1, 0, 0))
MOST = 2

Rows = tuple[tuple[int, ...], ...]


def columns(rows: Rows) -> list[list[int]]:
    return [list(column) for column in zip(*rows, strict=True)]


def totals(rows: Rows) -> list[int]:
    return [sum(row) for row in rows]


def rest(rows: Rows, place: int) -> list[int]:
    return [sum(row) - row[place] for row in rows]


def near(*values: float | None) -> object:
    return pytest.approx(list(values), abs=1e-4)


@pytest.mark.parametrize(("rows", "shares"), [(A, (0.75, 0.5, 0.25)), (B, (0.6667, 0.5833, 0.5, 0.5))])
def test_facility_is_the_share_of_the_marks_to_be_had(rows: Rows, shares: tuple[float, ...]) -> None:
    assert [f.facility(column, [MOST] * len(rows)) for column in columns(rows)] == near(*shares)


@pytest.mark.parametrize(
    ("rows", "indices"), [(A, (52.2233, 70.7107, 52.2233)), (B, (29.9813, 75.9257, -49.3742, 66.2266))]
)
def test_discrimination_is_the_correlation_with_the_rest(rows: Rows, indices: tuple[float, ...]) -> None:
    assert [f.discrimination(column, rest(rows, n)) for n, column in enumerate(columns(rows))] == near(*indices)


@pytest.mark.parametrize(("rows", "indices"), [(A, (100, 100, 100)), (B, (40, 100, -53.8462, 100))])
def test_efficiency_is_of_the_most_that_the_marks_allow(rows: Rows, indices: tuple[float, ...]) -> None:
    assert [f.efficiency(column, rest(rows, n)) for n, column in enumerate(columns(rows))] == near(*indices)


def test_effective_weights_share_out_the_spread() -> None:
    assert f.effective_weights(columns(A), totals(A)) == near(31.6987, 36.6025, 31.6987)


def test_a_question_that_works_against_the_others_has_no_weight() -> None:
    weights = f.effective_weights([[0, 1, 2], [2, 2, 2], [1, 0, 0]], [1, 3, 5])
    assert weights[1:] == [0, None]
    assert weights[0] == 100


@pytest.mark.parametrize(("rows", "alpha", "ratio"), [(A, 75, 50), (B, 27.8867, 84.9195)])
def test_consistency_and_the_share_of_chance(rows: Rows, alpha: float, ratio: float) -> None:
    found = f.consistency(columns(rows), totals(rows))
    assert found is not None
    assert [found, f.error_ratio(found)] == near(alpha, ratio)


def test_the_spread_of_the_totals() -> None:
    deviation = f.deviation(totals(A))
    assert deviation is not None
    assert [deviation / MOST, deviation / MOST * 50 / 100] == near(1.290994, 0.645497)
    assert (f.variance(totals(B)) or 0) / MOST**2 == pytest.approx(1.275)


def test_consistency_may_lie_below_nothing_and_is_not_hidden() -> None:
    found = f.consistency([[0, 1, 0, 1], [1, 0, 0, 1], [1, 1, 1, 0]], [2, 2, 1, 2])
    assert found is not None
    assert found < 0
    assert f.error_ratio(found) > 100


@pytest.mark.parametrize("values", [[], [3], [3, 3, 3, 3, 3]])
def test_where_nothing_varies_there_is_no_shape(values: list[int]) -> None:
    assert f.skewness(values) is None
    assert f.kurtosis(values) is None
    assert f.discrimination(values, values) is None
    assert f.efficiency(values, values) is None
    assert f.consistency([values, values], values) is None


def test_the_shape_of_a_spread() -> None:
    # Worked by the usual unbiased estimators: G1 and G2.
    values = [1, 2, 3, 4, 10]
    assert f.skewness(values) == pytest.approx(1.697056)
    assert f.kurtosis(values) == pytest.approx(3.152)
    assert f.skewness([1, 2, 3]) == 0


def test_middle_and_mean() -> None:
    assert (f.mean([1, 2, 6]), f.median([6, 1, 2]), f.median([1, 2, 3, 6])) == (3, 2, 2.5)
    assert (f.mean([]), f.median([]), f.deviation([5]), f.facility([], [])) == (None, None, None, None)
    assert math.isclose(f.deviation([2, 4]) or 0, math.sqrt(2))
