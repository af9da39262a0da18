"""Rows that never change once published, kept in memory: question versions, quiz revisions, module revisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, select

from training.catalog.models import ModuleRevision
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.kept import Kept
from training.learning.rules.drawing import SlotRule
from training.learning.rules.timing import Hours
from training.questions.models import QuestionVersion
from training.quizzes.models import Counts, QuizRevision, Slot
from training.quizzes.sitting import Sitting


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """A question as it is asked."""

    id: int
    question_id: int
    kind: str
    body: dict[str, Any]
    stem_html: str
    explanation_html: str


@dataclass(frozen=True, slots=True)
class Revision:
    """The settings of a quiz as an attempt meets them; `time_limit` in seconds, `pass_mark` a share 0-1."""

    id: int
    quiz_id: int
    title: str
    intro_html: str
    time_limit: int | None
    attempts_allowed: int | None
    counts: Counts
    pass_mark: Decimal
    hours: Hours
    shuffle_questions: bool
    shuffle_options: bool
    sitting: Sitting
    review: Mapping[str, Any]
    slots: tuple[SlotRule, ...]

    @property
    def question_count(self) -> int:
        """Return how many questions an attempt asks."""
        return sum(slot.count for slot in self.slots)

    @property
    def full_mark(self) -> Decimal:
        """Return the most that an attempt can bring."""
        return sum((slot.mark * slot.count for slot in self.slots), Decimal(0))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A published text of a module."""

    id: int
    module_id: int
    title: str
    minutes: int
    html: str


_versions, _revisions, _slots, _lessons = map(table_of, (QuestionVersion, QuizRevision, Slot, ModuleRevision))

_VERSIONS = select(
    _versions.c.id,
    _versions.c.question_id,
    _versions.c.kind,
    _versions.c.body,
    _versions.c.stem_html,
    _versions.c.explanation_html,
).where(_versions.c.id.in_(bindparam("ids", expanding=True)))

_REVISIONS = select(_revisions).where(_revisions.c.id.in_(bindparam("ids", expanding=True)))

_SLOTS = (
    select(_slots.c.quiz_revision_id, _slots.c.question_id, _slots.c.category_id, _slots.c.draw_count, _slots.c.mark)
    .where(_slots.c.quiz_revision_id.in_(bindparam("ids", expanding=True)))
    .order_by(_slots.c.quiz_revision_id, _slots.c.position)
)

_LESSONS = select(_lessons.c.id, _lessons.c.module_id, _lessons.c.title, _lessons.c.minutes, _lessons.c.html).where(
    _lessons.c.id.in_(bindparam("ids", expanding=True))
)


def _rows(statement: Any, ids: Collection[int]) -> Sequence[Any]:
    rows: Sequence[Any] = db.session.execute(statement, {"ids": list(ids)}).all()
    return rows


def _load_versions(ids: Collection[int]) -> dict[int, AskedVersion]:
    return {row.id: AskedVersion(*row) for row in _rows(_VERSIONS, ids)}


def _load_lessons(ids: Collection[int]) -> dict[int, Lesson]:
    return {row.id: Lesson(*row) for row in _rows(_LESSONS, ids)}


def _load_revisions(ids: Collection[int]) -> dict[int, Revision]:
    slots: dict[int, list[SlotRule]] = {}
    for revision_id, question_id, category_id, count, mark in _rows(_SLOTS, ids):
        # A fixed question is one question, whatever its row says of a number to draw.
        slot = SlotRule(question_id, category_id, count if question_id is None else 1, mark)
        slots.setdefault(revision_id, []).append(slot)
    return {row.id: _revision(row, tuple(slots.get(row.id, ()))) for row in _rows(_REVISIONS, ids)}


def _revision(row: Row[Any], slots: tuple[SlotRule, ...]) -> Revision:
    return Revision(
        id=row.id,
        quiz_id=row.quiz_id,
        title=row.title,
        intro_html=row.intro_html,
        time_limit=row.time_limit,
        attempts_allowed=row.attempts_allowed,
        counts=Counts(row.counts),
        pass_mark=row.pass_mark,
        hours=Hours(row.opens_at, row.closes_at),
        shuffle_questions=row.shuffle_questions,
        shuffle_options=row.shuffle_options,
        sitting=Sitting(row.on_expiry, row.grace_period, row.layout, row.password, row.delay_second, row.delay_later),
        review=row.review,
        slots=slots,
    )


#: A version is a few KB: 5 000 of them are the banks of a hundred courses in some 20 MB.
versions: Kept[int, AskedVersion] = Kept(_load_versions, size=5000)
revisions: Kept[int, Revision] = Kept(_load_revisions, size=500)
lessons: Kept[int, Lesson] = Kept(_load_lessons, size=500)


def get_lesson(revision_id: int) -> Lesson:
    """Return the published text, or raise NotFound."""
    lesson = lessons.find(revision_id)
    if lesson is None:
        raise NotFound(_("There is no such module in this class."))
    return lesson
