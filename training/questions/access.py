"""Who writes questions: those who write their course. Right answers are for nobody else before the review."""

from __future__ import annotations

from training.catalog.access import may_edit
from training.catalog.models import Course
from training.core.access import Actor, Permission, grants
from training.questions.models import Question, QuestionCategory


class QuestionPermission(Permission):
    """Permissions on the question bank."""

    #: Read and write the bank of a course, right answers included.
    EDIT = "question.edit"


@grants(QuestionPermission.EDIT)
def may_edit_bank(actor: Actor, thing: Course | QuestionCategory | Question) -> bool:
    """Tell whether the actor writes the course whose bank `thing` is or belongs to."""
    if isinstance(thing, Question):
        thing = thing.category
    return may_edit(actor, thing if isinstance(thing, Course) else thing.course)
