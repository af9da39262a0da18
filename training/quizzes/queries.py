"""Reads of quizzes: those of a course with what they add up to, one with its slots, its revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from training.accounts.models import Account
from training.catalog.models import Course
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person
from training.questions.models import Question, QuestionVersion
from training.quizzes.models import Quiz, QuizRevision, Slot
from training.quizzes.rules import Bank, SlotFacts, Total


def get_quiz(quiz_id: int) -> Quiz:
    """Return the quiz with its current revision, or raise NotFound."""
    quiz = db.session.get(Quiz, quiz_id)
    if quiz is None:
        raise NotFound(_("There is no such quiz."))
    return quiz


def revision_of(quiz: Quiz) -> QuizRevision:
    """Return the quiz's current revision; a quiz without one is not there yet."""
    if quiz.current_revision is None:
        raise NotFound(_("There is no such quiz."))
    return quiz.current_revision


def list_quizzes(course: Course) -> list[Quiz]:
    """Return the quizzes of a course in their order."""
    found = select(Quiz).where(Quiz.course_id == course.id, Quiz.current_revision_id.is_not(None))
    return list(db.session.scalars(found.order_by(Quiz.position, Quiz.id)))


def totals(revision_ids: Collection[int | None]) -> dict[int, Total]:
    """Return how many questions each of these revisions asks and for what mark, by the revision's id."""
    counted = (
        select(Slot.quiz_revision_id, func.sum(Slot.draw_count), func.sum(Slot.draw_count * Slot.mark))
        .where(Slot.quiz_revision_id.in_(revision_ids))
        .group_by(Slot.quiz_revision_id)
    )
    return {row[0]: Total(int(row[1]), Decimal(str(row[2]))) for row in db.session.execute(counted)}


def list_slots(revision: QuizRevision) -> list[Slot]:
    """Return the slots of a revision in order, with their question or category."""
    found = select(Slot).where(Slot.quiz_revision_id == revision.id)
    return list(
        db.session.scalars(
            found.options(joinedload(Slot.question), joinedload(Slot.category)).order_by(Slot.position)
        ).unique()
    )


def facts_of(slots: Iterable[Slot]) -> tuple[SlotFacts, ...]:
    """Return stored slots as the rules know them."""
    return tuple(SlotFacts(s.question_id, s.category_id, s.draw_count, Decimal(s.mark)) for s in slots)


def bank_of(course_id: int) -> Bank:
    """Return what quizzes of the course can ask now."""
    found = select(Question.id, Question.category_id).where(
        Question.course_id == course_id, Question.retired_at.is_(None), Question.current_version_id.is_not(None)
    )
    return Bank(dict(db.session.execute(found).all()))


def current_versions(question_ids: Collection[int]) -> dict[int, QuestionVersion]:
    """Return the newest version of each of these questions, by the question's id."""
    found = (
        select(Question.id, QuestionVersion)
        .join(QuestionVersion, QuestionVersion.id == Question.current_version_id)
        .where(Question.id.in_(question_ids))
    )
    return dict(db.session.execute(found).all())


@dataclass(frozen=True, slots=True)
class Signed:
    """A revision with the name of who saved it."""

    revision: QuizRevision
    name: str


def list_revisions(quiz: Quiz) -> list[Signed]:
    """Return the quiz's revisions, the newest first."""
    found = (
        select(QuizRevision, Person.full_name)
        .outerjoin(Account, Account.id == QuizRevision.by_account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(QuizRevision.quiz_id == quiz.id)
        .order_by(QuizRevision.number.desc())
    )
    return [Signed(revision, name or "") for revision, name in db.session.execute(found)]
