"""A class of twelve in which a quiz of three questions was taken, one of which has a wrong key."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.core.access import Actor
from training.learning.operations.ending import Form, submit_attempt
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import list_asked
from training.learning.queries.published import versions
from training.learning.queries.quizzes import get_quiz
from training.quizzes.models import Quiz


@dataclass
class Sat:
    """The quiz, and who took it."""

    cast: Cast
    quiz: Quiz
    learners: list[Actor] = field(default_factory=list)

    def take(self, learner: Actor, *places: int) -> int:
        """Take the quiz; `places` are options in the author's order, the first is right, 0 leaves blank."""
        head = get_quiz(self.cast.training_class.id, self.quiz.id, person_id=learner.person_id)
        attempt_id = begin_or_resume(head, by=learner)
        asked = {one.version_id: one for one in list_asked(attempt_id)}
        values = {}
        for (version_id, one), place in zip(sorted(asked.items()), places, strict=True):
            options = versions.many((version_id,))[version_id].body["options"]
            values[one.position] = (options[place - 1]["id"],) if place else ()
        form = Form(values=values, flags={}, seen={one.position: one.sequence for one in asked.values()})
        submit_attempt(attempt_id, form=form, confirmed=True, grace=0, by=learner)
        return attempt_id


@pytest.fixture
def sat(cast: Cast, make: Makers) -> Sat:
    """Twelve learners: the better half does not choose the key of the third question."""
    questions = [make.question(cast.course, stem=f"Câu số {n}?") for n in range(1, 4)]
    sat = Sat(cast, make.quiz(cast.course, questions, attempts_allowed=3))
    for number in range(12):
        person = make.person(f"Nguyễn Văn {'ABCDEFGHIKLM'[number]}n", unit=cast.ward)
        make.enrolment(cast.training_class, person)
        learner = make.account(person)
        sat.learners.append(learner)
        good = number < 7
        sat.take(learner, 1 if good else 2, 1 if good and number else 3, 2 if good else 1 if number < 10 else 0)
    return sat
