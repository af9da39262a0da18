"""Regradings are applied as tried out and undone as a whole; marks are added, none is changed or deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from training.core import clock
from training.core.access import Actor, may
from training.core.db import db, operation, table_of
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.learning.models import Attempt, Mark
from training.learning.operations.marking import stored_fraction
from training.learning.regrading.models import RegradedAttempt, RegradedMark, Regrading, Remedy
from training.learning.regrading.queries.done import (
    people_of,
    places_after_undo,
    reaches_others,
    undone_when,
)
from training.learning.regrading.queries.trials import Line, Order, facts_with_key, try_out
from training.notices.operations import notify
from training.questions.access import QuestionPermission
from training.questions.operations import change_question

MAX_REASON = 500
_ATTEMPTS = table_of(Attempt)
_SCORE = (
    _ATTEMPTS.update()
    .where(_ATTEMPTS.c.id == bindparam("attempt_id"))
    .values(score=bindparam("new_score"), full_mark=bindparam("new_full"))
)


@operation
def regrade(order: Order, *, reason: str, seen: str, by: Actor) -> Regrading:
    """Apply the order to every attempt that `by` reaches, as its trial run with the sign `seen` said.

    Raises Conflict where anything has changed since, Invalid("reason") without one, Denied where the key is not theirs
    to change, and what try_out raises. Those for whom something changes are told.
    """
    _check(order, reason, by)
    _hold(order.quiz.id)
    trial = try_out(order, by=by)
    if trial.seen != seen:
        raise Conflict(_("Something has changed since the trial run. Look at it again before it is applied."))
    if not trial.lines:
        raise Conflict(_("No attempt has this question."))
    batch = Regrading(
        quiz_id=order.quiz.id,
        question_id=order.question.id,
        class_id=order.class_id,
        remedy=order.remedy,
        question_version_id=_version_id(order, by),
        reason=reason,
        by_account_id=by.account_id,
    )
    db.session.add(batch)
    db.session.flush()
    _write(batch, trial.lines)
    changed = [line.change.place.attempt_id for line in trial.changed]
    _tell(batch, changed, key=f"regrading-{batch.id}", by=by, text=_("A question of this quiz was marked again."))
    return batch


def _check(order: Order, reason: str, by: Actor) -> None:
    if not reason.strip():
        raise Invalid("reason", _("Give a reason; the learners read it."))
    if order.remedy is Remedy.KEY and not may(by, QuestionPermission.EDIT, order.question):
        raise Denied(_("The key is changed by those who write the course."))


def _hold(quiz_id: int) -> None:
    """Hold the attempts of the quiz, so that nothing else marks them meanwhile."""
    held = select(Attempt.id).where(Attempt.quiz_id == quiz_id).order_by(Attempt.id).with_for_update()
    db.session.execute(held).all()


def _version_id(order: Order, by: Actor) -> int | None:
    if order.remedy is Remedy.KEY:
        current = order.question.current_version
        question = change_question(
            order.question, facts=facts_with_key(order), seen=current.number if current else 0, by=by
        )
        return question.current_version_id
    return order.version_id if order.remedy is Remedy.VERSION else None


def _write(batch: Regrading, lines: Sequence[Line]) -> None:
    now = clock.now()
    changes = [line.change for line in lines]
    marks = db.session.scalars(
        insert(Mark).returning(Mark.id, sort_by_parameter_order=True),
        [
            {
                "attempt_question_id": one.place.id,
                "question_version_id": batch.question_version_id or one.place.judged_by,
                "fraction": stored_fraction(one.fraction),
                "mark": one.mark,
                "by_account_id": batch.by_account_id,
                "reason": batch.reason[:300],
                "at": now,
            }
            for one in changes
        ],
    ).all()
    links = [
        {"mark_id": id_, "regrading_id": batch.id, "is_void": one.is_void}
        for id_, one in zip(marks, changes, strict=True)
    ]
    db.session.execute(insert(RegradedMark), links)
    db.session.execute(insert(RegradedAttempt), [_outcome(batch, line) for line in lines])
    _set_scores((one.place.attempt_id, one.score, one.full_mark) for one in changes)


def _outcome(batch: Regrading, line: Line) -> dict[str, Any]:
    change, place = line.change, line.change.place
    return {
        "regrading_id": batch.id,
        "attempt_id": place.attempt_id,
        "old_mark": place.mark,
        "new_mark": change.mark,
        "old_score": place.score,
        "new_score": change.score,
        "old_full": place.full_mark,
        "new_full": change.full_mark,
        "result_before": change.result_before,
        "result_after": change.result_after,
    }


def _set_scores(rows: Iterable[tuple[int, Decimal | None, Decimal]]) -> None:
    values = [{"attempt_id": id_, "new_score": score, "new_full": full} for id_, score, full in rows]
    if values:
        db.session.execute(_SCORE, values)


@operation
def undo_regrading(regrading: Regrading, *, reason: str, by: Actor) -> Regrading:
    """Take back all marks of a regrading: what counted before it, or was given after it, counts.

    Raises Conflict where it was undone already, Invalid("reason") without one, and Denied where it reached learners of
    classes that `by` does not run. Those for whom something changes are told.
    """
    if not reason.strip():
        raise Invalid("reason", _("Give a reason; the learners read it."))
    if reaches_others(regrading, by):
        raise Denied(_("This regrading reached other classes too; it is undone by those who run them all."))
    _hold(regrading.quiz_id)
    if undone_when(regrading) is not None:
        raise Conflict(_("This regrading has been undone already."))
    changed = _restore(regrading)
    regrading.undone_at = clock.now()
    regrading.undone_by_account_id = by.account_id
    regrading.undo_reason = reason
    text = _("The marking again of a question of this quiz was taken back.")
    _tell(regrading, changed, key=f"regrading-{regrading.id}-undone", by=by, text=text)
    return regrading


def _restore(regrading: Regrading) -> list[int]:
    """Undo the marks and put the scores right; return the attempts in which something changed."""
    rows = [row for row in places_after_undo(regrading) if row[2:4] != row[4:6]]
    ids = [row[0] for row in rows]
    held = {
        id_: (score, full)
        for id_, score, full in db.session.execute(
            select(_ATTEMPTS.c.id, _ATTEMPTS.c.score, _ATTEMPTS.c.full_mark).where(_ATTEMPTS.c.id.in_(ids))
        )
    }
    of_batch = select(RegradedMark.mark_id).where(RegradedMark.regrading_id == regrading.id)
    db.session.execute(
        update(Mark).where(Mark.id.in_(of_batch)).values(undone_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    _set_scores(_after_undo(row, *held[row[0]]) for row in rows)
    return ids


def _after_undo(
    row: tuple[int, Decimal, Decimal, bool, Decimal, bool], score: Decimal | None, full: Decimal
) -> tuple[int, Decimal | None, Decimal]:
    id_, most, mark_now, void_now, mark_then, void_then = row
    full += (most if void_now else Decimal(0)) - (most if void_then else Decimal(0))
    return id_, None if score is None else score - mark_now + mark_then, full


def _tell(regrading: Regrading, attempt_ids: Collection[int], *, key: str, text: str, by: Actor) -> None:
    for class_id, person_ids in people_of(attempt_ids).items():
        notify(
            person_ids,
            key=key,
            title=_("Result changed: %(quiz)s", quiz=regrading.quiz.title),
            body=f"{text} {regrading.undo_reason or regrading.reason}",
            link=f"/learn/classes/{class_id}/quizzes/{regrading.quiz_id}",
            by=by,
        )
