"""Answers of record: each is kept once, overwritten only by a later one; what comes too late is evidence alone."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
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
from training.learning.queries.attempts import (
    Asked,
    AttemptHead,
    Place,
    get_attempt,
    get_attempt_locked,
    list_asked,
    list_places,
)
from training.learning.queries.published import versions
from training.learning.rules.timing import Phase, in_time
from training.questions.kinds import KINDS
from training.quizzes.sitting import Layout

_ANSWERS = table_of(Answer)
_LATE = table_of(LateAnswer)
_ATTEMPTS = table_of(Attempt)
_QUESTIONS = table_of(AttemptQuestion)

_LOCK = (
    select(_ATTEMPTS.c.state, _ATTEMPTS.c.writer)
    .where(_ATTEMPTS.c.id == bindparam("attempt_id"))
    .with_for_update(of=_ATTEMPTS)
)
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

    place: Place | Asked
    response: Any
    sequence: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a page that sent changes.

    `refused` says by position why a value cannot be taken; `is_due` tells that the attempt's time is up and it is
    still to be closed.
    """

    outcome: Outcome
    deadline_at: datetime
    saved_at: datetime
    refused: Mapping[int, str] = field(default_factory=dict)
    is_due: bool = False


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

    Leaves no audit line: each answer has its own number and time. Raises NotFound.
    """
    # Read and judged before the lock, which all writers wait for; what counts is looked at again under it.
    head = get_attempt(attempt_id, person_id=person_id)
    read, refused = read_changes(list_places(attempt_id), changes)
    return _keep(head, read=read, refused=refused, writer=writer, flags=flags, grace=grace)


@operation
def _keep(
    head: AttemptHead,
    *,
    read: Sequence[Read],
    refused: Mapping[int, str],
    writer: str,
    flags: Mapping[int, bool],
    grace: int,
) -> Receipt:
    state, answered_by = db.session.execute(_LOCK, {"attempt_id": head.id}).one()
    now = clock.now()
    if not state.is_open or not in_time(now, head.deadline_at, grace=grace):
        keep_late(read, list_asked(head.id), now=now)
        return Receipt(Outcome.ENDED, head.deadline_at, now, is_due=state.is_open)
    if answered_by not in {"", writer}:
        return Receipt(Outcome.ELSEWHERE, head.deadline_at, now)
    if not answered_by and writer:
        db.session.execute(_CLAIM, {"attempt_id": head.id, "token": writer})
    read, left = divided(head, read)
    if left:
        keep_late(left, list_asked(head.id), now=now)
    store(read, now=now)
    set_flags(head.id, flags)
    stands = _("This question has been left; its answer stands.")
    return Receipt(Outcome.SAVED, head.deadline_at, now, {**refused, **{one.place.position: stands for one in left}})


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
    return head.phase(now, grace=grace) is Phase.ANSWERING


def divided(head: AttemptHead, read: Sequence[Read]) -> tuple[list[Read], list[Read]]:
    """Return which of `read` may be answered now, and which cannot: where there is no way back, all but one."""
    if head.revision.sitting.layout is not Layout.SEQUENTIAL:
        return list(read), []
    here = [one for one in read if one.place.position == head.reached]
    return here, [one for one in read if one.place.position != head.reached]


def read_changes(
    places: Sequence[Place] | Sequence[Asked], changes: Sequence[Change]
) -> tuple[list[Read], dict[int, str]]:
    """Return the changes as their questions' kinds read them, the latest of each question, and why others were not."""
    at = {place.position: place for place in places}
    latest = {c.position: c for c in sorted(changes, key=lambda c: c.sequence) if c.position in at}
    found = versions.many({at[position].version_id for position in latest})
    read: list[Read] = []
    refused: dict[int, str] = {}
    for position, change in latest.items():
        version = found[at[position].version_id]
        try:
            response = KINDS[version.kind].read(change.values, version.body)
        except Invalid as fault:
            refused[position] = fault.text
        else:
            read.append(Read(at[position], response, change.sequence))
    return read, refused


def store(read: Sequence[Read], *, now: datetime) -> None:
    """Make those of `read` that are later than the answers of record the answers of record."""
    rows = [
        {"attempt_question_id": one.place.id, "response": one.response, "sequence": one.sequence, "saved_at": now}
        for one in read
    ]
    update = ("response", "sequence", "saved_at")
    insert_rows(_ANSWERS, rows, key=("attempt_question_id",), update=update, newer="sequence")


def set_flags(attempt_id: int, flags: Mapping[int, bool]) -> None:
    """Mark questions to be looked at again, or no more."""
    for flag in (True, False):
        positions = [position for position, wanted in flags.items() if wanted is flag]
        if positions:
            db.session.execute(_FLAG, {"of_attempt": attempt_id, "positions": positions, "flag": flag})


def keep_late(read: Sequence[Read], asked: Sequence[Asked], *, now: datetime) -> int:
    """Keep what arrived after the end and differs from the answer of record, as evidence; return how much it is.

    What is sent again is kept once. A blank is no evidence of anything.
    """
    record = {one.position: one for one in asked}
    late = [one for one in read if one.response is not None and _is_later(one, record[one.place.position])]
    if not late:
        return 0
    kept = [tuple(row) for row in db.session.execute(_KEPT_LATE, {"ids": [one.place.id for one in late]})]
    rows = [
        {"attempt_question_id": one.place.id, "response": one.response, "sequence": one.sequence, "arrived_at": now}
        for one in late
        if (one.place.id, one.sequence, one.response) not in kept
    ]
    insert_rows(_LATE, rows)
    return len(late)


def _is_later(one: Read, record: Asked) -> bool:
    return one.sequence > record.sequence and bool(one.response != record.response)
