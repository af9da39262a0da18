"""Reads of appeals: those of a class, those about an attempt, and until when one may be made."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select

from training.classes.models import ClassTrainer, Enrolment, TrainingClass
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.appeals.models import Appeal
from training.learning.marking.models import HandMark
from training.learning.models import Attempt, AttemptQuestion
from training.learning.queries.attempts import AttemptHead
from training.people.models import Person
from training.questions.models import QuestionVersion
from training.quizzes.models import Quiz
from training.quizzes.reviewing import normal


class AppealLine(NamedTuple):
    """An appeal with what it is about."""

    appeal: Appeal
    name: str
    person_id: int
    quiz_id: int
    quiz_title: str
    attempt_id: int
    number: int
    position: int
    question_id: int
    stem_html: str
    max_mark: Decimal


def list_appeals(training_class: TrainingClass) -> list[AppealLine]:
    """Return the appeals of a class, the open ones first, then the newest."""
    found = (
        select(
            Appeal,
            Person.full_name,
            Enrolment.person_id,
            Quiz.id,
            Quiz.title,
            Attempt.id,
            Attempt.number,
            AttemptQuestion.position,
            QuestionVersion.question_id,
            QuestionVersion.stem_html,
            AttemptQuestion.max_mark,
        )
        .join(AttemptQuestion, AttemptQuestion.id == Appeal.attempt_question_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .where(Enrolment.class_id == training_class.id)
        .order_by(Appeal.answered_at.is_not(None), Appeal.id.desc())
    )
    return [AppealLine(*row) for row in db.session.execute(found)]


def get_appeal(training_class: TrainingClass, appeal_id: int) -> AppealLine:
    """Return an appeal of the class, or raise NotFound."""
    found = next((line for line in list_appeals(training_class) if line.appeal.id == appeal_id), None)
    if found is None:
        raise NotFound(_("There is no such appeal in this class."))
    return found


def appeals_about(attempt_id: int) -> dict[int, Appeal]:
    """Return the appeals about an attempt, by the position of the question."""
    found = (
        select(AttemptQuestion.position, Appeal)
        .join(Appeal, Appeal.attempt_question_id == AttemptQuestion.id)
        .where(AttemptQuestion.attempt_id == attempt_id)
    )
    return dict(db.session.execute(found).all())


def appeal_until(attempt: AttemptHead) -> datetime | None:
    """Return until when the marks of the attempt may be appealed against, inclusive; None where they may not be.

    Days are counted from the release of marks given by hand, else from handing in.
    """
    days = normal(attempt.revision.review)["appeal_days"]
    if not days or attempt.score is None or attempt.submitted_at is None:
        return None
    released = (
        select(func.max(HandMark.released_at))
        .join(AttemptQuestion, AttemptQuestion.id == HandMark.attempt_question_id)
        .where(AttemptQuestion.attempt_id == attempt.id)
    )
    return (db.session.scalar(released) or attempt.submitted_at) + timedelta(days=days)


def trainers_of(class_id: int) -> list[int]:
    """Return the people who teach the class."""
    return list(db.session.scalars(select(ClassTrainer.person_id).where(ClassTrainer.class_id == class_id)))
