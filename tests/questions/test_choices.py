"""Choices and statements: ids, order, marks and what a review says of each option."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questions.raw import MULTIPLE, RAW, SINGLE, TRUE_FALSE, ids, options
from training.core.errors import Invalid
from training.questions.kinds.multiple_choice import RULES


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
