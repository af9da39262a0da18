"""The demonstration city: whole on its first start, and with something to see on each of its pages."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from training.classes.models import ClassState, Enrolment, Meeting, Plan, PlanState, Registration, TrainingClass
from training.completion.models import Certificate
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of_class
from training.completion.rules.findings import Outcome
from training.core import clock
from training.core.db import db
from training.learning.appeals.queries import list_appeals
from training.learning.marking.queries import list_tasks
from training.reporting.statistics.queries import Which, list_quizzes, statistics_of
from training.site.demo import load_demo


@pytest.fixture
def classes(app: Flask) -> dict[ClassState, TrainingClass]:
    """Load the city; give the class that is closed and the one under way."""
    load_demo("http://127.0.0.1:8000")
    begun = select(TrainingClass).where(TrainingClass.opens_on < clock.today())
    return {one.state: one for one in db.session.scalars(begun)}


def test_the_city_has_a_class_under_way_and_one_that_was_certified(classes: dict[ClassState, TrainingClass]) -> None:
    last, current = classes[ClassState.CLOSED], classes[ClassState.OPEN]
    enrolled = Counter(db.session.scalars(select(Enrolment.class_id)))
    assert enrolled[current.id] > enrolled[last.id] > 10
    certificates = list(db.session.scalars(select(Certificate)))
    assert {one.class_id for one in certificates} == {last.id}
    assert certificates[0].data["link"].startswith("http://127.0.0.1:8000/verify?code=")
    completed = [one for one in standings_under({last.id: terms_of_class(last)}) if one.outcome is Outcome.COMPLETED]
    assert len(certificates) == len(completed) > enrolled[last.id] / 2


def test_trainers_find_essays_to_mark_appeals_to_answer_and_times_of_questions(
    classes: dict[ClassState, TrainingClass],
) -> None:
    current = classes[ClassState.OPEN]
    tasks = list_tasks(current.id)
    assert 0 < sum(bool(one.given) for one in tasks) < len(tasks)
    assert list_appeals(current)
    taken = max(list_quizzes(TrainingClass.id == current.id), key=lambda quiz: quiz.attempts)
    found = statistics_of(taken.quiz_id, TrainingClass.id == current.id, which=Which.FIRST)
    assert all(line.figures.seconds for line in found.versions if line.figures.attempts > line.figures.blank)


def test_the_class_to_come_has_people_in_each_state_and_plans_stand_at_each_step(
    classes: dict[ClassState, TrainingClass],
) -> None:
    coming = db.session.scalars(select(TrainingClass).where(TrainingClass.opens_on > clock.today())).one()
    states = Counter(db.session.scalars(select(Registration.state).where(Registration.class_id == coming.id)))
    assert {state.value for state in states} == {"proposed", "waiting", "admitted", "refused"}
    ways = Counter(db.session.scalars(select(Enrolment.how).where(Enrolment.class_id == coming.id)))
    assert ways["waiting"] == ways["moved"] == 1
    assert list(db.session.scalars(select(Meeting.version).where(Meeting.class_id == coming.id))) == [1, 2]
    assert set(db.session.scalars(select(Plan.state))) == set(PlanState)
