"""Short answers: what is compared with what, and what it earns."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions.raw import SHORT
from training.core.errors import Invalid


@pytest.mark.parametrize(
    ("accepted", "given", "settings", "right"),
    [
        ("18/11 | 18 tháng 11", "18 Tháng  11 ", {}, True),
        ("18/11 | 18 tháng 11", "19/11", {}, False),
        ("hoà giải", "Hòa giải", {}, True),
        ("thuý", "thúy", {}, True),
        ("bốn", "bôn", {}, False),
        ("bốn", "bon", {"match_marks": False}, True),
        ("Đà Nẵng", "da nang", {"match_marks": False}, True),
        ("Đà Nẵng", "da nang", {}, False),
        ("Đà Nẵng", "đà nẵng", {"match_case": True}, False),
        ("Đà Nẵng", "Đà Nẵng", {"match_case": True}, True),
        ("Da Nang", "Đà Nẵng", {"match_case": True, "match_marks": False}, True),
        ("Da Nang", "đà nẵng", {"match_case": True, "match_marks": False}, False),
        ("bốn*", "Bốn luật", {}, True),
        ("*Mặt trận*", "Ủy ban Mặt trận Tổ quốc", {}, True),
        ("*Mặt trận*", "Ủy ban", {}, False),
        ("a*b*c", "a x b y c", {}, True),
        ("a*b*c", "acb", {}, False),
        ("ab*ba", "aba", {}, False),
        ("ab*", "ab", {}, True),
        ("gi*p", "Giúp", {}, True),
        ("thuỷ*", "thủy lợi", {}, True),
        (r"5 \* 3", "5 * 3", {}, True),
        (r"5 \* 3", "5 x 3", {}, False),
        ("a.c", "abc", {}, False),
        ("75/2015/QH13", "75/2015/qh13", {}, True),
        ("2016-2020", "2016–2020", {}, True),
        ("“Vì người nghèo”", '"Vì người nghèo"', {}, True),
        ("không", "ko", {}, False),
        ("18?11", "18/11", {}, True),
        ("18?11", "1811", {}, False),
        ("b?n", "Bốn", {}, True),
        ("b?n", "boón", {}, False),
        ("?à Nẵng", "Đà Nẵng", {"match_case": True}, True),
        ("b?n", "bốn", {"match_marks": False}, True),
        (r"sao\?", "sao?", {}, True),
        (r"sao\?", "saos", {}, False),
        ("hò?", "hòa", {}, True),
        ("hò*", "Hòa giải", {}, True),
        ("h?à", "hòa", {}, True),
    ],
)
def test_a_short_answer_is_compared_as_its_settings_say(
    accepted: str, given: str, settings: dict[str, bool], right: bool
) -> None:
    body = SHORT.parse({"answers": accepted, **settings})
    assert SHORT.mark(body, SHORT.read([given], body)) == int(right)


@pytest.mark.parametrize(
    ("given", "share"),
    [("bốn", "1"), ("4 nhiệm vụ", "1"), ("4", "1/2"), ("khoảng 4", "1/3"), ("năm", "0")],
)
def test_an_accepted_answer_earns_its_share_and_the_best_that_fits_counts(given: str, share: str) -> None:
    body = SHORT.parse({"answers": "bốn | 4* nhiệm vụ | 4 {50%} | *4 {33,333 %}"})
    expected = Fraction("33.333") / 100 if share == "1/3" else Fraction(share)
    assert SHORT.mark(body, given) == expected


def test_an_answer_worth_all_is_stored_as_before_and_shares_are_told() -> None:
    body = SHORT.parse({"answers": "bốn {100%} | 4 {50%}"})
    assert body["answers"] == [{"text": "bốn"}, {"text": "4", "share": "50"}]
    assert SHORT.key_text(body) == "bốn; 4 (50%)"
    assert SHORT.parse(body) == body


def test_decomposed_letters_are_the_same_letters() -> None:
    body = SHORT.parse({"answers": ["bô\u0301n"]})
    assert SHORT.read(["bo\u0302\u0301n\x00"], body) == "bốn"
    assert SHORT.mark(body, "bốn") == 1


def test_many_asterisks_cost_no_more_than_few() -> None:
    body = SHORT.parse({"answers": ["a*" * 124 + "b"]})
    assert SHORT.mark(body, "a" * 250) == 0


def test_the_review_of_a_typed_answer_shows_it_as_text() -> None:
    body = SHORT.parse({"answers": ["4"]})
    (outcome,) = SHORT.explain(body, "<b>4</b>")
    assert (outcome.html, outcome.chosen, outcome.right) == ("&lt;b&gt;4&lt;/b&gt;", True, False)


@given(text=st.text(max_size=300))
def test_any_typed_answer_is_kept_marked_or_refused(text: str) -> None:
    body = SHORT.parse({"answers": ["*a*b*", "18/11"]})
    try:
        response = SHORT.read([text], body)
    except Invalid:
        return
    assert SHORT.mark(body, response) in (0, 1)
    assert len(json.dumps(response, ensure_ascii=False).encode()) <= 1024
    assert response is None or SHORT.read([str(response)], body) == response


@given(text=st.text(max_size=60).filter(lambda t: t.replace("*", "").strip() and "|" not in t))
def test_an_accepted_answer_typed_exactly_is_right(text: str) -> None:
    try:
        body = SHORT.parse({"answers": [text.replace("*", r"\*")], "match_case": True})
    except Invalid:
        return
    assert SHORT.mark(body, SHORT.read([text], body)) == 1
