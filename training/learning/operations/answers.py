"""Answers of record: each is kept once, overwritten only by a later one; what comes too late is evidence alone."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from training.core import clock
from training.core.access import Actor
from training.core.db import db, insert_rows, operation, table_of
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.models import Answer, Attempt, AttemptQuestion, LateAnswer
from training.learning.queries.attempts import Asked, AttemptHead, get_attempt_locked, list_asked
from training.learning.queries.published import versions
from training.learning.rules.timing import in_time
from training.questions.kinds import KINDS

_ANSWERS = table_of(Answer)
_LATE = table_of(LateAnswer)
_ATTEMPTS = table_of(Attempt)
_QUESTIONS = table_of(AttemptQuestion)

_CLAIM = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id")).values(writer=bindparam("token"))
_FLAG = (
    _QUESTIONS.update()
    .where(
        _QUESTIONS.c.attempt_id == bindparam("of_attempt"),
        _QUESTIONS.c.position.in_(bindparam("positions", expanding=True)),
    )
    .values(flagged=bindparam("flag"))
)
_KEPT_LATE = select(_LATE.c.attempt_question_id, _LATE.c.sequence, _LATE.c.response).where(
    _LATE.c.attempt_question_id.in_(bindparam("ids", expanding=True))
)


class Outcome(enum.StrEnum):
    """What became of changes that a page sent."""

    SAVED = "saved"
    #: Another tab or device has taken the attempt over; nothing was stored.
    ELSEWHERE = "elsewhere"
    #: The attempt has ended; the changes were kept as evidence.
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Change:
    """A changed answer: the values of the question's fields, and the page's running number of the change."""

    position: int
    values: tuple[str, ...]
    sequence: int


@dataclass(frozen=True, slots=True)
class Read:
    """A change whose values the question's kind could read; a blank response is None."""

    asked: Asked
    response: Any
    sequence: int

    @property
    def is_newer(self) -> bool:
        """Tell whether the change is later than the answer of record."""
        return self.sequence > self.asked.sequence

    @property
    def differs(self) -> bool:
        """Tell whether the change says something else than the answer of record."""
        return bool(self.response != self.asked.response)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a page that sent changes.

    `refused` says by position why a value cannot be taken; `overtaken` are positions whose answer of record is
    later and different; `is_due` tells that the attempt's time is up and it is still to be closed.
    """

    outcome: Outcome
    deadline_at: datetime
    saved_at: datetime
    refused: Mapping[int, str] = field(default_factory=dict)
    overtaken: Collection[int] = ()
    is_due: bool = False


@operation
def save_answers(
    attempt_id: int,
    *,
    person_id: int | None,
    writer: str,
    changes: Sequence[Change],
    flags: Mapping[int, bool],
    grace: int,
) -> Receipt:
    """Store changed answers that a page sends by itself; sending them again changes nothing.

    Carries no `by` and leaves no audit line: each answer has its own number and time. Raises NotFound.
    """
    head = get_attempt_locked(attempt_id, person_id=person_id)
    now = clock.now()
    read, refused = read_changes(list_asked(attempt_id), changes)
    if not takes_answers(head, now=now, grace=grace):
        keep_late(read, now=now)
        return Receipt(Outcome.ENDED, head.deadline_at, now, is_due=head.is_open)
    if head.writer not in {"", writer}:
        return Receipt(Outcome.ELSEWHERE, head.deadline_at, now)
    if not head.writer and writer:
        db.session.execute(_CLAIM, {"attempt_id": attempt_id, "token": writer})
    store(read, now=now)
    set_flags(attempt_id, flags)
    overtaken = [one.asked.position for one in read if not one.is_newer and one.differs]
    return Receipt(Outcome.SAVED, head.deadline_at, now, refused, overtaken)


@operation
def take_over(attempt: AttemptHead, *, writer: str, by: Actor) -> AttemptHead:
    """Let the page with the token `writer`, and no other, answer the attempt from now on; raise Conflict at its end."""
    head = get_attempt_locked(attempt.id, person_id=by.person_id)
    if not head.is_open:
        raise Conflict(_("This attempt has been submitted."))
    db.session.execute(_CLAIM, {"attempt_id": head.id, "token": writer})
    return head


def takes_answers(head: AttemptHead, *, now: datetime, grace: int) -> bool:
    """Tell whether what arrives now is an answer of record."""
    return head.is_open and in_time(now, head.deadline_at, grace=grace)


def read_changes(asked: Sequence[Asked], changes: Sequence[Change]) -> tuple[list[Read], dict[int, str]]:
    """Return the changes as their questions' kinds read them, the latest of each question, and why others were not."""
    places = {one.position: one for one in asked}
    latest = {c.position: c for c in sorted(changes, key=lambda c: c.sequence) if c.position in places}
    found = versions.many({places[position].version_id for position in latest})
    read: list[Read] = []
    refused: dict[int, str] = {}
    for position, change in latest.items():
        version = found[places[position].version_id]
        try:
            response = KINDS[version.kind].read(change.values, version.body)
        except Invalid as fault:
            refused[position] = fault.text
        else:
            read.append(Read(places[position], response, change.sequence))
    return read, refused


def store(read: Sequence[Read], *, now: datetime) -> None:
    """Make those of `read` that are newer the answers of record."""
    rows = [
        {
            "attempt_question_id": one.asked.id,
            "response": one.response,
            "sequence": one.sequence,
            "saved_at": now,
        }
        for one in read
        if one.is_newer
    ]
    update = ("response", "sequence", "saved_at")
    insert_rows(_ANSWERS, rows, key=("attempt_question_id",), update=update, newer="sequence")


def set_flags(attempt_id: int, flags: Mapping[int, bool]) -> None:
    """Mark questions to be looked at again, or no more."""
    for flag in (True, False):
        positions = [position for position, wanted in flags.items() if wanted is flag]
        if positions:
            db.session.execute(_FLAG, {"of_attempt": attempt_id, "positions": positions, "flag": flag})


def keep_late(read: Sequence[Read], *, now: datetime) -> int:
    """Keep what arrived after the end and differs from the answer of record, as evidence; return how much it is.

    What is sent again is kept once. A blank is no evidence of anything.
    """
    late = [one for one in read if one.is_newer and one.differs and one.response is not None]
    if not late:
        return 0
    kept = [tuple(row) for row in db.session.execute(_KEPT_LATE, {"ids": [one.asked.id for one in late]})]
    rows = [
        {"attempt_question_id": one.asked.id, "response": one.response, "sequence": one.sequence, "arrived_at": now}
        for one in late
        if (one.asked.id, one.sequence, one.response) not in kept
    ]
    insert_rows(_LATE, rows)
    return len(late)
