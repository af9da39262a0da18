"""Reads of the quizzes of a learner's classes, with the hours in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, select

from training.classes.models import ClassCourse, ClassQuiz, ClassState, Enrolment, TrainingClass
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.queries.classes import VISIBLE, EnrolledClass
from training.learning.queries.overrides import OVERRIDDEN, granted_to
from training.learning.queries.published import Revision, revisions
from training.learning.rules.timing import (
    NOTHING_GRANTED,
    Allowance,
    Hours,
    Hurdle,
    Window,
    find_hurdle,
    larger,
    window_of,
)
from training.quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class QuizHead:
    """A quiz as the learner of a class meets it now; `window` is with what is granted to this learner."""

    quiz_id: int
    course_id: int
    title: str
    class_id: int
    class_title: str
    class_is_open: bool
    enrolment_id: int
    person_id: int
    window: Window
    revision: Revision
    granted: Allowance

    @property
    def attempts_allowed(self) -> int | None:
        """Return how many attempts this learner has; None is without limit."""
        return larger(self.revision.attempts_allowed, self.granted.attempts_allowed)

    @property
    def time_limit(self) -> int | None:
        """Return the seconds that this learner has, without extra time; None is without limit."""
        return larger(self.revision.time_limit, self.granted.time_limit)

    def not_before(self, *, used: int, last_ended_at: datetime | None) -> datetime | None:
        """Return when the pause after the last of `used` attempts is over, if there is one."""
        delay = self.revision.sitting.delay_before(used + 1)
        return last_ended_at + timedelta(seconds=delay) if delay and last_ended_at else None

    def hurdle(self, *, now: datetime, used: int, last_ended_at: datetime | None = None) -> Hurdle | None:
        """Return what keeps the learner, who has `used` so many attempts, from beginning another."""
        return find_hurdle(
            self.window,
            now=now,
            class_is_open=self.class_is_open,
            used=used,
            allowed=self.attempts_allowed,
            not_before=self.not_before(used=used, last_ended_at=last_ended_at),
        )


# Plain tables: statements of entities take twice as long.
enrolments, training_classes, quizzes = map(table_of, (Enrolment, TrainingClass, Quiz))
class_courses, class_quizzes = map(table_of, (ClassCourse, ClassQuiz))

#: Hours of a quiz that the class sets for itself.
OWN_HOURS = and_(class_quizzes.c.class_id == training_classes.c.id, class_quizzes.c.quiz_id == quizzes.c.id)

_QUIZZES = (
    select(
        quizzes.c.id,
        quizzes.c.course_id,
        quizzes.c.current_revision_id,
        training_classes.c.id.label("class_id"),
        training_classes.c.title.label("class_title"),
        training_classes.c.state,
        training_classes.c.opens_on,
        training_classes.c.closes_on,
        enrolments.c.id.label("enrolment_id"),
        enrolments.c.person_id,
        class_quizzes.c.opens_at,
        class_quizzes.c.closes_at,
        OVERRIDDEN,
    )
    .select_from(enrolments)
    .join(training_classes, training_classes.c.id == enrolments.c.class_id)
    .join(class_courses, class_courses.c.class_id == training_classes.c.id)
    .join(quizzes, quizzes.c.course_id == class_courses.c.course_id)
    .outerjoin(
        class_quizzes, and_(class_quizzes.c.class_id == training_classes.c.id, class_quizzes.c.quiz_id == quizzes.c.id)
    )
    .where(VISIBLE, quizzes.c.published_at.is_not(None), quizzes.c.current_revision_id.is_not(None))
    .order_by(training_classes.c.id, class_courses.c.position, quizzes.c.position, quizzes.c.id)
)
_QUIZZES_OF = _QUIZZES.where(enrolments.c.id.in_(bindparam("enrolment_ids", expanding=True)))
_QUIZ = _QUIZZES.where(
    training_classes.c.id == bindparam("class_id"),
    quizzes.c.id == bindparam("quiz_id"),
    enrolments.c.person_id == bindparam("person_id"),
)
_QUIZZES_BESIDE = _QUIZZES.where(
    enrolments.c.id == bindparam("enrolment_id"), quizzes.c.course_id == bindparam("course_id")
)


def get_quiz(class_id: int, quiz_id: int, *, person_id: int | None) -> QuizHead:
    """Return the published quiz of a class where the person is enrolled, or raise NotFound."""
    found = _heads(_QUIZ, {"class_id": class_id, "quiz_id": quiz_id, "person_id": person_id})
    if not found:
        raise NotFound(_("There is no such quiz in your classes."))
    return found[0]


def list_quizzes(classes: Sequence[EnrolledClass]) -> list[QuizHead]:
    """Return the published quizzes of `classes`, in the order of their courses."""
    return _heads(_QUIZZES_OF, {"enrolment_ids": [c.enrolment_id for c in classes]})


def list_quizzes_beside(enrolled: EnrolledClass, course_id: int) -> list[QuizHead]:
    """Return the published quizzes of one course of the class."""
    return _heads(_QUIZZES_BESIDE, {"enrolment_id": enrolled.enrolment_id, "course_id": course_id})


def _heads(statement: Any, values: dict[str, Any]) -> list[QuizHead]:
    rows = db.session.execute(statement, values).all()
    found = revisions.many({row.current_revision_id for row in rows})
    granted = granted_to({row.enrolment_id for row in rows if row.overridden})
    return [
        _head(row, found[row.current_revision_id], granted.get((row.enrolment_id, row.id), NOTHING_GRANTED))
        for row in rows
    ]


def _head(row: Row[Any], revision: Revision, granted: Allowance) -> QuizHead:
    return QuizHead(
        quiz_id=row.id,
        course_id=row.course_id,
        title=revision.title,
        class_id=row.class_id,
        class_title=row.class_title,
        class_is_open=row.state is ClassState.OPEN,
        enrolment_id=row.enrolment_id,
        person_id=row.person_id,
        window=window_in_force(row, revision).widened(granted),
        revision=revision,
        granted=granted,
    )


def window_in_force(row: Row[Any], revision: Revision) -> Window:
    """Return the hours of a quiz in a class from a row with opens_at, closes_at, opens_on and closes_on."""
    override = Hours(row.opens_at, row.closes_at)
    return window_of(override, revision.hours, opens_on=row.opens_on, closes_on=row.closes_on)
