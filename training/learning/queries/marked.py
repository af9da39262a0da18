"""Reads of a marked attempt: its questions with the mark that counts, and what the right answers rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select

from training.catalog.models import Source
from training.core.db import db, table_of
from training.learning.models import HANDED_IN_STATES, Answer, Attempt, AttemptQuestion, Mark
from training.learning.queries.classes import CitationLine
from training.learning.regrading.models import RegradedMark
from training.questions.models import QuestionCitation, QuestionVersion

attempts, questions, answers, marks = map(table_of, (Attempt, AttemptQuestion, Answer, Mark))
regraded_marks, versions = map(table_of, (RegradedMark, QuestionVersion))
citations, sources = map(table_of, (QuestionCitation, Source))


@dataclass(frozen=True, slots=True)
class Marked:
    """A question of a submitted attempt with the mark that counts; `judged_by` is the version it was marked under.

    `is_void` questions are out of the total; `regraded_under` is the number of the version of a regrading, if any.
    One that `waits` has been answered and has no mark until a person gives it.
    """

    id: int
    position: int
    version_id: int
    option_order: list[Any]
    max_mark: Decimal
    response: Any
    judged_by: int
    fraction: Decimal
    mark: Decimal
    is_void: bool = False
    regraded_under: int | None = None
    waits: bool = False
    is_by_hand: bool = False


_MARKED = (
    select(
        questions.c.id,
        questions.c.position,
        questions.c.question_version_id,
        questions.c.option_order,
        questions.c.max_mark,
        answers.c.response,
        func.coalesce(marks.c.question_version_id, questions.c.question_version_id),
        func.coalesce(marks.c.fraction, 0),
        func.coalesce(marks.c.mark, 0),
        func.coalesce(regraded_marks.c.is_void, False),
        case((regraded_marks.c.mark_id.is_not(None), versions.c.number)),
        marks.c.id.is_(None),
        and_(marks.c.by_account_id.is_not(None), regraded_marks.c.mark_id.is_(None)),
    )
    .join(attempts, attempts.c.id == questions.c.attempt_id)
    .outerjoin(answers, answers.c.attempt_question_id == questions.c.id)
    .outerjoin(marks, and_(marks.c.attempt_question_id == questions.c.id, marks.c.undone_at.is_(None)))
    .outerjoin(versions, versions.c.id == marks.c.question_version_id)
    .outerjoin(regraded_marks, regraded_marks.c.mark_id == marks.c.id)
    .where(attempts.c.id == bindparam("attempt_id"), attempts.c.state.in_(HANDED_IN_STATES))
    .order_by(questions.c.position, marks.c.id)
)

_CITATIONS = (
    select(citations.c.question_version_id, sources.c.title, sources.c.number, citations.c.article)
    .join(sources, sources.c.id == citations.c.source_id)
    .where(citations.c.question_version_id.in_(bindparam("version_ids", expanding=True)))
    .order_by(citations.c.question_version_id, citations.c.position)
)


def list_marked(attempt_id: int) -> list[Marked]:
    """Return the questions of an attempt handed in with the newest mark of each that was not undone."""
    rows = db.session.execute(_MARKED, {"attempt_id": attempt_id})
    return list({row[0]: Marked(*row) for row in rows}.values())


def citations_of(version_ids: Sequence[int]) -> dict[int, list[CitationLine]]:
    """Return what the right answers of the versions rest on."""
    found: dict[int, list[CitationLine]] = {}
    for version_id, *line in db.session.execute(_CITATIONS, {"version_ids": list(version_ids)}):
        found.setdefault(version_id, []).append(CitationLine(*line))
    return found
