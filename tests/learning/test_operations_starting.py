"""Beginning attempts, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.counting import counted
from tests.learning.conftest import Desk
from training.classes.models import ClassQuiz, ClassState
from training.core import clock
from training.core.db import AUDIT, db
from training.core.errors import Conflict, NotFound
from training.learning.models import Attempt
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.quizzes import get_quiz
from training.quizzes.models import Slot


def test_an_attempt_asks_each_question_once_with_a_fixed_order(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)
    assert [one.position for one in first] == [1, 2, 3, 4, 5]
    assert len({one.version_id for one in first}) == 5
    assert all(len(one.option_order) == 4 for one in first)
    assert desk.asked(attempt_id) == first


def test_the_deadline_is_set_at_the_start_by_the_server(desk: Desk) -> None:
    with clock.frozen(clock.now()):
        attempt = desk.attempt(desk.begin())
        assert attempt.deadline_at == clock.now() + timedelta(seconds=1800)


def test_starting_again_finds_the_open_attempt(desk: Desk) -> None:
    assert desk.begin() == desk.begin()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 1


def test_after_submitting_a_new_attempt_has_the_next_number(desk: Desk) -> None:
    first = desk.begin()
    desk.submit(first)
    second = desk.begin()
    assert (second != first, desk.attempt(second).number) == (True, 2)


def test_used_up_attempts_are_refused_in_words(desk: Desk) -> None:
    for _ in range(2):
        desk.submit(desk.begin())
    with pytest.raises(Conflict, match="2"):
        desk.begin()


def test_two_starts_at_once_begin_one_attempt(desk: Desk, app: Flask) -> None:
    head, begun, barrier = desk.head(), [], Barrier(4)
    db.session.remove()

    def start() -> None:
        with app.app_context():
            barrier.wait()
            begun.append(begin_or_resume(head, by=desk.cadre))
            db.session.remove()

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(begun), len(set(begun))) == (4, 1)


def close_class(desk: Desk) -> None:
    desk.cast.training_class.state = ClassState.CLOSED


def open_later(desk: Desk) -> None:
    hours = ClassQuiz(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id)
    hours.opens_at = clock.now() + timedelta(hours=1)
    db.session.add(hours)


def close_before(desk: Desk) -> None:
    hours = ClassQuiz(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id)
    hours.closes_at = clock.now() - timedelta(seconds=2)
    db.session.add(hours)


@pytest.mark.parametrize("spoil", [close_class, open_later, close_before])
def test_an_attempt_cannot_begin_outside_class_and_hours(desk: Desk, spoil: Callable[[Desk], None]) -> None:
    spoil(desk)
    db.session.commit()
    with pytest.raises(Conflict):
        desk.begin()
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_the_quiz_of_a_class_is_nobody_elses(desk: Desk) -> None:
    with pytest.raises(NotFound):
        get_quiz(desk.cast.training_class.id, desk.quiz.id, person_id=desk.cast.stranger.person_id)


def test_drawn_questions_come_from_the_category_without_retired_ones(desk: Desk) -> None:
    shelf = [desk.make.question(desk.cast.course, category="Kho") for _ in range(6)]
    shelf[0].retired_at = clock.now()
    db.session.commit()
    drawn = Slot(position=1, category_id=shelf[0].category_id, draw_count=5)
    fixed = Slot(position=2, question_id=shelf[1].id)
    quiz = desk.make.quiz(desk.cast.course)
    quiz.current_revision.slots = [drawn, fixed]
    db.session.commit()
    desk.quiz = quiz
    asked = {one.version_id for one in desk.asked(desk.begin())}
    assert asked == {question.current_version_id for question in shelf[1:]}


def test_a_quiz_whose_questions_are_all_gone_says_so(desk: Desk) -> None:
    desk.quiz = desk.make.quiz(desk.cast.course)
    with pytest.raises(Conflict):
        desk.begin()


def test_options_stay_in_order_where_the_quiz_says_so(desk: Desk) -> None:
    question = desk.make.question(desk.cast.course)
    desk.quiz = desk.make.quiz(desk.cast.course, [question], shuffle_options=False)
    written = [option["id"] for option in question.current_version.body["options"]]
    assert desk.asked(desk.begin())[0].option_order == written


def test_a_start_sends_few_statements_and_leaves_one_audit_line(desk: Desk) -> None:
    head = desk.head()
    with counted() as sent:
        attempt_id = begin_or_resume(head, by=desk.cadre)
    assert len(sent) <= 6
    line = db.session.execute(select(AUDIT).where(AUDIT.c.verb == "start_attempt")).one()
    assert (line.kind, line.thing_id, line.account_id) == ("attempts", attempt_id, desk.cadre.account_id)
