"""Beginning an attempt: its questions are drawn, their order fixed, its deadline set by the server's clock."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import IntegrityError

from training.core import clock
from training.core.access import Actor
from training.core.db import breaks, db, insert_rows, operation, table_of
from training.core.errors import Conflict
from training.core.i18n import _
from training.learning.models import Attempt, AttemptQuestion, AttemptState
from training.learning.queries.published import Revision, versions
from training.learning.queries.quizzes import QuizHead
from training.learning.rules.drawing import Candidate, Drawn, draw
from training.learning.rules.timing import effective_deadline
from training.learning.sentences import why_not
from training.questions.kinds import KINDS
from training.questions.models import Question

_ATTEMPTS = table_of(Attempt)
_QUESTIONS = table_of(AttemptQuestion)
_BANK = table_of(Question)

_EARLIER = (
    select(_ATTEMPTS.c.id, _ATTEMPTS.c.number, _ATTEMPTS.c.state)
    .where(_ATTEMPTS.c.enrolment_id == bindparam("enrolment_id"), _ATTEMPTS.c.quiz_id == bindparam("quiz_id"))
    .order_by(_ATTEMPTS.c.number)
)
_CANDIDATES = select(_BANK.c.id, _BANK.c.category_id, _BANK.c.current_version_id).where(
    _BANK.c.retired_at.is_(None),
    _BANK.c.current_version_id.is_not(None),
    or_(
        _BANK.c.id.in_(bindparam("question_ids", expanding=True)),
        _BANK.c.category_id.in_(bindparam("category_ids", expanding=True)),
    ),
)
_NEW = _ATTEMPTS.insert().returning(_ATTEMPTS.c.id)

_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that was begun, or found open."""

    __tablename__: ClassVar[str] = "attempts"  # the audit line names what it is about

    id: int


def begin_or_resume(quiz: QuizHead, *, by: Actor) -> int:
    """Return the id of the learner's open attempt at the quiz, begun now if there is none.

    Raises Conflict where none may be begun. Of two starts at once, the second finds what the first has begun.
    """
    try:
        return start_attempt(quiz, by=by).id
    except IntegrityError as error:
        if not _was_begun_meanwhile(error):
            raise
        return start_attempt(quiz, by=by).id


def _was_begun_meanwhile(error: IntegrityError) -> bool:
    return (
        breaks(error, "attempts", "open")
        or breaks(error, "attempts", "enrolment_id", "quiz_id")
        or breaks(error, "attempts", "enrolment_id", "quiz_id", "number")
    )


@operation
def start_attempt(quiz: QuizHead, *, by: Actor) -> Begun:  # noqa: ARG001 -- for the audit line
    """Begin an attempt, or find the open one. Raises Conflict, or the IntegrityError of a race."""
    now = clock.now()
    earlier = db.session.execute(_EARLIER, {"enrolment_id": quiz.enrolment_id, "quiz_id": quiz.quiz_id}).all()
    open_id = next((row.id for row in earlier if row.state is AttemptState.IN_PROGRESS), None)
    if open_id is not None:
        return Begun(open_id)
    hurdle = quiz.hurdle(now=now, used=len(earlier))
    if hurdle is not None:
        raise Conflict(why_not(hurdle, quiz))
    drawn = _drawn(quiz.revision)
    number = max((row.number for row in earlier), default=0) + 1
    attempt_id = _insert(quiz, number=number, full_mark=sum((d.mark for d in drawn), Decimal(0)), now=now)
    _insert_questions(attempt_id, drawn, shuffle=quiz.revision.shuffle_options)
    return Begun(attempt_id)


def _drawn(revision: Revision) -> list[Drawn]:
    questions = [slot.question_id for slot in revision.slots if slot.question_id is not None]
    categories = {slot.category_id for slot in revision.slots if slot.category_id is not None}
    rows = db.session.execute(_CANDIDATES, {"question_ids": questions, "category_ids": list(categories)})
    candidates = [Candidate(question, category, version or 0) for question, category, version in rows]
    drawn = draw(revision.slots, candidates, shuffle=revision.shuffle_questions, chance=_chance)
    if not drawn:
        raise Conflict(_("This quiz has no questions at the moment. Please tell the trainer of the class."))
    return drawn


def _insert(quiz: QuizHead, *, number: int, full_mark: Decimal, now: datetime) -> int:
    deadline = effective_deadline(now, time_limit=quiz.revision.time_limit, closes_at=quiz.window.closes_at)
    values = {
        "enrolment_id": quiz.enrolment_id,
        "quiz_id": quiz.quiz_id,
        "quiz_revision_id": quiz.revision.id,
        "number": number,
        "started_at": now,
        "deadline_at": deadline,
        "full_mark": full_mark,
    }
    return int(db.session.execute(_NEW, values).scalar_one())


def _insert_questions(attempt_id: int, drawn: Sequence[Drawn], *, shuffle: bool) -> None:
    found = versions.many({d.version_id for d in drawn})
    rows = []
    for position, one in enumerate(drawn, 1):
        version = found[one.version_id]
        rows.append(
            {
                "attempt_id": attempt_id,
                "position": position,
                "question_version_id": one.version_id,
                "option_order": KINDS[version.kind].option_order(version.body, rng=_chance, shuffle=shuffle),
                "max_mark": one.mark,
                "flagged": False,
            }
        )
    insert_rows(_QUESTIONS, rows)
