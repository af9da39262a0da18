"""Late answers that a trainer accepts: they become answers of record, and the attempt is marked with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, select

from training.core import clock
from training.core.access import Actor
from training.core.db import db, insert_rows, operation, table_of
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.models import Attempt, AttemptQuestion, AttemptState, LateAcceptance, LateAnswer, Mark
from training.learning.operations.answers import Read, store
from training.learning.operations.marking import BY_TRAINER, awaits_person, close, mark_of
from training.learning.queries.attempts import Asked, AttemptHead, get_any_attempt_locked, list_asked
from training.learning.queries.marked import list_marked
from training.learning.queries.published import versions
from training.learning.regrading.models import RegradedMark, Regrading, Remedy

_ATTEMPTS, _MARKS, _ACCEPTED = table_of(Attempt), table_of(Mark), table_of(LateAcceptance)
_SCORE = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id")).values(score=bindparam("total"))

# A mark is of the answer it was given for: another answer waits for its own.
_AWAIT = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id"))
_AWAIT = _AWAIT.values(state=AttemptState.SUBMITTED, score=None)
_UNDO = (
    _MARKS.update()
    .where(_MARKS.c.attempt_question_id.in_(bindparam("ids", expanding=True)), _MARKS.c.undone_at.is_(None))
    .values(undone_at=bindparam("now"))
)


@operation
def accept_late_answers(attempt_id: int, *, late_ids: Collection[int], reason: str, by: Actor) -> AttemptHead:
    """Make late answers answers of record, each with what it replaces kept, and mark the attempt with them.

    Of several late answers to one question the latest counts. An abandoned attempt is handed in by this, as of its
    deadline. Raises Invalid, and Conflict where they have been accepted already or the attempt is still open.
    """
    if not reason.strip():
        raise Invalid("reason", _("Say why."))
    head = get_any_attempt_locked(attempt_id)
    if head.is_open:
        raise Conflict(_("This attempt has not ended yet."))
    late = _waiting(attempt_id, late_ids)
    if not late:
        raise Conflict(_("These answers have been accepted already."))
    now = clock.now()
    before = list_asked(attempt_id)
    _note(late, before, reason=reason, now=now, by=by)
    changed = _merged(before, late)
    store([Read(one, one.response, one.sequence) for one in changed], now=now)
    _mark_anew(head, changed, reason=reason, now=now, by=by)
    return head


def _waiting(attempt_id: int, late_ids: Collection[int]) -> list[LateAnswer]:
    found = (
        select(LateAnswer)
        .join(AttemptQuestion, AttemptQuestion.id == LateAnswer.attempt_question_id)
        .outerjoin(LateAcceptance, LateAcceptance.late_answer_id == LateAnswer.id)
        .where(AttemptQuestion.attempt_id == attempt_id, LateAnswer.id.in_(late_ids))
        .where(LateAcceptance.late_answer_id.is_(None))
        .order_by(LateAnswer.sequence, LateAnswer.id)
    )
    return list(db.session.scalars(found))


def _note(late: Sequence[LateAnswer], before: Sequence[Asked], *, reason: str, now: datetime, by: Actor) -> None:
    record = {one.id: one for one in before}
    rows = [
        {
            "late_answer_id": one.id,
            "replaced": record[one.attempt_question_id].response,
            "reason": reason,
            "by_account_id": by.account_id,
            "at": now,
        }
        for one in late
    ]
    insert_rows(_ACCEPTED, rows)


def _merged(before: Sequence[Asked], late: Sequence[LateAnswer]) -> list[Asked]:
    """Return the questions whose answer of record changes, as they will be; numbers only ever grow."""
    newest = {one.attempt_question_id: one for one in late}
    return [
        replace(one, response=newest[one.id].response, sequence=max(one.sequence + 1, newest[one.id].sequence))
        for one in before
        if one.id in newest
    ]


def _mark_anew(head: AttemptHead, changed: Sequence[Asked], *, reason: str, now: datetime, by: Actor) -> None:
    if head.state is AttemptState.ABANDONED:
        close(head, list_asked(head.id), submitted_at=head.deadline_at, how=BY_TRAINER)
        return
    asked_as = versions.many({one.version_id for one in changed})
    by_hand = [one for one in changed if awaits_person(one, asked_as[one.version_id])]
    _mark_at_once(head, [one for one in changed if one not in by_hand], reason=reason, now=now, by=by)
    if by_hand:
        db.session.execute(_UNDO, {"ids": [one.id for one in by_hand], "now": now})
        db.session.execute(_AWAIT, {"attempt_id": head.id})
    elif head.state.has_result:
        total = sum((one.mark for one in list_marked(head.id)), Decimal(0))
        db.session.execute(_SCORE, {"attempt_id": head.id, "total": total})


def _mark_at_once(head: AttemptHead, changed: Sequence[Asked], *, reason: str, now: datetime, by: Actor) -> None:
    counting = _counting(head.id)
    judges = {one.id: counting[one.id].question_version_id if one.id in counting else one.version_id for one in changed}
    found = versions.many(set(judges.values()))
    given = {"reason": reason, "by_account_id": by.account_id}
    insert_rows(_MARKS, [{**mark_of(one, found[judges[one.id]], now=now), **given} for one in changed])
    _give_again([counting[one.id] for one in changed if one.id in counting], now=now)


def _counting(attempt_id: int) -> dict[int, Row[Any]]:
    """Return the mark of each question that counts now, with the regrading that gave it, if one did."""
    found = (
        select(
            Mark.attempt_question_id,
            Mark.question_version_id,
            Mark.fraction,
            Mark.mark,
            Mark.by_account_id,
            Mark.reason,
            RegradedMark.regrading_id,
            RegradedMark.is_void,
            Regrading.remedy,
        )
        .join(AttemptQuestion, AttemptQuestion.id == Mark.attempt_question_id)
        .outerjoin(RegradedMark, RegradedMark.mark_id == Mark.id)
        .outerjoin(Regrading, Regrading.id == RegradedMark.regrading_id)
        .where(AttemptQuestion.attempt_id == attempt_id, Mark.undone_at.is_(None))
        .order_by(Mark.id)
    )
    rows: Any = db.session.execute(found).all()
    return {row.attempt_question_id: row for row in rows}


def _give_again(before: Sequence[Row[Any]], *, now: datetime) -> None:
    """Let what a regrading decided whatever was answered stand: undone, it uncovers the marks of the new answers."""
    for row in before:
        if row.remedy in {Remedy.VOID, Remedy.FULL}:
            mark = Mark(
                attempt_question_id=row.attempt_question_id,
                question_version_id=row.question_version_id,
                fraction=row.fraction,
                mark=row.mark,
                by_account_id=row.by_account_id,
                reason=row.reason,
                at=now,
            )
            db.session.add(mark)
            db.session.flush()
            db.session.add(RegradedMark(mark_id=mark.id, regrading_id=row.regrading_id, is_void=row.is_void))
            db.session.flush()
