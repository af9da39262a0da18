"""Words for marks: a scale is read from lines, has versions, and grades a completed class."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from training.completion.rules.grading import (
    USUAL_BANDS,
    Band,
    Scale,
    bands_of,
    grade,
    in_force,
    read_bands,
    stored_bands,
    written,
)
from training.core.errors import Invalid

USUAL = Scale("Thang 10", date(2023, 1, 1), read_bands(USUAL_BANDS))
BANDS = st.dictionaries(
    st.decimals("0", "10", places=2), st.sampled_from(["Giỏi", "Khá", "Trung bình khá"]), min_size=1, max_size=8
)


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("1", "Xuất sắc"),
        ("0.9", "Xuất sắc"),
        ("8999/10000", "Giỏi"),
        ("0.7", "Khá"),
        ("0.5", "Trung bình"),
        ("0.2", "Đạt"),
    ],
)
def test_a_mark_has_the_words_of_its_band(app: Flask, mark: str, words: str) -> None:
    assert grade(Fraction(mark), USUAL, completed=True) == words


def test_without_a_scale_or_a_mark_one_has_passed_or_not(app: Flask) -> None:
    assert grade(Fraction(1), None, completed=True) == "Đạt"
    assert grade(None, USUAL, completed=True) == "Đạt"
    assert grade(Fraction(1), USUAL, completed=False) == "Không đạt"


def test_the_version_of_the_day_holds() -> None:
    newer = Scale("Thang 10", date(2025, 1, 1), (Band(Decimal(5), "Đạt"),))
    scales = [newer, USUAL]
    assert in_force(scales, "Thang 10", date(2024, 12, 31)) is USUAL
    assert in_force(scales, "Thang 10", date(2025, 1, 1)) is newer
    assert in_force(scales, "Thang 10", date(2022, 12, 31)) is None
    assert in_force(scales, "Thang 100", date(2026, 1, 1)) is None


@given(BANDS)
def test_bands_survive_writing_storing_and_reading(made: dict[Decimal, str]) -> None:
    bands = tuple(sorted((Band(least, words) for least, words in made.items()), key=lambda b: -b.least))
    assert bands_of(stored_bands(bands)) == bands
    assert read_bands("\n".join(f"{b.least} {b.words}" for b in bands)) == bands


def test_bands_are_written_as_they_are_typed(app: Flask) -> None:
    assert written(read_bands("5 Trung bình\n6,5: Khá")) == "6,5 Khá\n5 Trung bình"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Giỏi",
        "11 Giỏi",
        "8 Giỏi\n8,0 Khá",
        "8",
        "8 " + "a" * 41,
        "\n".join(f"{n} x" for n in range(1, 10)) + "\n0 a\n0,1 b\n0,2 c\n0,3 d",
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_bands(text)
    assert refused.value.field == "bands"
