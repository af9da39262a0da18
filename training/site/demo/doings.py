"""What the demonstration's learners have done so far, through the same operations that pages call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from training.classes.models import Enrolment
from training.core import clock
from training.core.access import Actor
from training.learning.operations.ending import Form, submit_attempt
from training.learning.operations.readings import finish_module
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import list_asked
from training.learning.queries.classes import get_class, list_modules
from training.learning.queries.published import versions
from training.learning.queries.quizzes import get_quiz, list_quizzes


def read_modules(enrolment: Enrolment, learner: Actor, *, share: float) -> None:
    """Read the first `share` of the class's modules."""
    enrolled = get_class(enrolment.class_id, person_id=learner.person_id)
    lines = list_modules([enrolled])
    for line in lines[: round(share * len(lines))]:
        finish_module(enrolled, line=line, seconds=line.minutes * 60, by=learner)


def take_exams(enrolment: Enrolment, learner: Actor, rng: Random, *, skill: float) -> None:
    """Take each quiz that has a time limit, answering a question rightly with the chance `skill`."""
    enrolled = get_class(enrolment.class_id, person_id=learner.person_id)
    for quiz in list_quizzes([enrolled]):
        if quiz.revision.time_limit:
            began = clock.now() - timedelta(days=rng.randint(1, 9), minutes=rng.randint(0, 600))
            with clock.frozen(began):
                attempt_id = begin_or_resume(
                    get_quiz(enrolment.class_id, quiz.quiz_id, person_id=learner.person_id), by=learner
                )
            with clock.frozen(began + timedelta(minutes=rng.randint(8, 28))):
                _hand_in(attempt_id, learner, rng, skill)


def _hand_in(attempt_id: int, learner: Actor, rng: Random, skill: float) -> None:
    asked = list_asked(attempt_id)
    found = versions.many({one.version_id for one in asked})
    values = {one.position: _answer(found[one.version_id].body, rng, right=rng.random() < skill) for one in asked}
    form = Form(values=values, flags={}, seen={one.position: one.sequence for one in asked})
    submit_attempt(attempt_id, form=form, confirmed=True, grace=0, by=learner)


def _answer(body: Mapping[str, Any], rng: Random, *, right: bool) -> tuple[str, ...]:
    if "options" in body:
        key = [option["id"] for option in body["options"] if option["right"]]
        wrong = [option["id"] for option in body["options"] if not option["right"]]
        return tuple(key) if right else (rng.choice(wrong),)
    if "answers" in body:
        return (str(body["answers"][0]["text"]),) if right else ("không nhớ",)
    return ("true" if body["right"] is right else "false",)
