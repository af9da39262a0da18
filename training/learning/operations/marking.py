"""Marks: an attempt is closed by marking what was saved; marks are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam

from training.core import clock
from training.core.db import db, insert_rows, table_of
from training.learning.models import Attempt, AttemptState, Mark
from training.learning.queries.attempts import Asked, AttemptHead
from training.learning.queries.published import AskedVersion, versions
from training.questions.kinds import KINDS
from training.questions.rules import award

#: How an attempt ended.
BY_LEARNER, BY_DEADLINE, BY_TRAINER = "learner", "deadline", "trainer"

_PLACES = Decimal("0.0000000001")
_MARKS = table_of(Mark)
_ATTEMPTS = table_of(Attempt)
_CLOSE = (
    _ATTEMPTS.update()
    .where(_ATTEMPTS.c.id == bindparam("attempt_id"))
    .values(
        state=bindparam("ends_as"),
        submitted_at=bindparam("at"),
        submitted_how=bindparam("how"),
        score=bindparam("total"),
    )
)


def close(head: AttemptHead, asked: Sequence[Asked], *, submitted_at: datetime, how: str) -> None:
    """Mark the answers in `asked` and close the attempt: its score is the sum of these marks.

    What a person has to mark is left without one; the attempt then is submitted and has no score yet.
    """
    found = versions.many({one.version_id for one in asked})
    now = clock.now()
    at_once = [one for one in asked if not awaits_person(one, found[one.version_id])]
    marks = [mark_of(one, found[one.version_id], now=now) for one in at_once]
    insert_rows(_MARKS, marks)
    done = len(at_once) == len(asked)
    values = {
        "ends_as": AttemptState.MARKED if done else AttemptState.SUBMITTED,
        "total": sum((mark["mark"] for mark in marks), Decimal(0)) if done else None,
    }
    db.session.execute(_CLOSE, {"attempt_id": head.id, "at": submitted_at, "how": how, **values})


def awaits_person(one: Asked, version: AskedVersion) -> bool:
    """Tell whether the answer of record has no mark until a person gives it."""
    return KINDS[version.kind].awaits_person(one.response)


def mark_of(one: Asked, version: AskedVersion, *, now: datetime) -> dict[str, Any]:
    """Return the mark, as a row, that the answer of record earns under `version`."""
    fraction = KINDS[version.kind].mark(version.body, one.response)
    return {
        "attempt_question_id": one.id,
        "question_version_id": version.id,
        "fraction": stored_fraction(fraction),
        "mark": award(fraction, one.max_mark),
        "reason": "",
        "at": now,
    }


def stored_fraction(fraction: Fraction) -> Decimal:
    """Return a fraction to the ten places that it is kept to."""
    return (Decimal(fraction.numerator) / Decimal(fraction.denominator)).quantize(_PLACES)
