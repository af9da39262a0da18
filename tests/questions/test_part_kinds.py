"""Kinds with a number or with several parts: what is read, how it is marked, what comes back from files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Invalid
from training.questions.kinds import KINDS, TextBlock
from training.questions.kinds.numeric import readings

STEPS = "Nêu ý kiến\nThảo luận\nBiểu quyết\nThông báo"
RAW: dict[str, dict[str, Any]] = {
    "numeric": {"answers": "91\n4,5", "unit": "điều"},
    "matching": {"pairs": "Một => 1\nHai => 2\nBa => 3", "extra": "4"},
    "ordering": {"items": STEPS},
    "gaps": {"text": "Luật có [[6 | sáu]] chương, [[*91 / 33 / 45 {3}]] điều."},
}


def body_of(kind: str, **more: Any) -> dict[str, Any]:
    return KINDS[kind].parse({**RAW[kind], **more})


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12", ["12"]),
        ("4,5", ["4.5"]),
        ("4.5", ["4.5"]),
        ("-3", ["-3"]),
        ("−3", ["-3"]),
        ("0.125", ["0.125"]),
        ("1.234", ["1.234", "1234"]),
        ("1,234", ["1.234", "1234"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        ("12 345 678,9", ["12345678.9"]),
        ("1.23.456", []),
        ("12.34,5", []),
        ("1,2,3", []),
        ("", []),
        ("mười", []),
        ("5%", []),
        ("1e5", []),
        ("٣", []),
    ],
)
def test_numbers_are_read_with_either_decimal_sign(text: str, numbers: list[str]) -> None:
    assert readings(text) == tuple(Decimal(number) for number in numbers)


@pytest.mark.parametrize(
    ("kind", "tolerance", "key", "given", "right"),
    [
        ("absolute", "0", "4,5", "4.50", True),
        ("absolute", "0,1", "4,5", "4,6", True),
        ("absolute", "0,1", "4,5", "4,61", False),
        ("absolute", "0,1", "0,3", "0,2", True),
        ("relative", "0,05", "200", "210", True),
        ("relative", "0,05", "200", "189,99", False),
        ("relative", "0,05", "-200", "-210", True),
        ("geometric", "1", "10", "5", True),
        ("geometric", "1", "10", "20", True),
        ("geometric", "1", "10", "4,99", False),
        ("geometric", "1", "-10", "-20", True),
        ("absolute", "0", "1234", "1.234", True),
        ("absolute", "0", "1234", "1 234", True),
    ],
)
def test_a_number_is_right_within_its_tolerance(kind: str, tolerance: str, key: str, given: str, right: bool) -> None:
    body = KINDS["numeric"].parse({"answers": key, "tolerance": tolerance, "tolerance_kind": kind})
    response = KINDS["numeric"].read([given], body)
    assert KINDS["numeric"].mark(body, response) == right


@pytest.mark.parametrize("typed", ["91", "91 điều", "91 Dieu", " 4,5 điều "])
def test_the_unit_may_be_typed_or_left_out(typed: str) -> None:
    body = body_of("numeric")
    assert KINDS["numeric"].mark(body, KINDS["numeric"].read([typed], body)) == 1


@pytest.mark.parametrize("typed", ["91 chương", "chín mốt", "9" * 31, "1.23.4"])
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        KINDS["numeric"].read([typed], body_of("numeric"))
    assert refusal.value.field == "answer"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"answers": ""}, "answers"),
        ({"answers": "một"}, "answers"),
        ({"answers": "1.234"}, "answers"),
        ({"answers": "1", "tolerance": "-1"}, "tolerance"),
        ({"answers": "1", "tolerance": "ít"}, "tolerance"),
        ({"answers": "1", "tolerance_kind": "other"}, "tolerance_kind"),
    ],
)
def test_a_numeric_question_at_fault_names_the_field(raw: dict[str, str], field: str) -> None:
    assert field in {fault.field for fault in KINDS["numeric"].faults(raw)}


@pytest.mark.parametrize(
    ("kind", "raw", "field"),
    [
        ("matching", {"pairs": "Một => 1"}, "pairs"),
        ("matching", {"pairs": "Một => 1\nHai"}, "pairs"),
        ("matching", {"pairs": "Một => 1\nMột => 2"}, "pairs"),
        ("matching", {"pairs": "Một => 1\nHai => 1"}, "pairs"),
        ("matching", {"pairs": "Một => 1\nHai => 2", "extra": "1"}, "extra"),
        ("ordering", {"items": "Một"}, "items"),
        ("ordering", {"items": "Một\nMột"}, "items"),
        ("ordering", {"items": "Một\nHai", "rule": "luck"}, "rule"),
        ("gaps", {"text": "Không có chỗ trống"}, "text"),
        ("gaps", {"text": "[[]]"}, "text"),
        ("gaps", {"text": "[[*]]"}, "text"),
        ("gaps", {"text": "[[*a / *b]]"}, "text"),
        ("gaps", {"text": "[[*a / a]]"}, "text"),
        ("gaps", {"text": "[[a {0}]]"}, "text"),
        ("gaps", {}, "text"),
    ],
)
def test_a_question_at_fault_names_the_field(kind: str, raw: dict[str, str], field: str) -> None:
    assert field in {fault.field for fault in KINDS[kind].faults(raw)}


def test_each_right_pair_earns_its_share() -> None:
    kind, body = KINDS["matching"], body_of("matching")
    one, two, three = ((stem["id"], stem["right"]) for stem in body["stems"])
    assert kind.mark(body, kind.read([f"{one[0]}={one[1]}", f"{two[0]}={one[1]}", ""], body)) == Fraction(1, 3)
    assert kind.mark(body, kind.read([f"{three[0]}={three[1]}"], body)) == Fraction(1, 3)
    assert kind.read(["", ""], body) is None


def test_pairs_keep_their_meaning_when_their_lines_are_moved() -> None:
    kind, body = KINDS["matching"], body_of("matching")
    response = [f"{stem['id']}={stem['right']}" for stem in body["stems"]]
    moved = body_of("matching", pairs="Ba => 3\nMột => 1\nHai => 2")
    assert kind.mark(moved, response) == 1


@pytest.mark.parametrize("values", [["x=y"], ["x"], ["=", "=="], ["\x00"]])
def test_a_pair_that_the_question_does_not_have_is_refused(values: list[str]) -> None:
    with pytest.raises(Invalid):
        KINDS["matching"].read(values, body_of("matching"))


@pytest.mark.parametrize(
    ("rule", "order", "share"),
    [
        ("position", "0123", "1"),
        ("position", "0132", "1/2"),
        ("position", "1230", "0"),
        ("position", "0---", "1/4"),
        ("all", "0123", "1"),
        ("all", "0132", "0"),
        ("next", "0123", "1"),
        ("next", "1230", "2/3"),
        ("next", "3210", "0"),
        ("next", "01-3", "1/3"),
        ("subset", "0123", "1"),
        ("subset", "1230", "3/4"),
        ("subset", "3210", "0"),
        ("subset", "0-2-", "1/2"),
        ("distance", "0123", "1"),
        ("distance", "3210", "1/3"),
        ("distance", "1032", "2/3"),
        ("distance", "----", "0"),
    ],
)
def test_an_order_earns_by_its_rule(rule: str, order: str, share: str) -> None:
    body = body_of("ordering", rule=rule)
    response = ["" if place == "-" else body["items"][int(place)]["id"] for place in order]
    assert KINDS["ordering"].mark(body, response) == Fraction(share)


def test_places_make_an_order_and_two_items_have_not_the_same() -> None:
    kind, body = KINDS["ordering"], body_of("ordering")
    a, b, *_rest = (item["id"] for item in body["items"])
    assert kind.read([f"{a}=2", f"{b}=1", "", ""], body) == [b, a, "", ""]
    with pytest.raises(Invalid, match="place 2"):
        kind.read([f"{a}=2", f"{b}=2"], body)
    with pytest.raises(Invalid):
        kind.read([f"{a}=5"], body)


def test_items_never_stand_in_the_right_order_at_first() -> None:
    kind, body = KINDS["ordering"], body_of("ordering", items="Một\nHai")
    right = [item["id"] for item in body["items"]]
    assert all(kind.option_order(body, rng=Random(seed), shuffle=False) != right for seed in range(20))


@pytest.mark.parametrize(
    ("values", "share"),
    [
        (["6", "91"], "1"),
        (["Sáu", "33"], "1/4"),
        (["7", "91"], "3/4"),
        (["", "91"], "3/4"),
        (["6", ""], "1/4"),
    ],
)
def test_gaps_earn_by_their_weight(values: list[str], share: str) -> None:
    body = body_of("gaps")
    assert KINDS["gaps"].mark(body, KINDS["gaps"].read(values, body)) == Fraction(share)


@pytest.mark.parametrize("values", [["6"], ["6", "92"], ["6", "91", "1"], ["x" * 61, "91"]])
def test_gaps_take_only_what_they_can_hold(values: list[str]) -> None:
    with pytest.raises(Invalid):
        KINDS["gaps"].read(values, body_of("gaps"))


def test_words_around_gaps_hold_no_active_element() -> None:
    body = KINDS["gaps"].parse({"text": "<img src=x onerror=alert(1)> [[6]] <script>x</script>"})
    assert "<" not in "".join(body["before"])


@pytest.mark.parametrize("kind", RAW)
def test_a_stored_body_parses_to_itself(kind: str) -> None:
    body = body_of(kind)
    assert KINDS[kind].parse(body) == body


def written_and_read(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Take a body through the lines of a question file and back."""
    names = {"đáp án": "answers", "sai số": "tolerance", "đơn vị": "unit", "ghép": "pair", "thừa": "extra"}
    names |= {"thứ tự": "item", "đoạn văn": "text", "so khớp": "matching", "cách chấm": "rule"}
    fields: dict[str, str] = {}
    for line in KINDS[kind].file_lines(body):
        word, _colon, text = line.partition(": ")
        name = names[word.lower()]
        fields[name] = f"{fields[name]}\n{text}" if name in fields else text
    block = TextBlock((), fields)
    assert not list(KINDS[kind].file_faults(block))
    return KINDS[kind].parse(KINDS[kind].from_file(block))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("numeric", {}),
        ("numeric", {"tolerance": "0,05", "tolerance_kind": "relative"}),
        ("numeric", {"tolerance": "0,5", "tolerance_kind": "geometric"}),
        ("numeric", {"tolerance": "2"}),
        ("matching", {}),
        ("ordering", {}),
        ("ordering", {"rule": "subset"}),
        ("gaps", {}),
        ("gaps", {"match_case": True, "match_marks": False}),
    ],
)
def test_a_question_file_gives_back_the_question(kind: str, more: dict[str, Any]) -> None:
    body = body_of(kind, **more)
    assert written_and_read(kind, body) == body


@given(st.data())
def test_any_answer_earns_a_share_and_can_be_read_again(data: st.DataObject) -> None:
    kind = KINDS[data.draw(st.sampled_from(sorted(RAW)))]
    body = body_of(kind.key)
    parts = kind.parts(body, kind.option_order(body, rng=Random(1), shuffle=True))
    words = st.sampled_from(["6", "sáu", "không", ""])
    values = [
        data.draw(st.sampled_from(["", *(o.id for o in p.options)]) if p.options else words)
        for p in parts
        if p.options or p.typed
    ]
    try:
        response = kind.read(values or [data.draw(st.sampled_from(["91", "1.234", ""]))], body)
    except Invalid:
        return
    assert 0 <= kind.mark(body, response) <= 1
    if response is not None:
        again = [response] if isinstance(response, str) else list(response)
        assert kind.read(again, body) == response
        assert kind.told(body, response)
        assert kind.explain(body, response)
