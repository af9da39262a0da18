"""A class with a quiz of five questions, and what a learner does with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.core.access import Actor
from training.core.db import db
from training.learning.models import AttemptQuestion
from training.learning.operations.answers import Change, Receipt, save_answers
from training.learning.operations.ending import Form, Handed, submit_attempt
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import Asked, AttemptHead, get_attempt, list_asked
from training.learning.queries.published import versions
from training.learning.queries.quizzes import QuizHead, get_quiz
from training.questions.models import Question
from training.quizzes.models import Quiz

GRACE = 120
NO_FORM = Form(values={}, flags={}, seen={})


@dataclass
class Desk:
    """Where the cadre of the cast takes a quiz."""

    cast: Cast
    make: Makers
    quiz: Quiz

    @property
    def cadre(self) -> Actor:
        return self.cast.cadre

    def head(self) -> QuizHead:
        return get_quiz(self.cast.training_class.id, self.quiz.id, person_id=self.cadre.person_id)

    def begin(self) -> int:
        return begin_or_resume(self.head(), by=self.cadre)

    def attempt(self, attempt_id: int) -> AttemptHead:
        return get_attempt(attempt_id, person_id=self.cadre.person_id)

    def asked(self, attempt_id: int) -> list[Asked]:
        return list_asked(attempt_id)

    def answers(self, attempt_id: int) -> dict[int, Any]:
        return {one.position: one.response for one in list_asked(attempt_id)}

    def right(self, one: Asked | AttemptQuestion) -> str:
        """Return the right option of a question."""
        version_id = one.version_id if isinstance(one, Asked) else one.question_version_id
        body = versions.many((version_id,))[version_id].body
        return next(option["id"] for option in body["options"] if option["right"])

    def question(self, one: Asked) -> Question:
        """Return the question of the bank that was asked."""
        return db.session.get_one(Question, versions.many((one.version_id,))[one.version_id].question_id)

    def wrong(self, one: Asked) -> str:
        body = versions.many((one.version_id,))[one.version_id].body
        return next(option["id"] for option in body["options"] if not option["right"])

    def save(self, attempt_id: int, *changes: Change, writer: str = "phone", flags: Any = None) -> Receipt:
        person_id = self.cadre.person_id
        return save_answers(
            attempt_id, person_id=person_id, writer=writer, changes=changes, flags=flags or {}, grace=GRACE
        )

    def submit(self, attempt_id: int, form: Form = NO_FORM, *, confirmed: bool = True) -> Handed:
        return submit_attempt(attempt_id, form=form, confirmed=confirmed, grace=GRACE, by=self.cadre)


@pytest.fixture
def desk(cast: Cast, make: Makers) -> Desk:
    """A quiz of five single choices, thirty minutes, two attempts, one of two marks among them."""
    questions = [make.question(cast.course, stem=f"Câu số {n}?") for n in range(1, 6)]
    quiz = make.quiz(cast.course, questions, time_limit=1800, attempts_allowed=2)
    return Desk(cast, make, quiz)


@pytest.fixture
def phone(client: CheckingClient, desk: Desk) -> CheckingClient:
    """The cadre's phone, signed in."""
    return client.sign_in(desk.cadre)


@pytest.fixture
def base(desk: Desk) -> str:
    return f"/learn/classes/{desk.cast.training_class.id}"
