"""One thing of each kind, so that every route has something to be called with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from tests.cast import Cast
from tests.makers import Makers


@dataclass
class Scene:
    """Values for the parameters of routes, by name."""

    values: Mapping[str, object]

    def path(self, app: Flask, endpoint: str) -> str:
        """Return the address of `endpoint` with the scene's values in it."""
        rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
        values = {name: self.values[name] for name in rule.arguments}
        with app.test_request_context():
            return app.url_for(endpoint, **values)


def make_scene(cast: Cast) -> Scene:
    """Set the scene round the cast."""
    make = Makers()
    question = make.question(cast.course)
    quiz = make.quiz(cast.course, [question])
    meeting = make.meeting(cast.training_class)
    values = {
        "unit_id": cast.ward.id,
        "person_id": cast.cadre_person.id,
        "course_id": cast.course.id,
        "module_id": cast.course.modules[0].id,
        "question_id": question.id,
        "category_id": question.category_id,
        "version_id": question.current_version_id,
        "quiz_id": quiz.id,
        "plan_id": cast.training_class.plan_id,
        "class_id": cast.training_class.id,
        "meeting_id": meeting.id,
        "enrolment_id": cast.enrolment.id,
        "account_id": cast.cadre.account_id,
        "token": "no-such-token",
        "language": "vi",
    }
    return Scene(values)
