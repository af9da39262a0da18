"""The trial run: what a regrading would do for every attempt that a person reaches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from training.catalog.rules.citations import write_citations
from training.classes.access import run_by
from training.classes.models import Enrolment, TrainingClass
from training.core.access import Actor
from training.core.db import db
from training.core.errors import Conflict, NotFound
from training.core.i18n import _
from training.learning.models import HANDED_IN_STATES, OPEN_STATES, Answer, Attempt, AttemptQuestion, AttemptState, Mark
from training.learning.regrading.models import RegradedMark, Remedy
from training.learning.regrading.rules import (
    Attempted,
    Change,
    Judge,
    Place,
    digest_of,
    judge_by,
    regraded,
    rekeyed,
    with_results,
)
from training.learning.rules.results import Finished
from training.people.models import Person
from training.questions.models import Question, QuestionVersion
from training.questions.operations import QuestionFacts, draft_version
from training.questions.queries import citations_of
from training.quizzes.models import Quiz, QuizRevision


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: a remedy for a question of a quiz, in one class or in all that the person runs.

    `version_id` is for the remedy VERSION, `key` (ids of options, or accepted answers) for KEY.
    """

    quiz: Quiz
    question: Question
    remedy: Remedy
    class_id: int | None = None
    version_id: int | None = None
    key: tuple[str, ...] = ()


class Line(NamedTuple):
    """A change with the learner's name, class and number of the attempt."""

    change: Change
    name: str
    class_title: str
    number: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a regrading would do: a line for each attempt in the order of names; `seen` is the sign of this state.

    `by_hand` attempts keep the mark that a person gave; `running` ones have not been handed in.
    """

    lines: Sequence[Line]
    seen: str
    by_hand: int
    running: int

    @property
    def changed(self) -> list[Line]:
        """Return the lines in which something changes for the learner."""
        return [line for line in self.lines if line.change.changes_something]

    @property
    def flips(self) -> list[Line]:
        """Return the lines in which a result turns."""
        return [line for line in self.lines if line.change.flips]


def try_out(order: Order, *, by: Actor) -> Trial:
    """Work out what the order would do for every attempt that `by` reaches; write nothing.

    Raises Invalid where the key cannot be taken, NotFound for a version of another question, Conflict where an attempt
    would have no question left.
    """
    places, names = _places(order, by)
    judge = judge_of(order)
    attempted = _attempted({place.enrolment_id for place in places}, order.quiz)
    changes = with_results(regraded(places, order.remedy, judge), attempted)
    if any(change.full_mark <= 0 for change in changes):
        raise Conflict(_("Some attempts would have no question left. Give all the full mark instead."))
    by_hand = len(places) - len(changes)
    signed = (order.quiz.id, order.question.id, order.remedy, order.class_id, order.version_id, order.key)
    return Trial(
        [Line(change, *names[change.place.id]) for change in changes],
        digest_of(signed, changes),
        by_hand,
        _count_running(order, by),
    )


def judge_of(order: Order) -> Judge | None:
    """Return what marks a response under the order; None where it does not look at responses."""
    if order.remedy is Remedy.VERSION:
        version = version_of(order.question, order.version_id)
        return judge_by(version.kind, version.body)
    if order.remedy is Remedy.KEY:
        version = draft_version(order.question.course_id, facts_with_key(order), prefix=str(order.question.id))
        return judge_by(version.kind, version.body)
    return None


def version_of(question: Question, version_id: int | None) -> QuestionVersion:
    """Return a version of the question, or raise NotFound."""
    version = db.session.get(QuestionVersion, version_id) if version_id else None
    if version is None or version.question_id != question.id:
        raise NotFound(_("There is no such version of this question."))
    return version


def facts_with_key(order: Order) -> QuestionFacts:
    """Return the question as its newest version says, with the order's key; raise Conflict where it has no such key."""
    current = order.question.current_version
    raw = rekeyed(current.kind, current.body, order.key) if current else None
    if current is None or raw is None:
        raise Conflict(_("The key of this kind of question is changed in the question bank."))
    return QuestionFacts(
        category=order.question.category.name,
        kind=current.kind,
        stem=current.stem,
        raw=raw,
        explanation=current.explanation,
        mark=Decimal(current.default_mark),
        sources=write_citations(citations_of(current)),
    )


def _reached(order: Order, actor: Actor) -> ColumnElement[bool]:
    reached = and_(Attempt.quiz_id == order.quiz.id, run_by(actor))
    return reached if order.class_id is None else and_(reached, TrainingClass.id == order.class_id)


def _places(order: Order, actor: Actor) -> tuple[list[Place], dict[int, tuple[str, str, int]]]:
    rows = db.session.execute(
        select(
            AttemptQuestion.id,
            Attempt.id,
            Attempt.enrolment_id,
            AttemptQuestion.max_mark,
            Answer.response,
            Mark.id,
            Mark.question_version_id,
            Mark.fraction,
            Mark.mark,
            func.coalesce(RegradedMark.is_void, False),
            and_(Mark.by_account_id.is_not(None), RegradedMark.mark_id.is_(None)),
            Attempt.score,
            Attempt.full_mark,
            Person.full_name,
            TrainingClass.title,
            Attempt.number,
        )
        .select_from(AttemptQuestion)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Mark, and_(Mark.attempt_question_id == AttemptQuestion.id, Mark.undone_at.is_(None)))
        .outerjoin(RegradedMark, RegradedMark.mark_id == Mark.id)
        .outerjoin(Answer, Answer.attempt_question_id == AttemptQuestion.id)
        .where(
            QuestionVersion.question_id == order.question.id,
            Attempt.state.in_(HANDED_IN_STATES),
            _reached(order, actor),
        )
        .order_by(TrainingClass.title, Person.sort_key, Attempt.enrolment_id, Attempt.number, Mark.id)
    ).all()
    newest = {row[0]: row for row in rows}
    places = [_place(row) for row in newest.values()]
    return places, {id_: (row[13], row[14], row[15]) for id_, row in newest.items()}


def _place(row: Sequence[Any]) -> Place:
    values = dict(zip((field.name for field in fields(Place)), row, strict=False))
    return Place(**{**values, "is_void": bool(row[9]), "is_by_hand": bool(row[10])})


def _attempted(enrolment_ids: Collection[int], quiz: Quiz) -> list[Attempted]:
    columns = (Attempt.id, Attempt.enrolment_id, Attempt.number, Attempt.score, Attempt.full_mark)
    found = (
        select(*columns, QuizRevision.pass_mark, QuizRevision.counts)
        .join(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
        .where(
            Attempt.quiz_id == quiz.id, Attempt.state == AttemptState.MARKED, Attempt.enrolment_id.in_(enrolment_ids)
        )
        .order_by(Attempt.enrolment_id, Attempt.number)
    )
    return [
        Attempted(id_, enrolment_id, Finished(number, score or Decimal(0), full, passes), counts)
        for id_, enrolment_id, number, score, full, passes, counts in db.session.execute(found)
    ]


def _count_running(order: Order, actor: Actor) -> int:
    found = (
        select(func.count())
        .select_from(Attempt)
        .join(AttemptQuestion, AttemptQuestion.attempt_id == Attempt.id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(QuestionVersion.question_id == order.question.id, Attempt.state.in_(OPEN_STATES), _reached(order, actor))
    )
    return db.session.scalar(found) or 0
