"""Beginning an attempt: its questions are drawn, their order fixed, its deadline set by the server's clock."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError

from training.core import clock
from training.core.access import Actor
from training.core.db import breaks, db, insert_rows, operation, table_of
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.models import Attempt, AttemptQuestion
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
    select(
        _ATTEMPTS.c.id,
        _ATTEMPTS.c.number,
        _ATTEMPTS.c.state,
        func.coalesce(_ATTEMPTS.c.submitted_at, _ATTEMPTS.c.hand_in_by, _ATTEMPTS.c.deadline_at).label("ended_at"),
    )
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
    """An attempt that was begun."""

    __tablename__: ClassVar[str] = "attempts"  # the audit line names what it is about

    id: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An attempt as it is about to begin: its number, its questions with the order of their options."""

    number: int
    questions: Sequence[Mapping[str, Any]]

    @property
    def full_mark(self) -> Decimal:
        """Return the most that the attempt can bring."""
        return sum((one["max_mark"] for one in self.questions), Decimal(0))


def begin_or_resume(quiz: QuizHead, *, password: str = "", by: Actor) -> int:
    """Return the id of the learner's open attempt at the quiz, begun now if there is none.

    Raises Conflict where none may be begun, Invalid("password") where the quiz asks for another one; an open attempt
    asks for none. Of two starts at once, the second finds what the first has begun.
    """
    found = _open_or_draft(quiz, password)
    if not isinstance(found, Draft):
        return found
    try:
        return start_attempt(quiz, draft=found, by=by).id
    except IntegrityError as error:
        if not _was_begun_meanwhile(error):
            raise
    again = _open_or_draft(quiz, password)
    return start_attempt(quiz, draft=again, by=by).id if isinstance(again, Draft) else again


def _was_begun_meanwhile(error: IntegrityError) -> bool:
    return (
        breaks(error, "attempts", "open")
        or breaks(error, "attempts", "enrolment_id", "quiz_id")
        or breaks(error, "attempts", "enrolment_id", "quiz_id", "number")
    )


@operation
def start_attempt(quiz: QuizHead, *, draft: Draft, by: Actor) -> Begun:  # noqa: ARG001 -- for the audit line
    """Begin the attempt as drafted. Raises the IntegrityError of a race: one open, and one of each number."""
    attempt_id = _insert(quiz, draft, now=clock.now())
    insert_rows(_QUESTIONS, [{"attempt_id": attempt_id, **one} for one in draft.questions])
    return Begun(attempt_id)


def _open_or_draft(quiz: QuizHead, password: str) -> int | Draft:
    """Return the id of the open attempt, or draw a new one; drawing needs no lock, so it holds no writer up."""
    earlier = db.session.execute(_EARLIER, {"enrolment_id": quiz.enrolment_id, "quiz_id": quiz.quiz_id}).all()
    open_id = next((row.id for row in earlier if row.state.is_open), None)
    if open_id is not None:
        return int(open_id)
    last_ended_at = earlier[-1].ended_at if earlier else None
    hurdle = quiz.hurdle(now=clock.now(), used=len(earlier), last_ended_at=last_ended_at)
    if hurdle is not None:
        not_before = quiz.not_before(used=len(earlier), last_ended_at=last_ended_at)
        raise Conflict(why_not(hurdle, quiz, not_before=not_before))
    if not _opens(quiz.revision.sitting.password, password):
        raise Invalid("password", _("This is not the password of the quiz. The trainer of the class gives it out."))
    number = max((row.number for row in earlier), default=0) + 1
    return Draft(number, _questions(_drawn(quiz.revision), shuffle=quiz.revision.shuffle_options))


def _opens(wanted: str, given: str) -> bool:
    return not wanted or secrets.compare_digest(wanted.encode(), given.strip().encode())


def _drawn(revision: Revision) -> list[Drawn]:
    questions = [slot.question_id for slot in revision.slots if slot.question_id is not None]
    categories = {slot.category_id for slot in revision.slots if slot.category_id is not None}
    rows = db.session.execute(_CANDIDATES, {"question_ids": questions, "category_ids": list(categories)})
    candidates = [Candidate(question, category, version or 0) for question, category, version in rows]
    drawn = draw(revision.slots, candidates, shuffle=revision.shuffle_questions, chance=_chance)
    if not drawn:
        raise Conflict(_("This quiz has no questions at the moment. Please tell the trainer of the class."))
    return drawn


def _questions(drawn: Sequence[Drawn], *, shuffle: bool) -> list[dict[str, Any]]:
    found = versions.many({d.version_id for d in drawn})
    rows = []
    for position, one in enumerate(drawn, 1):
        version = found[one.version_id]
        rows.append(
            {
                "position": position,
                "question_version_id": one.version_id,
                "option_order": KINDS[version.kind].option_order(version.body, rng=_chance, shuffle=shuffle),
                "max_mark": one.mark,
                "flagged": False,
            }
        )
    return rows


def _insert(quiz: QuizHead, draft: Draft, *, now: datetime) -> int:
    deadline = effective_deadline(
        now, time_limit=quiz.revision.time_limit, closes_at=quiz.window.closes_at, granted=quiz.granted
    )
    values = {
        "enrolment_id": quiz.enrolment_id,
        "quiz_id": quiz.quiz_id,
        "quiz_revision_id": quiz.revision.id,
        "number": draft.number,
        "started_at": now,
        "deadline_at": deadline,
        "full_mark": draft.full_mark,
    }
    return int(db.session.execute(_NEW, values).scalar_one())
