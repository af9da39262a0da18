"""Reads of late answers: what arrived after attempts had ended, beside the answers of record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, select

from training.classes.models import Enrolment
from training.core.db import db, table_of
from training.learning.models import Answer, Attempt, AttemptQuestion, AttemptState, LateAcceptance, LateAnswer
from training.learning.queries.published import versions
from training.people.models import Person
from training.questions.kinds import KINDS

_late, _accepted, _questions, _attempts, _answers = map(
    table_of, (LateAnswer, LateAcceptance, AttemptQuestion, Attempt, Answer)
)
_enrolments, _people = table_of(Enrolment), table_of(Person)

_LATE = (
    select(
        _attempts.c.id.label("attempt_id"),
        _attempts.c.number,
        _attempts.c.state,
        _attempts.c.deadline_at,
        _attempts.c.submitted_at,
        _people.c.full_name,
        _people.c.code,
        _late.c.id,
        _late.c.response,
        _late.c.arrived_at,
        _questions.c.position,
        _questions.c.question_version_id,
        _questions.c.option_order,
        _answers.c.response.label("record"),
        _accepted.c.at.label("accepted_at"),
        _accepted.c.reason,
    )
    .join(_questions, _questions.c.id == _late.c.attempt_question_id)
    .join(_attempts, _attempts.c.id == _questions.c.attempt_id)
    .join(_enrolments, _enrolments.c.id == _attempts.c.enrolment_id)
    .join(_people, _people.c.id == _enrolments.c.person_id)
    .outerjoin(_answers, _answers.c.attempt_question_id == _questions.c.id)
    .outerjoin(_accepted, _accepted.c.late_answer_id == _late.c.id)
    .where(_enrolments.c.class_id == bindparam("class_id"), _attempts.c.quiz_id == bindparam("quiz_id"))
    .order_by(_people.c.sort_key, _people.c.id, _attempts.c.number, _questions.c.position, _late.c.id)
)


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late answer: what arrived and what is on record, each as HTML of the options chosen or words typed."""

    id: int
    position: int
    stem_html: str
    arrived: Sequence[str]
    record: Sequence[str]
    arrived_at: datetime
    accepted_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class LateAttempt:
    """An attempt with answers that came after its end; `ended_at` is when that was."""

    id: int
    number: int
    state: AttemptState
    full_name: str
    code: str
    ended_at: datetime
    lines: Sequence[LateLine]

    @property
    def waiting(self) -> list[LateLine]:
        """Return the answers that have not been accepted."""
        return [line for line in self.lines if line.accepted_at is None]


def list_late(class_id: int, quiz_id: int) -> list[LateAttempt]:
    """Return the attempts at a quiz of a class to which answers came late, by learner and number; two queries."""
    rows = db.session.execute(_LATE, {"class_id": class_id, "quiz_id": quiz_id}).all()
    versions.many({row.question_version_id for row in rows})
    return [_attempt(list[Any](group)) for _id, group in groupby(rows, key=lambda row: row.attempt_id)]


def _attempt(rows: Sequence[Row[Any]]) -> LateAttempt:
    first = rows[0]
    return LateAttempt(
        first.attempt_id,
        first.number,
        first.state,
        first.full_name,
        first.code or "",
        first.submitted_at or first.deadline_at,
        [_line(row) for row in rows],
    )


def _line(row: Row[Any]) -> LateLine:
    version = versions.many((row.question_version_id,))[row.question_version_id]
    return LateLine(
        row.id,
        row.position,
        version.stem_html,
        _told(row, row.response),
        _told(row, row.record),
        row.arrived_at,
        row.accepted_at,
        row.reason or "",
    )


def _told(row: Row[Any], response: Any) -> list[str]:
    if response is None:
        return []
    version = versions.many((row.question_version_id,))[row.question_version_id]
    outcomes = KINDS[version.kind].explain(version.body, response, order=row.option_order)
    return [one.html for one in outcomes if one.chosen]
