"""The six digits on the wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.rules.codes import code_of, digits_of, find_step, seconds_left, spaced, step_at, was_shown

EVERY = 20
#: The first instant of a step.
T0 = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
SECRET = "s" * 32
STEP = step_at(T0, every=EVERY)


@pytest.mark.parametrize(
    ("age", "taken"),
    [(0, True), (19, True), (20, True), (39, True), (40, True), (41, True), (42, False), (60, False), (-1, False)],
)
def test_a_code_is_good_for_two_steps_and_two_seconds(age: int, taken: bool) -> None:
    found = find_step(SECRET, code_of(SECRET, STEP), T0 + timedelta(seconds=age), every=EVERY)
    assert (found == STEP) is taken


def test_an_instant_within_the_last_second_still_counts() -> None:
    at = T0 + timedelta(seconds=41, microseconds=999_999)
    assert find_step(SECRET, code_of(SECRET, STEP), at, every=EVERY) == STEP


@pytest.mark.parametrize("given", ["", "12345", "1234567", "mười hai", "\u0661\u0662\u0663\u0664\u0665\u0666"])
def test_what_is_no_code_is_never_taken(given: str) -> None:
    assert find_step(SECRET, given, T0, every=EVERY) is None


@given(st.text(min_size=1), st.integers(0, 2**40))
def test_a_code_has_six_digits_always(secret: str, step: int) -> None:
    code = code_of(secret, step)
    assert len(code) == 6
    assert code.isdecimal()


def test_meetings_and_steps_have_codes_of_their_own() -> None:
    assert len({code_of(secret, step) for secret in ("a", "b") for step in range(100)}) > 190


@pytest.mark.parametrize(("age", "left"), [(0, 20), (1, 19), (19, 1), (20, 20)])
def test_the_next_code_comes_within_a_step(age: int, left: int) -> None:
    assert seconds_left(T0 + timedelta(seconds=age), every=EVERY) == left


@pytest.mark.parametrize(("age", "shown"), [(0, True), (300, True), (600, True), (900, False), (-20, False)])
def test_a_code_shown_a_while_ago_is_known_as_late(age: int, shown: bool) -> None:
    code, at = code_of(SECRET, STEP), T0 + timedelta(seconds=age)
    assert was_shown(SECRET, code, at, every=EVERY, within=600) is shown


@pytest.mark.parametrize("typed", ["123456", "123 456", " 123-456 ", "123.456", "123\u00a0456"])
def test_signs_between_the_digits_do_no_harm(typed: str) -> None:
    assert digits_of(typed) == "123456"


def test_a_code_is_read_in_two_groups() -> None:
    assert spaced("012345") == "012 345"
