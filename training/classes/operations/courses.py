"""Writes of what a class teaches: its courses, their order and tiết, the hours of its quizzes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from training.catalog.models import Course, CourseState
from training.classes.models import ClassCourse, ClassQuiz, TrainingClass
from training.classes.operations.holding import hold_unclosed
from training.classes.queries.classes import get_quiz_hours, list_class_courses
from training.classes.rules.dates import check_quiz_hours
from training.classes.traces import learners_begun
from training.core.access import Actor
from training.core.db import db, operation, unique, upsert
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext
from training.quizzes.models import Quiz


@operation
def add_course(
    training_class: TrainingClass,
    course: Course,
    *,
    study_hours: int | None = None,
    by: Actor,  # noqa: ARG001
) -> ClassCourse:
    """Add a published course at the end; `study_hours` counts tiết, by default the course's own.

    Raises Conflict where the class has it already, Invalid(field='course_id') where it is not published.
    """
    hold_unclosed(training_class.id)
    if course.state is not CourseState.PUBLISHED:
        raise Invalid("course_id", _("%(course)s is not published.", course=course.title))
    last = max((part.position for part in list_class_courses(training_class)), default=0)
    part = ClassCourse(
        class_id=training_class.id,
        course_id=course.id,
        position=last + 1,
        study_hours=course.study_hours if study_hours is None else study_hours,
    )
    with unique("class_courses", "class_id", "course_id", refusal=Conflict(_("The class has this course already."))):
        db.session.add(part)
    return part


@operation
def set_course_hours(part: ClassCourse, *, study_hours: int, by: Actor) -> ClassCourse:  # noqa: ARG001
    """Say how many tiết the course takes in this class."""
    hold_unclosed(part.class_id)
    part.study_hours = study_hours
    return part


@operation
def move_course(part: ClassCourse, *, earlier: bool, by: Actor) -> ClassCourse:  # noqa: ARG001
    """Let the course change places with the one before it or after it; at an end it stays."""
    hold_unclosed(part.class_id)
    parts = list_class_courses(part.training_class)
    here = next(n for n, one in enumerate(parts) if one.id == part.id)
    there = min(max(here + (-1 if earlier else 1), 0), len(parts) - 1)
    parts[here], parts[there] = parts[there], parts[here]
    _number(parts)
    return part


@operation
def remove_course(part: ClassCourse, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Take a course out of its class; raise Conflict where a learner of the class has begun it."""
    hold_unclosed(part.class_id)
    begun = learners_begun(part.class_id, part.course_id)
    if begun:
        message = ngettext(
            "%(num)s learner has begun this course; it stays in the class.",
            "%(num)s learners have begun this course; it stays in the class.",
            begun,
        )
        raise Conflict(message)
    training_class = part.training_class
    db.session.delete(part)
    db.session.flush()
    _number(list_class_courses(training_class))
    return training_class


def _number(parts: list[ClassCourse]) -> None:
    for position, part in enumerate(parts, 1):
        part.position = position


@operation
def set_quiz_hours(
    training_class: TrainingClass,
    quiz: Quiz,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    by: Actor,  # noqa: ARG001
) -> TrainingClass:
    """Set the hours of a quiz in this class; without either, the quiz's own hold again.

    Raises NotFound where the quiz is none of the class, Invalid(field='closes_at') for hours turned round.
    """
    hold_unclosed(training_class.id)
    get_quiz_hours(training_class, quiz.id)
    check_quiz_hours(opens_at, closes_at)
    if opens_at is None and closes_at is None:
        mine = (ClassQuiz.class_id == training_class.id, ClassQuiz.quiz_id == quiz.id)
        db.session.execute(delete(ClassQuiz).where(*mine))
        return training_class
    row = {"class_id": training_class.id, "quiz_id": quiz.id, "opens_at": opens_at, "closes_at": closes_at}
    upsert(ClassQuiz, [row], key=["class_id", "quiz_id"], update=["opens_at", "closes_at"])
    return training_class
