"""Pages of answers sent as forms: saved, gone on from, handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from sqlalchemy import bindparam

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, table_of
from training.core.errors import Conflict, Invalid
from training.learning.models import Attempt
from training.learning.operations.answers import (
    Change,
    Read,
    divided,
    keep_late,
    read_changes,
    set_flags,
    store,
    takes_answers,
)
from training.learning.operations.expiry import end_expired
from training.learning.operations.marking import BY_DEADLINE, BY_LEARNER, close
from training.learning.queries.attempts import (
    Asked,
    AttemptHead,
    get_attempt_locked,
    list_asked,
)
from training.learning.rules.timing import Phase
from training.learning.sentences import elsewhere

_ATTEMPTS = table_of(Attempt)
_GO_ON = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id")).values(reached=bindparam("place"))


class InvalidAnswers(Invalid):
    """Answers of a form that cannot be taken: why, by position. Nothing of the form was stored."""

    def __init__(self, faults: Mapping[int, str]) -> None:
        first = min(faults)
        super().__init__(f"q{first}", faults[first])
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Form:
    """A page of answers sent as a form, by position: the values of each question's fields, what was marked to be
    looked at again, and the numbers of the answers of record that the page had shown."""

    values: Mapping[int, tuple[str, ...]]
    flags: Mapping[int, bool]
    seen: Mapping[int, int]
    writer: str = ""
    #: Of a page with one question that cannot be returned to, its position.
    at: int = 0


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a form: whether the attempt has ended, and how many answers came too late to count."""

    __tablename__: ClassVar[str] = "attempts"  # the audit line names what it is about

    id: int
    closed: bool
    late: int


@operation
def save_form(attempt_id: int, *, form: Form, person_id: int | None, grace: int) -> Handed:
    """Store the answers of a form and leave the attempt open; after its end they are kept as evidence.

    As save_answers it leaves no audit line. Raises NotFound, InvalidAnswers, and Conflict where another page answers.
    """
    head, _asked, late = _take(attempt_id, form, person_id=person_id, grace=grace)
    return Handed(attempt_id, closed=not head.is_open, late=late)


@operation
def submit_attempt(attempt_id: int, *, form: Form, confirmed: bool, grace: int, by: Actor) -> Handed:
    """Store the answers of a form, mark the attempt and close it; one that has ended stays as it is.

    While time is left and questions are blank the attempt stays open unless `confirmed`. What arrives after deadline
    and grace (seconds) is kept as evidence; what was saved before is marked where the quiz lets it be handed in still.
    Raises NotFound, InvalidAnswers, and Conflict where another page answers the attempt.
    """
    head, asked, late = _take(attempt_id, form, person_id=by.person_id, grace=grace)
    now = clock.now()
    phase = head.phase(now, grace=grace)
    if phase is Phase.ANSWERING:
        on_time = now <= head.deadline_at
        if on_time and not confirmed and blank_of(asked):
            return Handed(attempt_id, closed=False, late=late)
        close(head, asked, submitted_at=min(now, head.deadline_at), how=BY_LEARNER if on_time else BY_DEADLINE)
    elif phase is Phase.HANDING_IN:
        close(head, asked, submitted_at=now, how=BY_LEARNER)
    elif head.is_open:
        end_expired(head)
    return Handed(attempt_id, closed=True, late=late)


@operation
def go_on(attempt_id: int, *, form: Form, person_id: int | None, grace: int) -> Handed:
    """Store the answer to the question that its learner is at, leave it for good and go to the next one.

    For quizzes whose questions are answered in order; the same form sent again goes no further.
    Raises as save_form does.
    """
    head, asked, late = _take(attempt_id, form, person_id=person_id, grace=grace)
    if head.phase(clock.now(), grace=grace) is Phase.ANSWERING and form.at == head.reached < len(asked):
        db.session.execute(_GO_ON, {"attempt_id": attempt_id, "place": head.reached + 1})
    return Handed(attempt_id, closed=not head.is_open, late=late)


def blank_of(asked: Sequence[Asked]) -> list[int]:
    """Return the positions without an answer."""
    return [one.position for one in asked if one.response is None]


def _take(attempt_id: int, form: Form, *, person_id: int | None, grace: int) -> tuple[AttemptHead, list[Asked], int]:
    """Store what a form brings where it counts; return the answers as they then are, and how many came too late."""
    head = get_attempt_locked(attempt_id, person_id=person_id)
    now = clock.now()
    asked = list_asked(attempt_id)
    in_time = takes_answers(head, now=now, grace=grace)
    if in_time and form.writer and head.writer not in {"", form.writer}:
        raise Conflict(elsewhere())
    read, faults = read_changes(asked, _changes(asked, form))
    if not in_time:
        return head, asked, keep_late(read, asked, now=now)
    # Once the time is up, one answer that cannot be read must not hold back the others.
    if faults and now <= head.deadline_at:
        raise InvalidAnswers(faults)
    read, left = divided(head, read)
    late = keep_late(left, asked, now=now)
    record = {one.position: one for one in asked}
    changed = [one for one in read if _says_something_new(one, record[one.place.position], form)]
    store(changed, now=now)
    set_flags(attempt_id, _new_flags(asked, form))
    return head, _merged(asked, changed, now=now), late


def _changes(asked: Sequence[Asked], form: Form) -> list[Change]:
    # A form is the newest word of its sender, so each of its answers follows the one on record.
    return [
        Change(one.position, form.values[one.position], one.sequence + 1)
        for one in asked
        if one.position in form.values
    ]


def _says_something_new(one: Read, record: Asked, form: Form) -> bool:
    """Tell whether a form changes an answer; a page loaded before the answer came from elsewhere cannot wipe it out."""
    if one.response is None and form.seen.get(record.position, 0) < record.sequence:
        return False
    return bool(one.response != record.response)


def _new_flags(asked: Sequence[Asked], form: Form) -> dict[int, bool]:
    return {a.position: form.flags[a.position] for a in asked if form.flags.get(a.position, a.flagged) != a.flagged}


def _merged(asked: Sequence[Asked], changed: Sequence[Read], *, now: datetime) -> list[Asked]:
    new = {one.place.position: one for one in changed}
    return [
        replace(a, response=new[a.position].response, sequence=new[a.position].sequence, saved_at=now)
        if a.position in new
        else a
        for a in asked
    ]
