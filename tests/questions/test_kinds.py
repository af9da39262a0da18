"""Kinds of question: what can be authored, shown, answered, and what it earns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Conflict, Invalid
from training.questions.kinds import KINDS, OptionLine, TextBlock
from training.questions.kinds.multiple_choice import RULES
from training.questions.rules import award, draw

SINGLE, MULTIPLE = KINDS["single_choice"], KINDS["multiple_choice"]
TRUE_FALSE, SHORT = KINDS["true_false"], KINDS["short_answer"]


def options(*texts: str, right: str = "A", **more: Any) -> dict[str, Any]:
    """Make a raw question whose options are `texts`; those in `right` are right, those ending in ! are pinned."""
    return {"options": [{"markdown": t, "right": t in right.split(), "pinned": t.endswith("!")} for t in texts], **more}


def ids(body: Mapping[str, Any], texts: str) -> list[str]:
    return [option["id"] for text in texts.split() for option in body["options"] if option["markdown"] == text]


def test_the_registry_knows_each_kind_by_its_key() -> None:
    assert {name: kind.key for name, kind in KINDS.items()} == {name: name for name in KINDS}
    words = [word for kind in KINDS.values() for word in kind.file_words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("kind", "raw", "field"),
    [
        (SINGLE, {}, "options"),
        (SINGLE, {"options": "A"}, "options"),
        (SINGLE, options("A"), "options"),
        (SINGLE, options(*map(str, range(27)), right="1"), "options"),
        (SINGLE, options("A", "B", right=""), "options"),
        (SINGLE, options("A", "B", right="A B"), "options"),
        (SINGLE, options("A", " "), "options.1"),
        (SINGLE, options("A", "B", "\u200bA "), "options.2"),
        (SINGLE, options("A", "B" * 1001), "options.1"),
        (SINGLE, options("A", "[" * 501), "options.1"),
        (MULTIPLE, options("A", "B", right=""), "options"),
        (MULTIPLE, options("A", "B", rule="generous"), "rule"),
        (TRUE_FALSE, {}, "right"),
        (TRUE_FALSE, {"right": "yes"}, "right"),
        (TRUE_FALSE, {"right": True, "feedback": {"true": "x" * 1001}}, "feedback"),
        (SHORT, {}, "answers"),
        (SHORT, {"answers": " | "}, "answers"),
        (SHORT, {"answers": ["a", " a "]}, "answers"),
        (SHORT, {"answers": ["**"]}, "answers"),
        (SHORT, {"answers": ["x" * 251]}, "answers"),
        (SHORT, {"answers": ["? *"]}, "answers"),
        (SHORT, {"answers": "a {50%}"}, "answers"),
        (SHORT, {"answers": "a | b {0%}"}, "answers"),
        (SHORT, {"answers": "a | b {101%}"}, "answers"),
        (SHORT, {"answers": [str(n) for n in range(51)]}, "answers"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_at_its_field(kind: Any, raw: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        kind.parse(raw)
    assert refusal.value.field == field
    assert refusal.value.text


def test_all_faults_of_a_question_can_be_named_at_once() -> None:
    assert [fault.field for fault in SINGLE.faults(options("A", "", "A", right=""))] == [
        "options.1",
        "options.2",
        "options",
    ]


RAW = {
    "single_choice": options("**A**", "B", "C!", right="B"),
    "multiple_choice": options("A", "B", "C", right="A C", rule="net_correct"),
    "true_false": {"right": False, "feedback": {"true": "Xem *Điều 11*"}},
    "short_answer": {"answers": "18/11 | 18 tháng 11", "match_case": True},
    "essay": {"instructions": "Viết ngắn", "max_words": 300, "rubric": [{"name": "Đúng", "points": "2,50"}]},
    "numeric": {"answers": "12"},
    "matching": {"pairs": "A => 1\nB => 2"},
    "ordering": {"items": "A\nB"},
    "gaps": {"text": "[[a]] [[*b / c]]"},
}


@pytest.mark.parametrize("key", KINDS)
def test_a_stored_body_is_json_and_parses_to_itself(key: str) -> None:
    body = KINDS[key].parse(RAW[key])
    assert json.loads(json.dumps(body)) == body
    assert KINDS[key].parse(body) == body


@pytest.mark.parametrize("key", KINDS)
def test_what_is_shown_says_nothing_of_the_key(key: str) -> None:
    kind, body = KINDS[key], KINDS[key].parse(RAW[key])
    shown = kind.shown(body, kind.option_order(body, rng=Random(1), shuffle=True))
    assert all(set(type(option).__dataclass_fields__) == {"id", "html"} for option in shown)


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("values", [[], [""], [" \t", "\u00a0"]])
def test_a_blank_answer_is_none_and_earns_nothing(key: str, values: list[str]) -> None:
    kind, body = KINDS[key], KINDS[key].parse(RAW[key])
    assert kind.read(values, body) is None
    assert kind.mark(body, None) == 0
    assert not any(outcome.chosen for outcome in kind.explain(body, None, order=()))


@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("values", [["nothing of this question" * 1000], [7]])
def test_an_answer_that_cannot_be_kept_is_refused(key: str, values: list[Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        KINDS[key].read(values, KINDS[key].parse(RAW[key]))
    assert refusal.value.field == "answer"


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("single_choice", ["zz"]),
        ("multiple_choice", ["zz"]),
        ("true_false", ["maybe"]),
        ("true_false", ["true", "false"]),
    ],
)
def test_an_answer_outside_the_question_is_refused(key: str, values: list[str]) -> None:
    with pytest.raises(Invalid):
        KINDS[key].read(values, KINDS[key].parse(RAW[key]))


def test_two_options_cannot_be_chosen_where_one_is_right() -> None:
    body = SINGLE.parse(RAW["single_choice"])
    with pytest.raises(Invalid):
        SINGLE.read([option["id"] for option in body["options"]], body)


def test_options_keep_their_ids_through_edits_and_new_ones_get_others() -> None:
    body = SINGLE.parse(options("A", "B", "C"))
    a, b, c = (option["id"] for option in body["options"])
    edited = SINGLE.parse(
        {"options": [{**body["options"][2]}, {**body["options"][0], "markdown": "A2"}, {"markdown": "A"}]}
    )
    assert [option["id"] for option in edited["options"][:2]] == [c, a]
    assert edited["options"][2]["id"] not in {a, b, c}


def test_the_same_file_gives_the_same_ids() -> None:
    assert SINGLE.parse(options("A", "B")) == SINGLE.parse(options("A", "B"))
    assert ids(SINGLE.parse(options("B", "A")), "A") == ids(SINGLE.parse(options("A", "B")), "A")


def test_an_option_is_rendered_without_blocks_and_with_own_pictures() -> None:
    raw = options("# **Hai** <b>", "![Sơ đồ](media/x.png)")
    raw["options"][0]["right"] = True
    first, second = SINGLE.parse(raw, media={"media/x.png": "/m/x.png"}.get)["options"]
    assert first["html"] == "# <strong>Hai</strong> &lt;b&gt;"
    assert second["html"] == '<img alt="Sơ đồ" src="/m/x.png">'


@pytest.mark.parametrize(("chosen", "share"), [("A", 1), ("B", 0), ("", 0)])
def test_a_single_choice_is_right_or_wrong(chosen: str, share: int) -> None:
    body = SINGLE.parse(options("A", "B", "C"))
    assert SINGLE.mark(body, SINGLE.read(ids(body, chosen), body)) == share


@pytest.mark.parametrize(
    ("chosen", "all_or_nothing", "each_option", "net_correct"),
    [
        ("A B", "1", "1", "1"),
        ("A", "0", "4/5", "1/2"),
        ("A C", "0", "3/5", "0"),
        ("A B C", "0", "4/5", "1/2"),
        ("C D E", "0", "0", "0"),
        ("A B C D E", "0", "2/5", "0"),
        ("C", "0", "2/5", "0"),
        ("", "0", "0", "0"),
    ],
)
def test_a_multiple_choice_is_marked_by_its_rule(
    chosen: str, all_or_nothing: str, each_option: str, net_correct: str
) -> None:
    by_rule = {"all_or_nothing": all_or_nothing, "each_option": each_option, "net_correct": net_correct}
    for rule, share in by_rule.items():
        body = MULTIPLE.parse(options("A", "B", "C", "D", "E", right="A B", rule=rule))
        assert MULTIPLE.mark(body, MULTIPLE.read(ids(body, chosen), body)) == Fraction(share), rule


@pytest.mark.parametrize(
    ("chosen", "share"),
    [("A B", "1"), ("A", "2/3"), ("B", "1/3"), ("A C", "1/3"), ("A B C", "2/3"), ("C", "0"), ("A D", "2/3"), ("", "0")],
)
def test_a_multiple_choice_is_marked_by_weights(chosen: str, share: str) -> None:
    raw = options("A", "B", "C", "D", right="A B", rule="weights")
    for option, weight in zip(raw["options"], ("2", "", "-1", ""), strict=True):
        option["weight"] = weight
    body = MULTIPLE.parse(raw)
    assert MULTIPLE.mark(body, MULTIPLE.read(ids(body, chosen), body)) == Fraction(share)
    assert [option["weight"] for option in body["options"]] == ["2", "1", "-1", "0"]
    assert MULTIPLE.parse(body) == body


@pytest.mark.parametrize(("place", "weight"), [(0, "0"), (0, "-1"), (0, "nhiều"), (0, "101"), (2, "0,5"), (2, "1e9")])
def test_a_weight_that_does_not_go_with_its_option_is_refused_at_it(place: int, weight: str) -> None:
    raw = options("A", "B", "C", right="A B", rule="weights")
    raw["options"][place]["weight"] = weight
    assert [fault.field for fault in MULTIPLE.faults(raw)] == [f"options.{place}"]


def test_weights_stay_out_of_the_body_under_other_rules() -> None:
    body = MULTIPLE.parse({"options": [{"markdown": "A", "right": True, "weight": "9"}, {"markdown": "B"}]})
    assert "weight" not in body["options"][0]


def test_marking_another_version_takes_what_it_does_not_know_as_wrong() -> None:
    for rule in RULES:
        body = MULTIPLE.parse(options("A", "B", rule=rule))
        assert MULTIPLE.mark(body, ["x", "y", "z"]) == 0
    assert SINGLE.mark(SINGLE.parse(options("A", "B")), "x") == 0
    assert SINGLE.mark(SINGLE.parse(options("A", "B")), ["x"]) == 0


@pytest.mark.parametrize(("right", "answer", "share"), [(True, "true", 1), (True, "false", 0), (False, "false", 1)])
def test_a_statement_is_judged(right: bool, answer: str, share: int) -> None:
    body = TRUE_FALSE.parse({"right": right})
    assert TRUE_FALSE.mark(body, TRUE_FALSE.read([answer], body)) == share


def test_true_and_false_stand_in_the_same_order_always() -> None:
    body = TRUE_FALSE.parse({"right": True})
    assert [TRUE_FALSE.option_order(body, rng=Random(n), shuffle=True) for n in range(9)] == [["true", "false"]] * 9


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


def test_the_review_explains_every_option_in_the_order_shown() -> None:
    raw = options("A", "B", "C", right="B")
    raw["options"][0]["feedback"] = "Xem **Điều 11**"
    body = SINGLE.parse(raw)
    c, a, b = ids(body, "C A B")
    outcomes = SINGLE.explain(body, a, order=[c, a, b])
    assert [(o.id, o.chosen, o.right) for o in outcomes] == [(c, False, False), (a, True, False), (b, False, True)]
    assert [o.feedback for o in outcomes] == ["", "Xem <strong>Điều 11</strong>", ""]


def test_the_review_of_another_version_has_all_its_options() -> None:
    old, new = SINGLE.parse(options("A", "B", "C")), SINGLE.parse(options("A", "C", "D"))
    order = ids(old, "C B A")
    assert [outcome.id for outcome in SINGLE.explain(new, order[1], order=order)] == ids(new, "C A D")


def test_the_review_of_a_typed_answer_shows_it_as_text() -> None:
    body = SHORT.parse({"answers": ["4"]})
    (outcome,) = SHORT.explain(body, "<b>4</b>")
    assert (outcome.html, outcome.chosen, outcome.right) == ("&lt;b&gt;4&lt;/b&gt;", True, False)


@pytest.mark.parametrize(
    ("key", "text", "description"),
    [
        ("single_choice", "B", "3 options"),
        ("multiple_choice", "A; C", "3 options, 2 right"),
        ("true_false", "False", "False"),
        ("short_answer", "18/11; 18 tháng 11", "2 accepted answers"),
        ("essay", "Đúng (2.5)", "at most 300 words, 1 criterion"),
    ],
)
def test_the_right_answer_and_a_description_are_plain_words(key: str, text: str, description: str) -> None:
    kind, body = KINDS[key], KINDS[key].parse(RAW[key])
    assert kind.key_text(body) == text
    assert kind.describe(body) == description


def line(text: str, *, right: bool = False, bracket: str = "(") -> OptionLine:
    return OptionLine(1, bracket, right, text)


@pytest.mark.parametrize(
    ("key", "block", "fields"),
    [
        ("single_choice", TextBlock((line("A", right=True), line("B", bracket="["))), ["options.1"]),
        ("single_choice", TextBlock((line("A", right=True),), {"answers": "A"}), ["answers"]),
        ("multiple_choice", TextBlock((line("A", right=True, bracket="["),), {"rule": "khác"}), ["rule"]),
        ("true_false", TextBlock((line("Có", right=True), line("Không"))), ["options"]),
        ("true_false", TextBlock((line("Đúng"), line("Sai"))), ["options"]),
        ("short_answer", TextBlock((line("A"),), {"answers": "A"}), ["options.0"]),
        ("short_answer", TextBlock((), {"answers": "A", "matching": "phân biệt dấu, gì đó"}), ["matching"]),
    ],
)
def test_a_question_file_is_told_what_does_not_belong(key: str, block: TextBlock, fields: list[str]) -> None:
    assert [fault.field for fault in KINDS[key].file_faults(block)] == fields


def test_a_question_file_sets_how_answers_are_compared_and_marked() -> None:
    block = TextBlock((), {"answers": "a | b", "matching": "phân biệt hoa thường, không phân biệt dấu"})
    body = SHORT.parse(SHORT.from_file(block))
    assert (body["match_case"], body["match_marks"]) == (True, False)
    lines = (line("A", right=True, bracket="["), line("B", bracket="["))
    assert MULTIPLE.parse(MULTIPLE.from_file(TextBlock(lines, {"rule": "Từng phương án"})))["rule"] == "each_option"


texts = st.lists(
    st.text("abcđêốỹ* <&[]()", min_size=1, max_size=12).map(str.strip).filter(bool),
    min_size=2,
    max_size=26,
    unique=True,
)
flags = st.lists(st.booleans(), min_size=26, max_size=26)
rules = st.sampled_from(["all_or_nothing", "each_option", "net_correct"])


@st.composite
def multiple(draw_: st.DrawFn) -> dict[str, Any]:
    marks, pins = draw_(flags), draw_(flags)
    raw = [{"markdown": t, "right": marks[n] or n == 0, "pinned": pins[n]} for n, t in enumerate(draw_(texts))]
    return MULTIPLE.parse({"options": raw, "rule": draw_(rules)})


@given(body=multiple(), seed=st.integers(), shuffle=st.booleans())
def test_shuffling_is_a_permutation_that_never_moves_a_pinned_option(
    body: dict[str, Any], seed: int, shuffle: bool
) -> None:
    names = [option["id"] for option in body["options"]]
    order = MULTIPLE.option_order(body, rng=Random(seed), shuffle=shuffle)
    assert sorted(order) == sorted(names)
    assert all(order[n] == option["id"] for n, option in enumerate(body["options"]) if option["pinned"] or not shuffle)
    assert order == MULTIPLE.option_order(body, rng=Random(seed), shuffle=shuffle)


@given(body=multiple(), seed=st.integers(), chosen=flags)
def test_what_is_shown_can_be_answered_and_earns_between_nothing_and_all(
    body: dict[str, Any], seed: int, chosen: list[bool]
) -> None:
    shown = MULTIPLE.shown(body, MULTIPLE.option_order(body, rng=Random(seed), shuffle=True))
    picked = [option.id for option, taken in zip(shown, chosen, strict=False) if taken]
    response = MULTIPLE.read(picked, body)
    assert set(response or ()) == set(picked)
    assert 0 <= MULTIPLE.mark(body, response) <= 1
    assert (MULTIPLE.mark(body, response) == 1) == (set(picked) == {o["id"] for o in body["options"] if o["right"]})
    assert len(json.dumps(response).encode()) <= 1024


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


@pytest.mark.parametrize(
    ("share", "full", "mark"),
    [
        ("1/3", "1", "0.33333"),
        ("2/3", "1", "0.66667"),
        ("1/2", "0.00001", "0.00001"),
        ("4/5", "2.5", "2.00000"),
        ("0", "7", "0.00000"),
    ],
)
def test_a_mark_is_exact_to_five_places_half_up(share: str, full: str, mark: str) -> None:
    assert str(award(Fraction(share), Decimal(full))) == mark


@given(seed=st.integers(), size=st.integers(0, 30), count=st.integers(0, 30))
def test_drawing_gives_different_questions_the_same_for_the_same_seed(seed: int, size: int, count: int) -> None:
    if count > size:
        with pytest.raises(Conflict):
            draw(Random(seed), range(size), count=count)
        return
    drawn = draw(Random(seed), range(size), count=count)
    assert len(set(drawn)) == count
    assert drawn == draw(Random(seed), range(size), count=count)
