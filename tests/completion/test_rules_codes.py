"""Codes of certificates: typos are told apart from codes that nobody was given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.completion.rules.codes import ALPHABET, LENGTH, check_sign, new_code, read_code, shown
from training.core.errors import Invalid

BODIES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def whole(body: str) -> str:
    return body + check_sign(body)


@given(BODIES)
def test_a_code_is_read_as_it_is_printed(body: str) -> None:
    code = whole(body)
    assert read_code(shown(code)) == code
    assert read_code(f" {shown(code).lower()} ") == code


@given(BODIES, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(body: str, place: int, sign: str) -> None:
    code = whole(body)
    wrong = code[:place] + sign + code[place + 1 :]
    if wrong != code:
        with pytest.raises(Invalid):
            read_code(wrong)


@given(BODIES, st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_two_signs_exchanged_are_noticed(body: str, one: int, other: int) -> None:
    signs = list(whole(body))
    signs[one], signs[other] = signs[other], signs[one]
    wrong = "".join(signs)
    if wrong != whole(body):
        with pytest.raises(Invalid):
            read_code(wrong)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7KQM-2XWD-0", "0"),
        ("7KQM-2XWD", "nine"),
        ("", "nine"),
        ("7KQM-2XWD-99", "nine"),
        ("Ỉ" * 9, "Ỉ"),
        ("7KQM-2XWD-8", "mistyped"),
    ],
)
def test_what_is_mistyped_is_told_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_code(typed)
    assert reason in refused.value.text


def test_codes_are_drawn_anew() -> None:
    assert len({new_code() for _time in range(200)}) == 200
