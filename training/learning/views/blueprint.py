"""The blueprint of learners' pages, and the loaders that find what is the reader's own."""

from __future__ import annotations

from flask import Blueprint, current_app, g

from training.core import web
from training.learning.queries.attempts import AttemptHead, get_attempt
from training.learning.queries.classes import EnrolledClass, get_class
from training.learning.queries.quizzes import QuizHead, get_quiz

bp = Blueprint("learning", __name__, url_prefix="/learn")


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "learning.my_classes"


def own_class(class_id: int) -> EnrolledClass:
    """Load a class where the reader is enrolled."""
    return get_class(class_id, person_id=web.actor().person_id)


def own_quiz(class_id: int, quiz_id: int) -> QuizHead:
    """Load a quiz of such a class."""
    return get_quiz(class_id, quiz_id, person_id=web.actor().person_id)


def own_attempt(attempt_id: int) -> AttemptHead:
    """Load an attempt of the reader's."""
    return get_attempt(attempt_id, person_id=web.actor().person_id)


def grace() -> int:
    """Return the seconds after a deadline in which answers on their way still count."""
    seconds: int = current_app.config["SETTINGS"].attempt_grace_seconds
    return seconds
