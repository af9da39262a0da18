"""Whether learners of a class have begun a course: one that somebody has begun is not taken out of the class."""

from __future__ import annotations

from sqlalchemy import func, select, union

from training.catalog.models import Module
from training.classes.models import Enrolment
from training.core.db import db
from training.learning.models import Attempt, Reading
from training.quizzes.models import Quiz


def count_begun(class_id: int, course_id: int) -> int:
    """Return how many learners of the class have read in the course or begun one of its quizzes."""
    read = (
        select(Reading.enrolment_id)
        .join(Module, Module.id == Reading.module_id)
        .join(Enrolment, Enrolment.id == Reading.enrolment_id)
        .where(Enrolment.class_id == class_id, Module.course_id == course_id)
    )
    tried = (
        select(Attempt.enrolment_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.class_id == class_id, Quiz.course_id == course_id)
    )
    return db.session.scalar(select(func.count()).select_from(union(read, tried).subquery())) or 0
