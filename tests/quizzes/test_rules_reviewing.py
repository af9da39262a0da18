"""What a review shows when: the table of phases and items, settings of the first release, comments on a result."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from training.core.errors import Invalid
from training.quizzes.reviewing import (
    Item,
    When,
    band_of,
    normal,
    read_bands,
    shown_when,
    when_is,
    write_bands,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "closed", "when"),
    [
        (0, False, When.JUST_AFTER),
        (119, False, When.JUST_AFTER),
        (119, True, When.JUST_AFTER),
        (120, False, When.WHILE_OPEN),
        (120, True, When.AFTER_CLOSE),
        (10**6, False, When.WHILE_OPEN),
    ],
)
def test_the_phase_follows_from_the_end_of_the_attempt_and_the_close(seconds: int, closed: bool, when: When) -> None:
    assert when_is(NOON + timedelta(seconds=seconds), ended_at=NOON, closed=closed) is when


def test_an_attempt_under_way_is_in_the_first_phase() -> None:
    assert when_is(NOON, ended_at=None, closed=False) is When.DURING


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("item", Item)
def test_each_item_is_shown_in_the_phases_that_name_it_alone(when: When, item: Item) -> None:
    review = {"during": [], when.value: [item.value]}
    assert {one for one in When if item in shown_when(review, one)} == {when}


COARSE = {"after_submit": ["marks"], "after_close": ["marks", "outcome", "answer", "explanation"]}


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        (When.DURING, set()),
        (When.JUST_AFTER, {"attempt", "marks", "overall"}),
        (When.WHILE_OPEN, {"attempt", "marks", "overall"}),
        (When.AFTER_CLOSE, {item.value for item in Item}),
    ],
)
def test_settings_of_the_first_release_mean_what_they_meant(when: When, shown: set[str]) -> None:
    assert shown_when(COARSE, when) == shown


@pytest.mark.parametrize("review", [{}, COARSE, {"during": ["marks"]}, {"bands": [{"least": "5", "text": "a"}]}])
def test_what_was_made_normal_stays_as_it_is(review: dict[str, object]) -> None:
    assert normal(normal(review)) == normal(review)


def test_comments_are_read_and_written_the_highest_first() -> None:
    bands = read_bands(["50: Đạt yêu cầu", "", "80%: Nắm chắc: rất tốt", "0:Cần học lại", "66,5: Khá"])
    assert write_bands({"bands": bands}) == [
        "80: Nắm chắc: rất tốt",
        "66.5: Khá",
        "50: Đạt yêu cầu",
        "0: Cần học lại",
    ]


@pytest.mark.parametrize("line", ["Tốt", "80", "80:", "abc: Tốt", "101: Tốt", "-1: Tốt", "NaN: Tốt", f"5: {'a' * 501}"])
def test_a_comment_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(Invalid):
        read_bands([line])


def test_two_comments_may_not_begin_alike() -> None:
    with pytest.raises(Invalid):
        read_bands(["50: Khá", "50.0: Tốt"])


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1), "Tốt"),
        (Fraction(2, 3), "Tốt"),
        (Fraction(66665, 100000), "Khá"),
        (Fraction(1, 2), "Khá"),
        (Fraction(0), ""),
    ],
)
def test_a_comment_is_chosen_by_the_exact_result(share: Fraction, text: str) -> None:
    assert band_of({"bands": read_bands(["50: Khá", "66.666: Tốt"])}, share) == text
