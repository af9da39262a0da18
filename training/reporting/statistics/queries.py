"""Reads of statistics: the marked attempts of a quiz, their marks question by question, the answers counted in SQL."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Float,
    Integer,
    Text,
    and_,
    cast,
    func,
    null,
    select,
    type_coerce,
)

from training.catalog.models import Course
from training.classes.models import ClassCourse, Enrolment, TrainingClass
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.models import Answer, Attempt, AttemptQuestion, Mark
from training.learning.queries.published import AskedVersion, revisions, versions
from training.learning.regrading.models import RegradedMark
from training.learning.rules.results import reaches
from training.questions.models import Question, QuestionVersion
from training.quizzes.models import Quiz
from training.reporting.statistics.rules.choices import Given
from training.reporting.statistics.rules.figures import (
    UNIT,
    Answered,
    QuizFigures,
    Shape,
    Taken,
    VersionFigures,
    figures_of,
)

attempts, questions, answers, marks = map(table_of, (Attempt, AttemptQuestion, Answer, Mark))
regraded_marks = table_of(RegradedMark)
enrolments, training_classes = map(table_of, (Enrolment, TrainingClass))


class Which(enum.StrEnum):
    """Which of a learner's marked attempts count; theory prefers the first, as nobody has practised yet."""

    FIRST = "first"
    LAST = "last"
    BEST = "best"
    ALL = "all"


_ORDER: dict[Which, tuple[Any, ...]] = {
    Which.FIRST: (attempts.c.number,),
    Which.LAST: (attempts.c.number.desc(),),
    Which.BEST: ((attempts.c.score * 1.0 / func.nullif(attempts.c.full_mark, 0)).desc(), attempts.c.number),
}


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a question with its figures and what was answered; `is_newest` of its question."""

    version: AskedVersion
    number: int
    is_newest: bool
    figures: VersionFigures
    given: Sequence[Given]


@dataclass(frozen=True, slots=True)
class QuizStatistics:
    """The figures of a quiz, and those of each version asked, in the order of the bank."""

    figures: QuizFigures
    versions: Sequence[VersionLine]


class QuizLine(NamedTuple):
    """A quiz with how many marked attempts it has, of how many learners."""

    quiz_id: int
    title: str
    course: str
    attempts: int
    learners: int


def get_class_quiz(training_class: TrainingClass, quiz_id: int) -> Quiz:
    """Return a quiz of one of the class's courses, or raise NotFound."""
    found = select(Quiz).join(ClassCourse, ClassCourse.course_id == Quiz.course_id)
    quiz = db.session.scalar(found.where(Quiz.id == quiz_id, ClassCourse.class_id == training_class.id))
    if quiz is None:
        raise NotFound(_("There is no such quiz in this class."))
    return quiz


def list_quizzes(where: ColumnElement[bool]) -> list[QuizLine]:
    """Return the quizzes taken in the classes that `where`, a condition on TrainingClass, lets through."""
    counted = (
        select(Quiz.id, Quiz.title, Course.title, func.count(Attempt.id), func.count(Enrolment.person_id.distinct()))
        .join(Attempt, Attempt.quiz_id == Quiz.id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .join(Course, Course.id == Quiz.course_id)
        .where(where, Attempt.score.is_not(None))
        .group_by(Quiz.id, Quiz.title, Course.title, Quiz.position)
        .order_by(Course.title, Quiz.position, Quiz.id)
    )
    return [QuizLine(*row) for row in db.session.execute(counted)]


def statistics_of(quiz_id: int, where: ColumnElement[bool], *, which: Which) -> QuizStatistics:
    """Return the statistics of a quiz in the classes that `where`, a condition on TrainingClass, lets through.

    Takes one pass over the marks and a fixed number of queries, however many attempts there are.
    """
    chosen = _chosen(quiz_id, where, which)
    taken = _taken(chosen)
    numbers = _numbers(chosen)
    quiz, figures = figures_of(taken, _answered(chosen), _shape(taken, numbers))
    given, found = _given(chosen), versions.many(numbers)
    lines = [
        VersionLine(found[id_], numbers[id_].number, numbers[id_].is_newest, one, given.get(id_, ()))
        for id_, one in ((one.version_id, one) for one in figures)
    ]
    return QuizStatistics(quiz, sorted(lines, key=lambda line: (line.version.question_id, -line.number)))


def _shape(taken: Iterable[Taken], numbers: Mapping[int, _Number]) -> Shape:
    fixed = {
        revision_id: {slot.question_id for slot in revision.slots}
        for revision_id, revision in revisions.many({one.revision_id for one in taken}).items()
    }
    return Shape(
        {version_id: row.question_id for version_id, row in numbers.items()},
        {version_id: row.category_id for version_id, row in numbers.items()},
        {id_: {v for v, row in numbers.items() if row.question_id in asked} for id_, asked in fixed.items()},
    )


def _chosen(quiz_id: int, where: ColumnElement[bool], which: Which) -> CTE:
    marked = (
        select(attempts)
        .join(enrolments, enrolments.c.id == attempts.c.enrolment_id)
        .join(training_classes, training_classes.c.id == enrolments.c.class_id)
        .where(attempts.c.quiz_id == quiz_id, attempts.c.score.is_not(None), where)
    )
    if which is Which.ALL:
        return marked.cte("chosen")
    place = func.row_number().over(partition_by=attempts.c.enrolment_id, order_by=_ORDER[which]).label("place")
    ranked = marked.add_columns(place).subquery()
    return select(ranked).where(ranked.c.place == 1).cte("chosen")


def _taken(chosen: CTE) -> list[Taken]:
    c = chosen.c
    rows = db.session.execute(
        select(
            c.id,
            c.quiz_revision_id,
            c.score,
            c.full_mark,
            type_coerce(c.started_at, DateTime()),
            type_coerce(c.submitted_at, DateTime()),
        ).order_by(c.id)
    ).all()
    # Few scores are different, and exact comparison takes its time.
    passes = lru_cache(maxsize=1000)(reaches)
    needed = {id_: one.pass_mark for id_, one in revisions.many({row[1] for row in rows}).items()}
    return [
        Taken(id_, revision_id, _parts(score), _parts(full), passes(score, full, needed[revision_id]), began, ended)
        for id_, revision_id, score, full, began, ended in rows
    ]


def _parts(mark: Decimal) -> int:
    return int(mark * UNIT)


def _in_parts(column: Any) -> ColumnElement[int]:
    # Whole numbers come off the driver as they are; a hundred thousand decimals would take longer than all the rest.
    return cast(func.round(column * UNIT), Integer)


def _answered(chosen: CTE) -> Iterator[Answered]:
    rows = db.session.execute(
        select(
            questions.c.id,
            questions.c.attempt_id,
            questions.c.question_version_id,
            _in_parts(marks.c.mark),
            _in_parts(questions.c.max_mark),
            answers.c.response.is_(null()),
            type_coerce(answers.c.saved_at, DateTime()),
            regraded_marks.c.is_void,
        )
        .select_from(chosen)
        .join(questions, questions.c.attempt_id == chosen.c.id)
        .join(marks, and_(marks.c.attempt_question_id == questions.c.id, marks.c.undone_at.is_(None)))
        .outerjoin(regraded_marks, regraded_marks.c.mark_id == marks.c.id)
        .outerjoin(answers, answers.c.attempt_question_id == questions.c.id)
        .order_by(questions.c.attempt_id, questions.c.position, marks.c.id.desc())
        .execution_options(yield_per=2000)
    )
    before = 0
    for place_id, attempt_id, version_id, mark, most, blank, saved_at, is_void in rows:
        # The newest mark comes first, and alone counts; what was taken out of the total tells nothing.
        if place_id != before and not is_void:
            yield Answered(attempt_id, version_id, mark, most, bool(blank), None if blank else saved_at)
        before = place_id


class _Number(NamedTuple):
    question_id: int
    category_id: int
    number: int
    is_newest: bool


def _numbers(chosen: CTE) -> dict[int, _Number]:
    asked = select(questions.c.question_version_id).join(chosen, chosen.c.id == questions.c.attempt_id)
    found = (
        select(
            QuestionVersion.id, Question.id, Question.category_id, QuestionVersion.number, Question.current_version_id
        )
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.id.in_(asked.distinct()))
    )
    rows = db.session.execute(found)
    return {
        id_: _Number(question, category, number, id_ == current) for id_, question, category, number, current in rows
    }


def _given(chosen: CTE) -> dict[int, list[Given]]:
    response = cast(answers.c.response, Text)
    share = cast(chosen.c.score, Float) / func.nullif(cast(chosen.c.full_mark, Float), 0)
    rows = db.session.execute(
        select(questions.c.question_version_id, response, func.count(), func.sum(share))
        .select_from(questions)
        .join(chosen, chosen.c.id == questions.c.attempt_id)
        .join(answers, answers.c.attempt_question_id == questions.c.id)
        .where(response.is_not(None))
        .group_by(questions.c.question_version_id, response)
    )
    found: dict[int, list[Given]] = {}
    for version_id, text, count, shares in rows:
        found.setdefault(version_id, []).append(Given(json.loads(text), count, shares or 0.0))
    return found
