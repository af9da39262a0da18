"""Reads of attempts: one with its questions and answers, and the history of a learner's attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Row, and_, bindparam, func, or_, select

from training.classes.models import ClassQuiz, Enrolment, TrainingClass
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.kept import Kept
from training.learning.models import Answer, Attempt, AttemptQuestion, AttemptState
from training.learning.queries.overrides import OVERRIDDEN, granted_to
from training.learning.queries.published import Revision, revisions
from training.learning.queries.quizzes import window_in_force
from training.learning.rules.results import reaches
from training.learning.rules.timing import NOTHING_GRANTED, Allowance, Phase, Window, effective_deadline, phase_at
from training.quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class AttemptHead:
    """An attempt and what its deadline rests on; `revision` is the one it was begun under."""

    __tablename__: ClassVar[str] = "attempts"  # the audit line names what it is about

    id: int
    number: int
    state: AttemptState
    started_at: datetime
    deadline_at: datetime
    submitted_at: datetime | None
    submitted_how: str
    score: Decimal | None
    full_mark: Decimal
    writer: str
    reached: int
    class_id: int
    class_title: str
    quiz_id: int
    enrolment_id: int
    person_id: int
    window: Window
    revision: Revision
    #: The deadline kept with the attempt, which may be earlier than the one in force.
    promised: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether the learner may still do something with it."""
        return self.state.is_open

    @property
    def hand_in_by(self) -> datetime:
        """Return until when it may be handed in; after `deadline_at` without further answers."""
        return self.deadline_at + timedelta(seconds=self.revision.sitting.hand_in_seconds)

    @property
    def ended_at(self) -> datetime:
        """Return when it was handed in, or the last instant when it could have been."""
        return self.submitted_at or self.hand_in_by

    def phase(self, now: datetime, *, grace: int) -> Phase:
        """Return what may be done with it by what arrives now; `grace` seconds are for what was on its way."""
        if not self.is_open:
            return Phase.OVER
        seconds = self.revision.sitting.hand_in_seconds
        return phase_at(now, self.deadline_at, grace=grace, hand_in_seconds=seconds)

    @property
    def passed(self) -> bool:
        """Tell whether the attempt, marked, reaches the pass mark it was taken under."""
        return (
            self.state.has_result
            and self.score is not None
            and reaches(self.score, self.full_mark, self.revision.pass_mark)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A question's place in an attempt, fixed when it was begun."""

    id: int
    position: int
    version_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an attempt with its answer of record; `sequence` is 0 while there is none."""

    id: int
    position: int
    version_id: int
    option_order: list[Any]
    max_mark: Decimal
    flagged: bool
    response: Any
    sequence: int
    saved_at: datetime | None


# Plain tables: statements of entities take twice as long.
attempts, questions, answers = map(table_of, (Attempt, AttemptQuestion, Answer))
enrolments, training_classes, class_quizzes = map(table_of, (Enrolment, TrainingClass, ClassQuiz))
quizzes = table_of(Quiz)

_ATTEMPTS = (
    select(
        attempts.c.id,
        attempts.c.number,
        attempts.c.state,
        attempts.c.started_at,
        attempts.c.deadline_at,
        attempts.c.submitted_at,
        attempts.c.submitted_how,
        attempts.c.score,
        attempts.c.full_mark,
        attempts.c.writer,
        attempts.c.reached,
        attempts.c.quiz_id,
        attempts.c.quiz_revision_id,
        attempts.c.enrolment_id,
        enrolments.c.person_id,
        enrolments.c.class_id,
        training_classes.c.title.label("class_title"),
        training_classes.c.opens_on,
        training_classes.c.closes_on,
        quizzes.c.current_revision_id,
        class_quizzes.c.opens_at,
        class_quizzes.c.closes_at,
        OVERRIDDEN,
    )
    .join(enrolments, enrolments.c.id == attempts.c.enrolment_id)
    .join(training_classes, training_classes.c.id == enrolments.c.class_id)
    .join(quizzes, quizzes.c.id == attempts.c.quiz_id)
    .outerjoin(
        class_quizzes, and_(class_quizzes.c.class_id == training_classes.c.id, class_quizzes.c.quiz_id == quizzes.c.id)
    )
)
_ATTEMPT = _ATTEMPTS.where(attempts.c.id == bindparam("attempt_id"))
_OWN_ATTEMPT = _ATTEMPT.where(enrolments.c.person_id == bindparam("person_id"))
_OWN_ATTEMPT_LOCKED = _OWN_ATTEMPT.with_for_update(of=attempts)
_ATTEMPT_LOCKED = _ATTEMPT.with_for_update(of=attempts)
_IN_ORDER = (attempts.c.enrolment_id, attempts.c.quiz_id, attempts.c.number)
_ATTEMPTS_AT = _ATTEMPTS.where(
    attempts.c.enrolment_id == bindparam("enrolment_id"), attempts.c.quiz_id == bindparam("quiz_id")
).order_by(*_IN_ORDER)
_ATTEMPTS_OF = _ATTEMPTS.where(attempts.c.enrolment_id.in_(bindparam("enrolment_ids", expanding=True))).order_by(
    *_IN_ORDER
)
_EXPIRED = (
    _ATTEMPTS.where(
        or_(
            and_(
                attempts.c.state == AttemptState.IN_PROGRESS,
                or_(attempts.c.deadline_at.is_(None), attempts.c.deadline_at < bindparam("before")),
            ),
            and_(attempts.c.state == AttemptState.OVERDUE, attempts.c.hand_in_by < bindparam("before")),
        )
    )
    .order_by(attempts.c.deadline_at)
    .limit(500)
)

_ASKED = (
    select(
        questions.c.id,
        questions.c.position,
        questions.c.question_version_id,
        questions.c.option_order,
        questions.c.max_mark,
        questions.c.flagged,
        answers.c.response,
        func.coalesce(answers.c.sequence, 0),
        answers.c.saved_at,
    )
    .outerjoin(answers, answers.c.attempt_question_id == questions.c.id)
    .where(questions.c.attempt_id == bindparam("attempt_id"))
    .order_by(questions.c.position)
)

_PLACES = (
    select(questions.c.attempt_id, questions.c.id, questions.c.position, questions.c.question_version_id)
    .where(questions.c.attempt_id.in_(bindparam("ids", expanding=True)))
    .order_by(questions.c.attempt_id, questions.c.position)
)


def get_attempt(attempt_id: int, *, person_id: int | None) -> AttemptHead:
    """Return the person's own attempt, or raise NotFound."""
    return _one(_OWN_ATTEMPT, {"attempt_id": attempt_id, "person_id": person_id})


def get_attempt_locked(attempt_id: int, *, person_id: int | None) -> AttemptHead:
    """Return the person's own attempt, held until the operation ends; raise NotFound."""
    return _one(_OWN_ATTEMPT_LOCKED, {"attempt_id": attempt_id, "person_id": person_id})


def get_any_attempt_locked(attempt_id: int) -> AttemptHead:
    """Return anybody's attempt, held until the operation ends; raise NotFound."""
    return _one(_ATTEMPT_LOCKED, {"attempt_id": attempt_id})


def list_attempts(*, enrolment_id: int, quiz_id: int) -> list[AttemptHead]:
    """Return a learner's attempts at a quiz, the first one first."""
    return _heads(_ATTEMPTS_AT, {"enrolment_id": enrolment_id, "quiz_id": quiz_id})


def list_attempts_of(enrolment_ids: Sequence[int]) -> list[AttemptHead]:
    """Return all attempts under these enrolments, in order of quiz and number."""
    return _heads(_ATTEMPTS_OF, {"enrolment_ids": list(enrolment_ids)})


def list_expired(before: datetime) -> list[AttemptHead]:
    """Return open attempts whose next instant, as it is kept with them, lies before that one; 500 at a time.

    That is the deadline, and once it has passed, the end of the time to hand in.
    """
    return _heads(_EXPIRED, {"before": before})


def list_asked(attempt_id: int) -> list[Asked]:
    """Return the questions of an attempt with their answers of record, in order."""
    rows = db.session.execute(_ASKED, {"attempt_id": attempt_id})
    return [Asked(*row) for row in rows]


def list_places(attempt_id: int) -> Sequence[Place]:
    """Return the questions of an attempt without their answers, from memory where it was asked for before."""
    return _places.find(attempt_id) or ()


def _load_places(ids: Collection[int]) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for attempt_id, *place in db.session.execute(_PLACES, {"ids": list(ids)}):
        found.setdefault(attempt_id, []).append(Place(*place))
    return found


#: As many attempts as may be open at once in one process of a large class.
_places: Kept[int, list[Place]] = Kept(_load_places, size=1000)


def _one(statement: Any, values: dict[str, Any]) -> AttemptHead:
    found = _heads(statement, values)
    if not found:
        raise NotFound(_("There is no such attempt among yours."))
    return found[0]


def _heads(statement: Any, values: dict[str, Any]) -> list[AttemptHead]:
    rows = db.session.execute(statement, values).all()
    wanted = {row.quiz_revision_id for row in rows} | {row.current_revision_id for row in rows} - {None}
    found = revisions.many(wanted)
    granted = granted_to({row.enrolment_id for row in rows if row.overridden and row.state.is_open})
    return [_head(row, found, granted.get((row.enrolment_id, row.quiz_id), NOTHING_GRANTED)) for row in rows]


def _head(row: Row[Any], found: dict[int, Revision], granted: Allowance) -> AttemptHead:
    revision = found[row.quiz_revision_id]
    # Hours are those in force now, so that a close moved by a later revision reaches a running attempt.
    window = window_in_force(row, found.get(row.current_revision_id, revision))
    deadline = effective_deadline(
        row.started_at,
        time_limit=revision.time_limit,
        closes_at=window.closes_at,
        granted=granted,
        promised=row.deadline_at,
    )
    return AttemptHead(
        id=row.id,
        number=row.number,
        state=row.state,
        started_at=row.started_at,
        deadline_at=deadline,
        submitted_at=row.submitted_at,
        submitted_how=row.submitted_how,
        score=row.score,
        full_mark=row.full_mark,
        writer=row.writer,
        reached=row.reached,
        class_id=row.class_id,
        class_title=row.class_title,
        quiz_id=row.quiz_id,
        enrolment_id=row.enrolment_id,
        person_id=row.person_id,
        window=window.widened(granted),
        revision=revision,
        promised=row.deadline_at,
    )
