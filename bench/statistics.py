"""Statistics over 5,000 attempts × 20 questions: seeded by plain inserts, computed as the page does, timed."""

from __future__ import annotations

import time
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert, select, true

from bench.seed import City
from training.classes.models import Enrolment
from training.core import clock
from training.core.db import db, operation
from training.learning.models import Answer, Attempt, AttemptQuestion, AttemptState, Mark
from training.people.models import Person
from training.questions.models import QuestionVersion
from training.quizzes.models import Quiz
from training.reporting.statistics.queries import Which, statistics_of

ATTEMPTS, RUNS, BATCH = 5000, 5, 500


def measure_statistics(app: Flask, city: City) -> None:
    """Seed the attempts and print the median time of their statistics, nothing kept from the run before."""
    with app.app_context():
        _seed(city)
        times = []
        for _run in range(RUNS):
            db.session.remove()
            began = time.perf_counter()
            found = statistics_of(city.quiz_id, true(), which=Which.FIRST)
            times.append(time.perf_counter() - began)
        assert found.figures.attempts >= ATTEMPTS  # noqa: S101 -- or the figure would be of something else
        db.session.remove()
    median = 1000 * sorted(times)[RUNS // 2]
    print(f"\nstatistics of {ATTEMPTS} attempts × {len(found.versions)} questions: {median:.0f} ms")


@operation
def _seed(city: City) -> None:
    """Write attempts of learners of differing skill, each question answered by one save of its own."""
    rng = Random(7)
    quiz = db.session.get_one(Quiz, city.quiz_id)
    versions = db.session.execute(select(QuestionVersion.id, QuestionVersion.body).order_by(QuestionVersion.id)).all()
    people = _learners(city)
    began = clock.now() - timedelta(days=3)
    for first in range(0, ATTEMPTS, BATCH):
        _write_batch(people[first : first + BATCH], quiz, versions, rng, began)


def _learners(city: City) -> list[int]:
    unit_id = db.session.scalar(select(Enrolment.unit_id).limit(1))
    names = {
        "full_name": "Nguyễn Văn An",
        "family_name": "Nguyễn",
        "given_name": "An",
        "sort_key": "an",
        "search_key": "an",
    }
    people = db.session.scalars(insert(Person).returning(Person.id), [dict(names) for _ in range(ATTEMPTS)]).all()
    rows = [{"class_id": city.class_id, "person_id": id_, "unit_id": unit_id} for id_ in people]
    return list(db.session.scalars(insert(Enrolment).returning(Enrolment.id), rows))


def _write_batch(enrolments: list[int], quiz: Quiz, versions: Any, rng: Random, began: Any) -> None:
    drafts = [
        [_answer(body, rng, skill) for _id, body in versions] for skill in (rng.betavariate(6, 3) for _ in enrolments)
    ]
    rows = [_attempt(one, quiz, draft, began) for one, draft in zip(enrolments, drafts, strict=True)]
    attempts = db.session.scalars(insert(Attempt).returning(Attempt.id, sort_by_parameter_order=True), rows).all()
    asked = [
        {"attempt_id": id_, "position": n, "question_version_id": v, "option_order": [], "max_mark": Decimal(1)}
        for id_ in attempts
        for n, (v, _body) in enumerate(versions, 1)
    ]
    places = db.session.scalars(
        insert(AttemptQuestion).returning(AttemptQuestion.id, sort_by_parameter_order=True), asked
    ).all()
    flat = [one for draft in drafts for one in draft]
    waits = [began + timedelta(seconds=40 * row["position"]) for row in asked]
    db.session.execute(
        insert(Answer),
        [
            {"attempt_question_id": p, "response": response, "sequence": 1, "saved_at": at}
            for p, (response, _right), at in zip(places, flat, waits, strict=True)
        ],
    )
    db.session.execute(
        insert(Mark),
        [
            {
                "attempt_question_id": p,
                "question_version_id": row["question_version_id"],
                "fraction": right,
                "mark": right,
            }
            for p, row, (_response, right) in zip(places, asked, flat, strict=True)
        ],
    )


def _answer(body: Any, rng: Random, skill: float) -> tuple[str | None, int]:
    if rng.random() < 0.02:
        return None, 0
    right = rng.random() < skill
    return rng.choice([option["id"] for option in body["options"] if option["right"] is right]), int(right)


def _attempt(enrolment_id: int, quiz: Quiz, draft: list[tuple[str | None, int]], began: Any) -> dict[str, Any]:
    return {
        "enrolment_id": enrolment_id,
        "quiz_id": quiz.id,
        "quiz_revision_id": quiz.current_revision_id,
        "number": 1,
        "state": AttemptState.SUBMITTED,
        "started_at": began,
        "submitted_at": began + timedelta(minutes=20),
        "submitted_how": "learner",
        "score": sum(right for _response, right in draft),
        "full_mark": Decimal(len(draft)),
    }
