"""Quizzes and their revisions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.core.errors import Conflict, Invalid
from training.questions.operations import retire_question
from training.quizzes.models import Counts, Quiz
from training.quizzes.operations import QuizFacts, change_quiz, create_quiz, publish_quiz, unpublish_quiz
from training.quizzes.queries import (
    bank_of,
    facts_of,
    get_quiz,
    list_quizzes,
    list_revisions,
    list_slots,
    revision_of,
    totals,
)
from training.quizzes.rules import SlotFacts

NOON = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


@pytest.fixture
def facts(cast: Cast, make: Makers) -> QuizFacts:
    fixed = make.question(cast.course)
    for _number in range(3):
        make.question(cast.course, category="Rút")
    drawn = next(category for category in bank_of(cast.course.id).home.values() if category != fixed.category_id)
    slots = (SlotFacts(question_id=fixed.id), SlotFacts(category_id=drawn, count=2, mark=Decimal("0.5")))
    return QuizFacts(
        "Kiểm tra", Decimal("0.7"), "**Hãy** đọc", 1800, 2, slots=slots, review={"after_submit": ["marks"]}
    )


@pytest.fixture
def quiz(cast: Cast, facts: QuizFacts) -> Quiz:
    return create_quiz(cast.course, facts=facts, by=cast.trainer)


def test_a_quiz_is_made_with_a_first_revision(quiz: Quiz, cast: Cast, facts: QuizFacts) -> None:
    revision = revision_of(get_quiz(quiz.id))
    assert (quiz.key, quiz.published_at, revision.number) == ("kiem-tra", None, 1)
    assert "<strong>Hãy</strong>" in revision.intro_html
    assert facts_of(list_slots(revision)) == facts.slots
    assert totals([revision.id])[revision.id].mark == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Tên khác"},
        {"pass_mark": Decimal("0.5")},
        {"counts": Counts.LAST},
        {"closes_at": NOON},
        {"review": {}},
        {"slots": ()},
        {"shuffle_options": False},
    ],
)
def test_each_change_is_a_new_revision_and_the_old_one_stays(
    quiz: Quiz, cast: Cast, facts: QuizFacts, changes: dict[str, Any]
) -> None:
    changed = change_quiz(quiz, facts=replace(facts, **changes), seen=1, by=cast.trainer)
    newest, first = (row.revision for row in list_revisions(changed))
    assert (newest.number, changed.current_revision_id) == (2, newest.id)
    assert (first.title, first.pass_mark, facts_of(list_slots(first))) == ("Kiểm tra", Decimal("0.7"), facts.slots)


def test_the_same_settings_make_no_revision(quiz: Quiz, cast: Cast, facts: QuizFacts) -> None:
    changed = change_quiz(quiz, facts=facts, seen=1, by=cast.trainer)
    assert len(list_revisions(changed)) == 1


def test_of_two_who_change_a_quiz_the_second_is_told(quiz: Quiz, cast: Cast, facts: QuizFacts) -> None:
    change_quiz(quiz, facts=replace(facts, title="Một"), seen=1, by=cast.trainer)
    with pytest.raises(Conflict):
        change_quiz(quiz, facts=replace(facts, title="Hai"), seen=1, by=cast.trainer)
    assert get_quiz(quiz.id).title == "Một"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"pass_mark": Decimal(0)}, "pass_mark"),
        ({"pass_mark": Decimal("1.01")}, "pass_mark"),
        ({"opens_at": NOON, "closes_at": NOON - timedelta(hours=1)}, "closes_at"),
        ({"opens_at": NOON, "closes_at": NOON}, "closes_at"),
        ({"slots": (SlotFacts(question_id=999),)}, "slots.0"),
        ({"intro": "[" * 3000}, "intro"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    cast: Cast, facts: QuizFacts, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        create_quiz(cast.course, facts=replace(facts, **changes), by=cast.trainer)
    assert refusal.value.field == field
    assert list_quizzes(cast.course) == []


def test_a_draw_larger_than_what_is_left_is_refused_in_words(cast: Cast, facts: QuizFacts) -> None:
    greedy = replace(facts, slots=(replace(facts.slots[1], count=4),))
    with pytest.raises(Invalid, match="3 câu để rút, cần 4 câu"):
        create_quiz(cast.course, facts=greedy, by=cast.trainer)


def test_a_quiz_is_published_while_it_can_be_filled(quiz: Quiz, cast: Cast, facts: QuizFacts, make: Makers) -> None:
    assert publish_quiz(quiz, by=cast.trainer).published_at
    with pytest.raises(Invalid):
        change_quiz(quiz, facts=replace(facts, slots=()), seen=1, by=cast.trainer)
    assert unpublish_quiz(quiz, by=cast.trainer).published_at is None
    question = next(slot.question for slot in list_slots(revision_of(quiz)) if slot.question)
    retire_question(question, by=cast.trainer)
    with pytest.raises(Conflict):
        publish_quiz(quiz, by=cast.trainer)


def test_a_quiz_without_questions_is_not_published(cast: Cast) -> None:
    quiz = create_quiz(cast.course, facts=QuizFacts("Trống", Decimal("0.5")), by=cast.trainer)
    with pytest.raises(Conflict):
        publish_quiz(quiz, by=cast.trainer)


def test_a_list_of_quizzes_takes_two_queries(cast: Cast, make: Makers) -> None:
    question = make.question(cast.course)
    for number in range(6):
        make.quiz(cast.course, [question], title=f"Bài {number}")
    with counted() as queries:
        quizzes = list_quizzes(cast.course)
        sums = totals([quiz.current_revision_id for quiz in quizzes])
        assert [sums[q.current_revision.id].questions for q in quizzes if q.current_revision] == [1] * 6
    assert len(queries) == 2
