"""What all kinds of question share: authored, shown, answered, read from a file."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.questions.raw import MULTIPLE, RAW, SHORT, SINGLE, TRUE_FALSE, ids, line, options
from training.core.errors import Invalid
from training.questions.kinds import KINDS, TextBlock
from training.questions.rules import award


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


def test_the_same_file_gives_the_same_ids() -> None:
    assert SINGLE.parse(options("A", "B")) == SINGLE.parse(options("A", "B"))
    assert ids(SINGLE.parse(options("B", "A")), "A") == ids(SINGLE.parse(options("A", "B")), "A")


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
