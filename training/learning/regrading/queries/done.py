"""What was asked and can be regraded, and what was regraded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import and_, func, null, or_, select

from training.accounts.models import Account
from training.classes.access import run_by
from training.classes.models import Enrolment, TrainingClass
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.models import HANDED_IN_STATES, Attempt, AttemptQuestion, Mark
from training.learning.regrading.models import RegradedAttempt, RegradedMark, Regrading
from training.people.models import Person
from training.questions.models import Question, QuestionVersion
from training.quizzes.models import Quiz


class AskedLine(NamedTuple):
    """A question that was asked, with how many handed-in attempts have it."""

    question_id: int
    stem_html: str
    attempts: int


class DoneLine(NamedTuple):
    """A regrading with who ordered it, how many attempts it reached, and for how many it changed something."""

    regrading: Regrading
    name: str
    attempts: int
    changed: int


class Outcome(NamedTuple):
    """What a regrading changed for an attempt."""

    of: RegradedAttempt
    name: str
    class_title: str
    number: int


def get_regrading(regrading_id: int) -> Regrading:
    """Return the regrading, or raise NotFound."""
    found = db.session.get(Regrading, regrading_id)
    if found is None:
        raise NotFound(_("There is no such regrading."))
    return found


def get_question_of(quiz: Quiz, question_id: int) -> Question:
    """Return a question of the quiz's course, or raise NotFound."""
    found = select(Question).where(Question.id == question_id, Question.course_id == quiz.course_id)
    question = db.session.scalar(found)
    if question is None:
        raise NotFound(_("There is no such question in this quiz."))
    return question


def list_asked(quiz: Quiz, actor: Actor) -> list[AskedLine]:
    """Return the questions asked in handed-in attempts of the classes that the actor runs."""
    counted = (
        select(QuestionVersion.question_id, func.count().label("attempts"))
        .select_from(AttemptQuestion)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(Attempt.quiz_id == quiz.id, Attempt.state.in_(HANDED_IN_STATES), run_by(actor))
        .group_by(QuestionVersion.question_id)
        .subquery()
    )
    found = (
        select(Question.id, QuestionVersion.stem_html, counted.c.attempts)
        .join(counted, counted.c.question_id == Question.id)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
        .order_by(Question.id)
    )
    return [AskedLine(*row) for row in db.session.execute(found)]


def list_classes_with(quiz: Quiz, actor: Actor) -> list[tuple[int, str]]:
    """Return id and title of the classes that the actor runs and in which the quiz was handed in."""
    found = (
        select(TrainingClass.id, TrainingClass.title)
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.quiz_id == quiz.id, Attempt.state.in_(HANDED_IN_STATES), run_by(actor))
        .distinct()
        .order_by(TrainingClass.title, TrainingClass.id)
    )
    return [(id_, title) for id_, title in db.session.execute(found)]


def list_done(quiz: Quiz, actor: Actor) -> list[DoneLine]:
    """Return the regradings of the quiz that reached classes which the actor runs, the newest first."""
    notable = or_(
        RegradedAttempt.old_score != RegradedAttempt.new_score,
        RegradedAttempt.old_full != RegradedAttempt.new_full,
        RegradedAttempt.old_mark != RegradedAttempt.new_mark,
    )
    found = (
        select(Regrading, Person.full_name, func.count(), func.count().filter(notable))
        .join(RegradedAttempt, RegradedAttempt.regrading_id == Regrading.id)
        .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .outerjoin(Account, Account.id == Regrading.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(Regrading.quiz_id == quiz.id, run_by(actor))
        .group_by(Regrading.id, Person.full_name)
        .order_by(Regrading.id.desc())
    )
    return [DoneLine(one, name or "", count, changed) for one, name, count, changed in db.session.execute(found)]


def list_outcomes(regrading: Regrading, actor: Actor) -> list[Outcome]:
    """Return what the regrading changed in the classes that the actor runs, in the order of names."""
    found = (
        select(RegradedAttempt, Person.full_name, TrainingClass.title, Attempt.number)
        .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(RegradedAttempt.regrading_id == regrading.id, run_by(actor))
        .order_by(TrainingClass.title, Person.sort_key, Attempt.enrolment_id, Attempt.number)
    )
    return [Outcome(*row) for row in db.session.execute(found)]


def name_of(account_id: int | None) -> str:
    """Return the name of the person behind an account; empty for the system."""
    found = select(Person.full_name).join(Account, Account.person_id == Person.id).where(Account.id == account_id)
    return (db.session.scalar(found) if account_id is not None else None) or ""


def reaches_others(regrading: Regrading, actor: Actor) -> bool:
    """Tell whether the regrading reached attempts of classes that the actor does not run."""
    others = (
        select(RegradedAttempt.attempt_id)
        .join(Attempt, Attempt.id == RegradedAttempt.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(RegradedAttempt.regrading_id == regrading.id, ~run_by(actor))
        .limit(1)
    )
    return db.session.scalar(others) is not None


def people_of(attempt_ids: Collection[int]) -> dict[int, list[int]]:
    """Return by class the people whose attempts these are."""
    found = (
        select(Enrolment.class_id, Enrolment.person_id)
        .join(Attempt, Attempt.enrolment_id == Enrolment.id)
        .where(Attempt.id.in_(attempt_ids))
        .distinct()
    )
    people: dict[int, list[int]] = {}
    for class_id, person_id in db.session.execute(found):
        people.setdefault(class_id, []).append(person_id)
    return people


def places_after_undo(regrading: Regrading) -> list[tuple[int, Decimal, Decimal, bool, Decimal, bool]]:
    """Return for each attempt reached: id, the question's most, mark and voidness that count now and without it.

    Each row is (attempt, most, mark now, void now, mark then, void then).
    """
    marked = (
        select(
            AttemptQuestion.attempt_id,
            AttemptQuestion.max_mark,
            Mark.mark,
            func.coalesce(RegradedMark.is_void, False),
            RegradedMark.regrading_id,
        )
        .join(Mark, and_(Mark.attempt_question_id == AttemptQuestion.id, Mark.undone_at.is_(null())))
        .outerjoin(RegradedMark, RegradedMark.mark_id == Mark.id)
        .join(RegradedAttempt, RegradedAttempt.attempt_id == AttemptQuestion.attempt_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .where(RegradedAttempt.regrading_id == regrading.id, QuestionVersion.question_id == regrading.question_id)
        .order_by(Mark.id)
    )
    now: dict[int, tuple[Decimal, Decimal, bool]] = {}
    then: dict[int, tuple[Decimal, bool]] = {}
    for attempt_id, most, mark, is_void, batch in db.session.execute(marked):
        now[attempt_id] = (most, mark, bool(is_void))
        if batch != regrading.id:
            then[attempt_id] = (mark, bool(is_void))
    return [(id_, *now[id_], *then[id_]) for id_ in now if id_ in then]


def undone_when(regrading: Regrading) -> datetime | None:
    """Return when the regrading was undone, read under the operation's lock."""
    return db.session.scalar(select(Regrading.undone_at).where(Regrading.id == regrading.id).with_for_update())
