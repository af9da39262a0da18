"""What a class may ask for: shares as people type them, rules that nobody could meet, what is proposed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask

from tests.completion.shapes import SHAPE
from training.completion.rules.conditions import (
    Condition,
    Kind,
    check_conditions,
    proposed_conditions,
    read_conditions,
    read_share,
    stored_conditions,
)
from training.completion.rules.facts import ClassShape, QuizShape
from training.completion.rules.sentences import shown, wording
from training.core.errors import Invalid

MODULES = Condition(Kind.MODULES, Decimal(1))
ATTENDANCE = Condition(Kind.ATTENDANCE, Decimal("0.8"))


@pytest.mark.parametrize(
    ("typed", "share"),
    [("80", "0.8"), (" 82,5 % ", "0.825"), ("100%", "1"), ("0.5", "0.005"), ("", None), ("  ", None)],
)
def test_a_share_is_read_as_people_type_it(typed: str, share: str | None) -> None:
    assert read_share(typed, field="x") == (None if share is None else Decimal(share))


@pytest.mark.parametrize("typed", ["0", "-5", "100,1", "1e9", "tám mươi", "NaN", "Infinity", "8 0"])
def test_a_share_that_nobody_could_meet_is_refused_at_its_field(app: Flask, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_share(typed, field="attendance_share")
    assert refusal.value.field == "attendance_share"
    assert refusal.value.text


@pytest.mark.parametrize(
    ("conditions", "field"),
    [
        ([], ""),
        ([MODULES, Condition(Kind.QUIZ, quiz_id=99)], "quiz_99_share"),
        ([Condition(Kind.ATTENDANCE, Decimal("1.01"))], "attendance_share"),
        ([Condition(Kind.ATTENDANCE, Decimal(0))], "attendance_share"),
        ([Condition(Kind.MODULES)], "modules_share"),
    ],
)
def test_a_rule_that_cannot_be_met_is_refused_with_the_reason(
    app: Flask, conditions: list[Condition], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_conditions(conditions, SHAPE)
    assert refusal.value.field == field


@pytest.mark.parametrize("condition", [MODULES, ATTENDANCE])
def test_a_class_without_modules_or_meetings_cannot_ask_for_them(app: Flask, condition: Condition) -> None:
    with pytest.raises(Invalid):
        check_conditions([condition], ClassShape())


def test_what_is_proposed_can_be_met() -> None:
    check_conditions(proposed_conditions(SHAPE), SHAPE)


def test_all_modules_the_quizzes_and_four_fifths_of_the_hours_are_proposed() -> None:
    assert proposed_conditions(SHAPE) == (
        MODULES,
        Condition(Kind.QUIZ, quiz_id=1),
        Condition(Kind.QUIZ, quiz_id=2),
        ATTENDANCE,
    )


def test_a_quiz_for_practice_is_not_proposed() -> None:
    practice = ClassShape(quizzes={1: QuizShape("Tự kiểm tra", Decimal("0.5"), is_exam=False)})
    assert proposed_conditions(practice) == ()


def test_a_class_without_anything_is_proposed_nothing() -> None:
    assert proposed_conditions(ClassShape()) == ()


def test_conditions_come_back_from_the_rule_as_they_went_in() -> None:
    conditions = (*proposed_conditions(SHAPE), Condition(Kind.QUIZ, Decimal("0.675"), 2))
    assert read_conditions(stored_conditions(conditions)) == conditions


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (MODULES, "Học hết các bài học"),
        (Condition(Kind.MODULES, Decimal("0.5")), "Học ít nhất 50% số bài học"),
        (ATTENDANCE, "Có mặt ít nhất 80% số tiết"),
        (Condition(Kind.QUIZ, quiz_id=1), "Đạt bài kiểm tra “Luật Mặt trận” (từ 50%)"),
        (Condition(Kind.QUIZ, Decimal("0.675"), 1), "Đạt từ 67,5% ở bài kiểm tra “Luật Mặt trận”"),
        (Condition(Kind.QUIZ, quiz_id=99), "Một bài kiểm tra không còn thuộc lớp"),
    ],
)
def test_a_condition_is_said_in_words(app: Flask, condition: Condition, words: str) -> None:
    assert wording(condition, SHAPE) == words


@pytest.mark.parametrize(("share", "text"), [("1", "100%"), ("0.8", "80%"), ("0.675", "67,5%"), ("1E-1", "10%")])
def test_a_share_is_shown_with_as_many_places_as_it_has(app: Flask, share: str, text: str) -> None:
    assert shown(Decimal(share)) == text
