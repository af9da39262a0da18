"""Ending an attempt: by its learner's form, or by its deadline, which marks what was saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, table_of
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.models import Attempt
from training.learning.operations.answers import (
    Change,
    Read,
    keep_late,
    read_changes,
    set_flags,
    store,
    takes_answers,
)
from training.learning.operations.marking import BY_DEADLINE, BY_LEARNER, close
from training.learning.queries.attempts import (
    Asked,
    AttemptHead,
    get_any_attempt_locked,
    get_attempt_locked,
    list_asked,
    list_expired,
)

_ATTEMPTS = table_of(Attempt)
_PROLONG = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id")).values(deadline_at=bindparam("deadline"))


class InvalidAnswers(Invalid):
    """Answers of a form that cannot be taken: why, by position. Nothing of the form was stored."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        first = min(faults)
        super().__init__(f"q{first}", faults[first])
        self.faults = faults


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """A question of a form as it was sent; `seen` is the number of the answer of record that the page showed."""

    values: tuple[str, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Form:
    """A page of answers sent as a form: by position, with what was marked to be looked at again."""

    answers: Mapping[int, FormAnswer]
    flags: Mapping[int, bool]
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a form: whether its answers count, and which questions of the attempt stay blank."""

    in_time: bool
    blank: Sequence[int]


@operation
def save_form(attempt_id: int, *, form: Form, person_id: int | None, grace: int) -> Handed:
    """Store the answers of a form and leave the attempt open; after its end they are kept as evidence.

    As save_answers it leaves no audit line. Raises NotFound, InvalidAnswers, and Conflict where another page answers.
    """
    head, asked, in_time = _take(attempt_id, form, person_id=person_id, grace=grace)
    if head.is_open and in_time:
        set_flags(attempt_id, form.flags)
    return Handed(in_time, blank_of(asked))


@operation
def submit_attempt(attempt_id: int, *, form: Form, grace: int, by: Actor) -> AttemptHead:
    """Store the answers of a form, mark the attempt and close it; one that has ended stays as it is.

    What arrives after deadline and grace (seconds) is kept as evidence, and what was saved before is marked.
    Raises NotFound, InvalidAnswers, and Conflict where another page answers the attempt.
    """
    head, asked, in_time = _take(attempt_id, form, person_id=by.person_id, grace=grace)
    if head.is_open:
        now = clock.now()
        on_time = in_time and now <= head.deadline_at
        how = BY_LEARNER if on_time else BY_DEADLINE
        close(head, asked, submitted_at=min(now, head.deadline_at), how=how)
    return head


@operation
def close_expired(attempt_id: int, *, grace: int, by: Actor) -> AttemptHead:  # noqa: ARG001 -- for the audit line
    """Mark what was saved of an attempt whose time and `grace` seconds are over; close it as of its deadline."""
    head = get_any_attempt_locked(attempt_id)
    if head.is_open and not takes_answers(head, now=clock.now(), grace=grace):
        close(head, list_asked(attempt_id), submitted_at=head.deadline_at, how=BY_DEADLINE)
    return head


@operation
def prolong(attempt: AttemptHead) -> None:
    """Keep with the attempt the deadline in force, later than at its start, so that it is not looked at too early."""
    db.session.execute(_PROLONG, {"attempt_id": attempt.id, "deadline": attempt.deadline_at})


def close_expired_attempts(*, grace: int, by: Actor) -> int:
    """Close every attempt whose deadline and `grace` seconds have passed, each by itself; return how many."""
    closed = 0
    for attempt in list_expired(clock.now() - timedelta(seconds=grace)):
        if takes_answers(attempt, now=clock.now(), grace=grace):
            prolong(attempt)
        else:
            close_expired(attempt.id, grace=grace, by=by)
            closed += 1
    return closed


def blank_of(asked: Sequence[Asked]) -> list[int]:
    """Return the positions without an answer."""
    return [one.position for one in asked if one.response is None]


def _take(attempt_id: int, form: Form, *, person_id: int | None, grace: int) -> tuple[AttemptHead, list[Asked], bool]:
    """Store what a form brings where it counts, else keep it as evidence; return the answers as they then are."""
    head = get_attempt_locked(attempt_id, person_id=person_id)
    now = clock.now()
    asked = list_asked(attempt_id)
    in_time = takes_answers(head, now=now, grace=grace)
    if in_time and form.writer and head.writer not in {"", form.writer}:
        raise Conflict(_("This attempt was opened on another device or in another tab, which answers it now."))
    read, faults = read_changes(asked, _changes(asked, form))
    if not in_time:
        keep_late(read, now=now)
        return head, asked, False
    if faults:
        raise InvalidAnswers(faults)
    changed = [one for one in read if one.differs and not _is_older_blank(one, form)]
    store(changed, now=now)
    return head, _merged(asked, changed, now=now), True


def _changes(asked: Sequence[Asked], form: Form) -> list[Change]:
    # A form is the newest word of its sender, so each of its answers follows the one on record.
    return [
        Change(one.position, form.answers[one.position].values, one.sequence + 1)
        for one in asked
        if one.position in form.answers
    ]


def _is_older_blank(one: Read, form: Form) -> bool:
    """Tell whether a page that was loaded before an answer came from elsewhere would wipe that answer out."""
    return one.response is None and form.answers[one.asked.position].seen < one.asked.sequence


def _merged(asked: Sequence[Asked], changed: Sequence[Read], *, now: datetime) -> list[Asked]:
    new = {one.asked.position: one for one in changed}
    return [
        replace(a, response=new[a.position].response, sequence=new[a.position].sequence, saved_at=now)
        if a.position in new
        else a
        for a in asked
    ]
