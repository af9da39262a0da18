"""Rules as trees: all of, any of, n of; what is missing is exactly what has to be made good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.completion.shapes import SHAPE, attended, result
from training.completion.queries.terms import Terms
from training.completion.rules.conditions import (
    Condition,
    Group,
    Kind,
    Part,
    check_conditions,
    leaves,
    read_conditions,
    stored_conditions,
)
from training.completion.rules.facts import Facts
from training.completion.rules.findings import findings, is_complete, is_met, missing, overall, progress
from training.completion.rules.sentences import sentence, wording
from training.core.errors import Invalid

MODULES = Condition(Kind.MODULES, Decimal(1))
QUIZ1 = Condition(Kind.QUIZ, quiz_id=1)
QUIZ2 = Condition(Kind.QUIZ, quiz_id=2)
HOURS = Condition(Kind.ATTENDANCE, Decimal("0.8"))
#: What each condition is met by, apart from all others.
LEAVES = (MODULES, QUIZ1, QUIZ2, HOURS)


def known(done: Mapping[Condition, bool]) -> Facts:
    """Return facts under which exactly the conditions that are `done` are met."""
    quizzes = {c.quiz_id: result("1" if done[c] else "0", needed="0.5") for c in (QUIZ1, QUIZ2)}
    return Facts(6 if done[MODULES] else 5, quizzes, attended(8 if done[HOURS] else 4, 8))


def groups(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    inner = st.lists(parts, min_size=2, max_size=4)
    return inner.flatmap(lambda ps: st.builds(Group, st.integers(1, len(ps)), st.just(tuple(ps))))


TREES = st.lists(st.recursive(st.sampled_from(LEAVES), groups, max_leaves=8), min_size=1, max_size=4)
DONE = st.fixed_dictionaries({leaf: st.booleans() for leaf in LEAVES})
in_one_app = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(TREES, DONE)
def test_making_good_exactly_what_is_missing_turns_the_outcome(rule: list[Part], done: dict[Condition, bool]) -> None:
    lacking = [f.condition for f in missing(findings(rule, SHAPE, known(done)))]
    assert bool(lacking) != is_complete(rule, SHAPE, known(done))
    assert all(not is_met(c, SHAPE, known(done)) for c in lacking)
    assert is_complete(rule, SHAPE, known({c: ok or c in lacking for c, ok in done.items()}))


@given(st.integers(1, 4), DONE)
def test_one_fewer_than_is_missing_does_not_turn_it(need: int, done: dict[Condition, bool]) -> None:
    rule = [Group(need, LEAVES)]
    lacking = [f.condition for f in missing(findings(rule, SHAPE, known(done)))]
    assert len(lacking) == max(0, need - sum(done.values()))
    for left in lacking:
        assert not is_complete(rule, SHAPE, known({c: ok or (c in lacking and c != left) for c, ok in done.items()}))


@given(TREES, DONE)
def test_progress_is_whole_exactly_where_it_is_met(rule: list[Part], done: dict[Condition, bool]) -> None:
    facts = known(done)
    assert [progress(p, SHAPE, facts) == 1 for p in rule] == [is_met(p, SHAPE, facts) for p in rule]
    assert (overall(findings(rule, SHAPE, facts)) == 100) == is_complete(rule, SHAPE, facts)


@given(TREES)
def test_a_tree_is_read_back_as_it_was_stored(rule: list[Part]) -> None:
    assert read_conditions(stored_conditions(rule)) == tuple(rule)


def test_a_flat_list_of_conditions_is_a_tree_whose_top_must_all_be_met() -> None:
    stored = [{"kind": "modules", "share": "1", "quiz_id": None}, {"kind": "quiz", "share": None, "quiz_id": 1}]
    assert read_conditions(stored) == (MODULES, QUIZ1)


@in_one_app
@given(TREES, DONE)
def test_every_part_is_worded_and_explained(app: Flask, rule: list[Part], done: dict[Condition, bool]) -> None:
    for text in [w for part in rule for w in (wording(part, SHAPE), sentence(part, SHAPE, known(done)))]:
        assert text
        assert "%(" not in text


def deep(levels: int) -> Iterator[Part]:
    part: Part = MODULES
    for _level in range(levels):
        part = Group(1, (part, QUIZ1))
    yield part


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ([Group(1, (MODULES,), "a")], "need_a"),
        ([Group(0, (MODULES, QUIZ1), "a")], "need_a"),
        ([MODULES, Group(3, (HOURS, QUIZ1), "b")], "need_b"),
        ([Group(1, (MODULES, Condition(Kind.QUIZ, quiz_id=99)), "a")], "quiz_99_share"),
        ([Group(1, (), "a")], "need_a"),
        (list(deep(4)), "need_"),
    ],
)
def test_a_tree_that_nobody_can_meet_or_follow_is_refused(rule: list[Part], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_conditions(rule, SHAPE)
    assert refused.value.field == field


def test_conditions_within_groups_are_conditions_of_the_rule() -> None:
    assert list(leaves([MODULES, Group(1, (QUIZ1, Group(2, (QUIZ2, HOURS))))])) == list(LEAVES)


def test_an_essay_that_waits_to_be_marked_is_said_so(app: Flask) -> None:
    assert sentence(QUIZ1, SHAPE, Facts(waiting=frozenset({1}))) == "Đã nộp, chờ chấm; cần từ 50%."


@pytest.mark.parametrize(
    ("rule", "shares", "mark"),
    [
        ((MODULES, QUIZ1, QUIZ2), {1: "0.8", 2: "0.6"}, "7/10"),
        ((MODULES, QUIZ1, QUIZ2), {1: "0.8"}, None),
        ((MODULES,), {1: "0.8", 2: "0.6"}, "7/10"),
        ((QUIZ1,), {1: "0.8", 2: "0.6"}, "8/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {1: "0.8"}, "8/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {2: "0.6"}, "6/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {1: "0.6", 2: "0.8"}, "8/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {1: "0.2", 2: "0.8"}, "8/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {1: "0.2"}, "2/10"),
        ((Group(1, (QUIZ1, QUIZ2)),), {}, None),
        ((Group(2, (QUIZ1, QUIZ2, HOURS)),), {2: "0.8"}, "8/10"),
        ((Group(2, (QUIZ1, QUIZ2, HOURS)),), {1: "0.6", 2: "0.8"}, "7/10"),
        ((Group(1, (QUIZ1, HOURS)),), {}, None),
        ((Group(1, (MODULES, HOURS)),), {1: "0.6", 2: "0.8"}, "7/10"),
        ((QUIZ1, Group(1, (QUIZ1, QUIZ2))), {1: "0.8"}, "8/10"),
        ((QUIZ1, Group(1, (QUIZ2, Group(2, (QUIZ1, HOURS))))), {1: "0.6", 2: "1"}, "8/10"),
    ],
)
def test_the_mark_comes_from_the_quizzes_that_meet_the_rule(
    rule: tuple[Part, ...], shares: dict[int, str], mark: str | None
) -> None:
    done = Facts(6, {quiz_id: result(share) for quiz_id, share in shares.items()}, attended(8, 8))
    assert Terms(SHAPE, rule).mark(done) == (None if mark is None else Fraction(mark))
