"""When a condition is met, and what all of them amount to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.completion.shapes import SHAPE, attended, facts, result
from training.attendance.rules.tallies import Tally
from training.completion.rules.conditions import Condition, Kind
from training.completion.rules.facts import Facts
from training.completion.rules.findings import (
    Outcome,
    findings,
    is_complete,
    is_met,
    needed_of,
    outcome_of,
    overall,
    progress,
)
from training.completion.rules.sentences import apart, sentence

SHARES = st.decimals("0.001", "1", places=3)
QUIZZES = st.dictionaries(
    st.sampled_from([1, 2]), st.fractions(0, 1, max_denominator=40).map(lambda f: result(str(f))), max_size=2
)
ATTENDED = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8)).map(
    lambda n: Tally(min(n[0], n[1]), n[1], n[2])
)
FACTS = st.builds(Facts, st.integers(0, 6), QUIZZES, ATTENDED)
CONDITIONS = st.lists(
    st.one_of(
        st.builds(Condition, st.sampled_from([Kind.MODULES, Kind.ATTENDANCE, Kind.MEETINGS]), SHARES),
        st.builds(Condition, st.just(Kind.QUIZ), st.none() | SHARES, st.sampled_from([1, 2, 99])),
    ),
    max_size=5,
    unique_by=lambda c: (c.kind, c.quiz_id),
)
# Nothing in these tests changes what the fixture gives: they need a language, no fresh database.
in_one_app = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize(
    ("share", "read", "met"),
    [("1", 6, True), ("1", 5, False), ("0.5", 3, True), ("0.5", 2, False), ("0.51", 3, False), ("0.51", 4, True)],
)
def test_modules_are_counted_whole(share: str, read: int, met: bool) -> None:
    assert is_complete([Condition(Kind.MODULES, Decimal(share))], SHAPE, facts(read=read)) is met


@pytest.mark.parametrize(
    ("asked", "share", "met"),
    [(None, "1/2", True), (None, "9999/20000", False), ("0.675", "27/40", True), ("0.675", "26/40", False)],
)
def test_a_quiz_is_compared_exactly_with_its_pass_mark_or_the_figure_asked(
    asked: str | None, share: str, met: bool
) -> None:
    condition = Condition(Kind.QUIZ, asked and Decimal(asked), 1)
    assert is_complete([condition], SHAPE, facts(q1=share)) is met


def test_a_quiz_passed_under_an_easier_pass_mark_stays_passed() -> None:
    taken = Facts(quizzes={2: result("0.55", needed="0.5")})
    assert is_complete([Condition(Kind.QUIZ, quiz_id=2)], SHAPE, taken)


def test_a_quiz_that_left_the_class_is_met_by_nobody() -> None:
    assert progress(Condition(Kind.QUIZ, quiz_id=99), SHAPE, facts(q99="1")) == 0


@pytest.mark.parametrize(
    ("hours", "held", "awaited", "met"),
    [(8, 8, 0, True), (4, 8, 0, False), (8, 10, 0, True), (7, 9, 0, False), (8, 8, 4, False), (10, 10, 2, True)],
)
def test_attendance_is_a_share_of_the_hours_held_and_still_awaited(
    hours: int, held: int, awaited: int, met: bool
) -> None:
    fact = Facts(attendance=attended(hours, held, awaited))
    assert is_complete([Condition(Kind.ATTENDANCE, Decimal("0.8"))], SHAPE, fact) is met


def test_without_meetings_nobody_has_attended() -> None:
    assert progress(Condition(Kind.ATTENDANCE, Decimal("0.1")), SHAPE, Facts()) == 0


def test_a_class_that_asks_for_nothing_completes_nobody() -> None:
    assert outcome_of([], SHAPE, facts()) is Outcome.IN_PROGRESS


def test_what_is_missing_when_the_class_closes_stays_missing() -> None:
    rule = [Condition(Kind.MODULES, Decimal(1))]
    closed = replace(SHAPE, closed=True)
    assert [outcome_of(rule, shape, facts(read=5)) for shape in (SHAPE, closed)] == [
        Outcome.IN_PROGRESS,
        Outcome.NOT_MET,
    ]
    assert outcome_of(rule, closed, facts()) is Outcome.COMPLETED


@given(st.decimals("0.00001", "1", places=5), st.integers(0, 500))
def test_what_is_needed_is_the_least_whole_number_that_suffices(share: Decimal, total: int) -> None:
    needed = needed_of(share, total)
    assert needed >= Fraction(share) * total > needed - 1


@given(CONDITIONS, FACTS, st.booleans())
def test_whoever_is_not_complete_lacks_a_condition_and_the_other_way_round(
    conditions: list[Condition], known: Facts, closed: bool
) -> None:
    found = findings(conditions, SHAPE, known)
    complete = outcome_of(conditions, replace(SHAPE, closed=closed), known) is Outcome.COMPLETED
    assert complete == (bool(found) and all(f.met for f in found))
    assert (overall(found) == 100) == complete
    assert all(0 <= f.progress <= 1 for f in found)
    assert [f.met for f in found] == [is_met(c, SHAPE, known) for c in conditions]


@given(CONDITIONS.filter(lambda cs: cs and all(c.quiz_id != 99 for c in cs)), FACTS)
def test_making_exactly_the_unmet_conditions_met_turns_the_outcome(conditions: list[Condition], known: Facts) -> None:
    unmet = [f.condition for f in findings(conditions, SHAPE, known) if not f.met]
    mended = known
    for condition in unmet:
        assert not is_complete(conditions, SHAPE, mended)
        mended = mend(condition, mended)
    assert is_complete(conditions, SHAPE, mended)


def mend(condition: Condition, known: Facts) -> Facts:
    """Give the learner what this condition lacks, the most that there is, and nothing else."""
    if condition.kind is Kind.MODULES:
        return replace(known, modules_read=6)
    if condition.kind is Kind.ATTENDANCE:
        hours = replace(known.attendance, hours_attended=8, hours_held=8, hours_awaited=0)
        return replace(known, attendance=hours)
    if condition.kind is Kind.MEETINGS:
        meetings = replace(known.attendance, meetings_attended=8, meetings_held=8, meetings_awaited=0)
        return replace(known, attendance=meetings)
    return replace(known, quizzes={**known.quizzes, condition.quiz_id: result("1")})


@in_one_app
@given(CONDITIONS, FACTS)
def test_every_condition_has_a_sentence(app: Flask, conditions: list[Condition], known: Facts) -> None:
    for condition in conditions:
        words = sentence(condition, SHAPE, known)
        assert words.endswith(".")
        assert "%(" not in words


@pytest.mark.parametrize(
    ("condition", "known", "words"),
    [
        (Condition(Kind.MODULES, Decimal(1)), facts(), "Đã học 6/6 bài; cần 6 bài."),
        (Condition(Kind.MODULES, Decimal(1)), facts(read=4), "Đã học 4/6 bài; cần 6 bài, còn thiếu 2 bài."),
        (Condition(Kind.QUIZ, quiz_id=1), facts(), "Chưa làm bài; cần từ 50%."),
        (Condition(Kind.QUIZ, quiz_id=1), facts(q1="4/5"), "Được 16/20 điểm (80%) sau 1 lượt làm; cần từ 50%."),
        (
            Condition(Kind.QUIZ, Decimal("0.7"), 1),
            facts(q1="6999/10000"),
            "Được 14/20 điểm (69,99%) sau 1 lượt làm; cần từ 70%.",
        ),
        (
            Condition(Kind.ATTENDANCE, Decimal("0.8")),
            Facts(attendance=attended(4, 8, 4)),
            (
                "Có mặt 4/8 tiết, 1/2 buổi đã điểm danh (50%). Cần 80% của 12 tiết: ít nhất 10 tiết. "
                "1 buổi chưa điểm danh. Không còn đạt được tỷ lệ này nữa."
            ),
        ),
        (
            Condition(Kind.ATTENDANCE, Decimal("0.8")),
            Facts(attendance=replace(attended(8), meetings_before=2)),
            (
                "Có mặt 8/8 tiết, 2/2 buổi đã điểm danh (100%). Cần 80% của 8 tiết: ít nhất 7 tiết. "
                "Không tính 2 buổi trước khi ghi danh."
            ),
        ),
        (Condition(Kind.ATTENDANCE, Decimal("0.8")), Facts(), "Chưa điểm danh buổi nào. Cần 80%."),
    ],
)
def test_a_sentence_gives_the_figures(app: Flask, condition: Condition, known: Facts, words: str) -> None:
    assert sentence(condition, SHAPE, known) == words


@in_one_app
@given(st.fractions(0, 1, max_denominator=5000), SHARES)
def test_a_figure_is_shown_on_the_right_side_of_what_is_asked(app: Flask, reached: Fraction, asked: Decimal) -> None:
    shown = Decimal(apart(reached, asked).removesuffix("%").replace(",", ".")) / 100
    assert (shown >= asked) == (reached >= Fraction(asked))
