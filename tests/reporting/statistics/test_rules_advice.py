"""What was answered, and the advice that follows from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.questions.kinds import KINDS
from training.reporting.statistics.rules.advice import Advice, advice_on, reading_of
from training.reporting.statistics.rules.choices import Choice, Given, choices_of
from training.reporting.statistics.rules.figures import Shape, VersionFigures, figures_of

FINE = VersionFigures(
    version_id=1,
    attempts=100,
    blank=2,
    facility=0.6,
    deviation=0.4,
    discrimination=40.0,
    efficiency=60.0,
    weight=5.0,
    seconds=30,
    timed=90,
)
KEY = Choice("A", right=True, count=60, mean=0.7)
OTHER = Choice("B", right=False, count=38, mean=0.4)


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({}, []),
        ({"attempts": 9, "facility": 1.0}, [Advice.FEW]),
        ({"facility": 0.91}, [Advice.TOO_EASY]),
        ({"facility": 0.9}, []),
        ({"facility": 0.29}, [Advice.TOO_HARD]),
        ({"discrimination": 9.9}, [Advice.DULL]),
        ({"discrimination": 9.9, "attempts": 29}, []),
        ({"discrimination": -16.5}, [Advice.AGAINST]),
        ({"discrimination": -16.5, "attempts": 29}, []),
        ({"discrimination": None}, []),
        ({"blank": 20}, []),
        ({"blank": 21}, [Advice.BLANK]),
    ],
)
def test_figures_beyond_the_bounds_call_for_a_look(changes: dict[str, float], advice: list[Advice]) -> None:
    assert advice_on(replace(FINE, **changes), [KEY, OTHER]) == advice


def test_a_wrong_option_that_nobody_chose_can_be_replaced() -> None:
    assert advice_on(FINE, [KEY, OTHER, Choice("C", right=False, count=0, mean=None)]) == [Advice.IDLE]
    assert advice_on(FINE, [KEY, OTHER, Choice("C", right=True, count=0, mean=None)]) == []


def test_the_key_is_doubted_where_the_better_learners_choose_another_option() -> None:
    low = replace(FINE, attempts=29, blank=0, discrimination=-40.0)
    assert advice_on(low, [replace(KEY, count=30, mean=0.4), replace(OTHER, count=60, mean=0.7)]) == [Advice.WRONG_KEY]
    assert advice_on(low, [replace(KEY, count=30), replace(OTHER, count=60, mean=0.5)]) == [Advice.AGAINST]


def body(kind: str, **raw: object) -> dict[str, object]:
    return KINDS[kind].parse(raw)


def test_each_option_of_a_choice_is_counted() -> None:
    given = body("multiple_choice", options=[{"markdown": t, "right": t != "C"} for t in "ABC"])
    a, b, c = (option["id"] for option in given["options"])  # type: ignore[attr-defined]
    found = choices_of("multiple_choice", given, [Given([a, b], 3, 2.4), Given([a], 1, 0.4)])
    assert [(one.html, one.right, one.count) for one in found] == [("A", True, 4), ("B", True, 3), ("C", False, 0)]
    assert [one.mean for one in found] == [pytest.approx(0.7), pytest.approx(0.8), None]
    assert c not in {one.html for one in found}


def test_true_and_false_are_options() -> None:
    found = choices_of("true_false", body("true_false", right=True), [Given("false", 2, 1.0)])
    assert [(one.html, one.right, one.count) for one in found] == [("True", True, 0), ("False", False, 2)]


def test_words_typed_are_listed_by_how_often_they_come() -> None:
    given = body("short_answer", answers="Hà Nội")
    found = choices_of("short_answer", given, [Given("huế <b>", 1, 0.2), Given("hà nội", 5, 4.0)])
    assert [(one.html, one.right, one.count) for one in found] == [("hà nội", True, 5), ("huế &lt;b&gt;", False, 1)]


@pytest.mark.parametrize(("alpha", "word"), [(80.0, "consistent"), (70.0, "fairly"), (-5.0, "chance"), (None, None)])
def test_the_consistency_is_said_in_words(alpha: float | None, word: str | None) -> None:
    quiz, _versions = figures_of([], [], Shape({}, {}, {}))
    reading = reading_of(replace(quiz, consistency=alpha))
    assert reading is None if word is None else word in str(reading)
