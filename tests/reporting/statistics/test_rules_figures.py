"""From marks to figures: versions apart, blanks apart, drawn questions against the whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.reporting.statistics.rules.figures import (
    UNIT,
    Answered,
    QuizFigures,
    Shape,
    Taken,
    VersionFigures,
    figures_of,
    histogram,
    waits,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Rows are attempts, columns the questions 1 to 3, whose versions are 11 to 13.
A = ((1, 1, 0), (1, 0, 0), (1, 1, 1), (0, 0, 0))
FIXED = Shape({11: 1, 12: 2, 13: 3}, {11: 7, 12: 7, 13: 7}, {1: {11, 12, 13}})
DRAWN = Shape(FIXED.question_of, FIXED.category_of, {1: {11}})


def scene(
    rows: tuple[tuple[int, ...], ...], versions: tuple[int, ...] = (11, 12, 13)
) -> tuple[list[Taken], list[Answered]]:
    taken = [
        Taken(n, 1, sum(row) * UNIT, len(row) * UNIT, sum(row) * 2 >= len(row), NOON, NOON + timedelta(minutes=5))
        for n, row in enumerate(rows, 1)
    ]
    answered = [
        Answered(n, version, mark * UNIT, UNIT, mark == 0 and version == 13, NOON + timedelta(seconds=version))
        for n, row in enumerate(rows, 1)
        for version, mark in zip((11, 12, 13), row, strict=True)
    ]
    return taken, answered


def figures(shape: Shape = FIXED) -> tuple[QuizFigures, dict[int, VersionFigures]]:
    quiz, versions = figures_of(*scene(A), shape)
    return quiz, {one.version_id: one for one in versions}


def test_the_worked_example_comes_out_of_the_marks() -> None:
    quiz, versions = figures()
    assert (quiz.consistency, quiz.error_ratio) == (pytest.approx(75), pytest.approx(50))
    assert quiz.deviation == pytest.approx(1.290994 / 3)
    assert quiz.error == pytest.approx(0.645497 / 3)
    assert (quiz.attempts, quiz.passed, quiz.consistent) == (4, 2, 4)
    assert [one.discrimination for one in versions.values()] == pytest.approx([52.2233, 70.7107, 52.2233], abs=1e-4)
    assert [one.weight for one in versions.values()] == pytest.approx([31.6987, 36.6025, 31.6987], abs=1e-4)
    assert [one.facility for one in versions.values()] == [0.75, 0.5, 0.25]


def test_a_blank_answer_is_counted_apart_from_a_wrong_one() -> None:
    _quiz, versions = figures()
    assert [one.blank for one in versions.values()] == [0, 0, 3]


def test_a_question_drawn_at_random_is_held_against_the_whole_and_has_no_weight() -> None:
    _quiz, versions = figures(DRAWN)
    assert versions[11].discrimination == pytest.approx(52.2233, abs=1e-4)
    assert versions[12].discrimination == pytest.approx(89.4427, abs=1e-4)
    assert versions[12].weight is None


def test_versions_of_one_question_have_figures_of_their_own() -> None:
    taken, answered = scene(A)
    answered = [a._replace(version_id=21) if a.attempt_id > 2 and a.version_id == 11 else a for a in answered]
    shape = Shape({**FIXED.question_of, 21: 1}, {**FIXED.category_of, 21: 7}, {1: {11, 12, 13, 21}})
    quiz, versions = figures_of(taken, answered, shape)
    found = {one.version_id: one for one in versions}
    assert (found[11].attempts, found[11].facility) == (2, 1)
    assert (found[21].attempts, found[21].facility) == (2, 0.5)
    assert quiz.consistency == pytest.approx(75)


def test_attempts_of_another_make_up_do_not_blur_the_consistency() -> None:
    taken, answered = scene(A)
    short = Taken(9, 1, UNIT, UNIT, passed=True, started_at=NOON, submitted_at=NOON)
    quiz, _versions = figures_of([*taken, short], [*answered, Answered(9, 11, UNIT, UNIT, False, None)], FIXED)
    assert (quiz.attempts, quiz.consistent, quiz.consistency) == (5, 4, pytest.approx(75))


def test_without_attempts_there_are_no_figures() -> None:
    quiz, versions = figures_of([], [], FIXED)
    assert (quiz.attempts, quiz.mean, quiz.consistency, quiz.seconds, versions) == (0, None, None, None, [])


def test_the_full_mark_falls_into_the_last_tenth() -> None:
    assert histogram([0, 99_999_999, 100_000_000, 500_000_000, 10**9]) == (2, 1, 0, 0, 0, 1, 0, 0, 0, 1)


def test_time_is_told_where_answers_were_saved_one_by_one() -> None:
    def at(version: int, seconds: int | None) -> Answered:
        return Answered(1, version, 0, UNIT, False, None if seconds is None else NOON + timedelta(seconds=seconds))

    assert waits(NOON, [at(1, 40), at(2, 100), at(3, None)]) == [(1, 40), (2, 60)]
    assert waits(NOON, [at(1, 300), at(2, 300), at(3, 330)]) == [(3, 30)]
