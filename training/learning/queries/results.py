"""What has been read and achieved, for a whole class at once: what rosters and completion rest on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from training.catalog.models import Module
from training.classes.models import ClassCourse, Enrolment
from training.core.db import db
from training.learning.models import Attempt, AttemptState, Reading
from training.learning.rules.results import Finished, QuizResult, result_of
from training.quizzes.models import Counts, Quiz, QuizRevision

_MODULES = (
    select(Module.id)
    .join(ClassCourse, ClassCourse.course_id == Module.course_id)
    .where(
        ClassCourse.class_id == bindparam("class_id"),
        Module.archived_at.is_(None),
        Module.published_revision_id.is_not(None),
    )
    .order_by(ClassCourse.position, Module.position, Module.id)
)

_READ = (
    select(Reading.enrolment_id, Reading.module_id)
    .join(Enrolment, Enrolment.id == Reading.enrolment_id)
    .join(Module, Module.id == Reading.module_id)
    .join(ClassCourse, (ClassCourse.class_id == Enrolment.class_id) & (ClassCourse.course_id == Module.course_id))
    .where(
        Enrolment.class_id == bindparam("class_id"),
        Reading.done_at.is_not(None),
        Module.archived_at.is_(None),
        Module.published_revision_id.is_not(None),
    )
)
_READ_BY_ONE = _READ.where(Enrolment.id == bindparam("enrolment_id"))

_FINISHED = (
    select(
        Attempt.enrolment_id,
        Attempt.quiz_id,
        Attempt.number,
        Attempt.score,
        Attempt.full_mark,
        QuizRevision.pass_mark,
        QuizRevision.counts,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
    .where(Enrolment.class_id == bindparam("class_id"), Attempt.state == AttemptState.MARKED)
    .order_by(Attempt.enrolment_id, Attempt.quiz_id, Attempt.number)
)
_FINISHED_BY_ONE = _FINISHED.where(Enrolment.id == bindparam("enrolment_id"))

_QUIZZES = (
    select(Quiz.id)
    .join(ClassCourse, ClassCourse.course_id == Quiz.course_id)
    .where(
        ClassCourse.class_id == bindparam("class_id"),
        Quiz.published_at.is_not(None),
        Quiz.current_revision_id.is_not(None),
    )
    .order_by(ClassCourse.position, Quiz.position, Quiz.id)
)


def list_module_ids(class_id: int) -> list[int]:
    """Return the modules that learners of the class are to read, in order."""
    return list(db.session.scalars(_MODULES, {"class_id": class_id}))


def list_quiz_ids(class_id: int) -> list[int]:
    """Return the published quizzes of the class, in order."""
    return list(db.session.scalars(_QUIZZES, {"class_id": class_id}))


def modules_read(class_id: int, *, enrolment_id: int | None = None) -> dict[int, set[int]]:
    """Return, by enrolment, the modules of the class that were read to the end; one query.

    Enrolments without any are left out. With `enrolment_id` only that learner's.
    """
    found: dict[int, set[int]] = {}
    for enrolment, module_id in _of_class(_READ, _READ_BY_ONE, class_id, enrolment_id):
        found.setdefault(enrolment, set()).add(module_id)
    return found


def quiz_results(class_id: int, *, enrolment_id: int | None = None) -> dict[tuple[int, int], QuizResult]:
    """Return, by enrolment and quiz, what counts of the marked attempts; one query.

    Those without a marked one are left out; which attempt counts is what the newest one's revision says.
    """
    found: dict[tuple[int, int], QuizResult] = {}
    rows = _of_class(_FINISHED, _FINISHED_BY_ONE, class_id, enrolment_id)
    for (enrolment, quiz_id), group in groupby(rows, key=lambda row: (row[0], row[1])):
        attempts = list(group)
        finished = [Finished(number, score, full, passes) for _, _, number, score, full, passes, _ in attempts]
        result = result_of(finished, counts=Counts(attempts[-1][6]))
        if result is not None:
            found[enrolment, quiz_id] = result
    return found


def _of_class(of_all: Any, of_one: Any, class_id: int, enrolment_id: int | None) -> Iterable[Any]:
    if enrolment_id is None:
        return db.session.execute(of_all, {"class_id": class_id}).all()
    return db.session.execute(of_one, {"class_id": class_id, "enrolment_id": enrolment_id}).all()
