"""Codes of personal slips."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from training.attendance.rules.slips import LENGTH, SIGNS, new_code, read_slip, spaced


def test_a_code_is_read_whatever_its_case_and_spacing() -> None:
    code = new_code()
    assert read_slip(f" {spaced(code).lower()} ") == read_slip(code.replace("", "-")) == code


@pytest.mark.parametrize("typed", ["", "2", "0" * 8, "O" * 8, "2222222", "222222222", "đđđđđđđđ", "2222 222ß"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_slip(typed) is None


@given(st.builds(new_code), st.integers(0, LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    assume(code[place] != sign)
    assert read_slip(code[:place] + sign + code[place + 1 :]) is None


@given(st.builds(new_code), st.integers(0, LENGTH - 3))
def test_two_signs_turned_round_are_noticed(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    assert read_slip(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is None
