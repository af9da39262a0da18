"""Who makes quizzes: those who write their course."""

from __future__ import annotations

from training.catalog.access import may_edit
from training.catalog.models import Course
from training.core.access import Actor, Permission, grants
from training.quizzes.models import Quiz


class QuizPermission(Permission):
    """Permissions on quizzes as they are made; taking one is a matter of the class."""

    #: See, make, change and publish the quizzes of a course.
    EDIT = "quiz.edit"


@grants(QuizPermission.EDIT)
def may_edit_quiz(actor: Actor, thing: Course | Quiz) -> bool:
    """Tell whether the actor writes the course whose quiz `thing` is."""
    return may_edit(actor, thing.course if isinstance(thing, Quiz) else thing)
