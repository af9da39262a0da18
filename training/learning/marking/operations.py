"""Writes of marking by hand: how a class marks, what a marker gives, the release that makes results of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from training.classes.models import TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, table_of, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.marking.models import HandMark, MarkingWay
from training.learning.marking.queries import Task, Way, get_task, list_tasks
from training.learning.models import Attempt, AttemptState, Mark
from training.learning.operations.marking import stored_fraction
from training.learning.queries.marked import list_marked
from training.notices.operations import notify
from training.quizzes.models import Quiz

MAX_COMMENT = 4000
_ATTEMPTS = table_of(Attempt)
_RESULT = (
    _ATTEMPTS.update()
    .where(_ATTEMPTS.c.id == bindparam("attempt_id"))
    .values(state=AttemptState.MARKED, score=bindparam("total"))
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a marker gives: the mark, the points by criterion, words for the learner."""

    mark: Decimal
    points: Mapping[str, Any]
    comment: str = ""


@operation
def set_marking_way(training_class: TrainingClass, *, quiz: Quiz, way: Way, by: Actor) -> MarkingWay:  # noqa: ARG001
    """Say how a class marks a quiz by hand; it holds for everything that is not released."""
    found = db.session.get(MarkingWay, (training_class.id, quiz.id)) or MarkingWay(
        class_id=training_class.id, quiz_id=quiz.id
    )
    found.anonymous, found.two_markers, found.settling = way.anonymous, way.two_markers, way.settling
    db.session.add(found)
    return found


def copy_marking_ways(old: TrainingClass, new: TrainingClass, by: Actor) -> None:  # noqa: ARG001
    """Let the copy of a class mark by hand as the class does."""
    for way in db.session.scalars(select(MarkingWay).where(MarkingWay.class_id == old.id)).all():
        said = {name: getattr(way, name) for name in ("quiz_id", "anonymous", "two_markers", "settling")}
        db.session.add(MarkingWay(class_id=new.id, **said))


@operation
def mark_by_hand(training_class: TrainingClass, *, place_id: int, judgement: Judgement, by: Actor) -> HandMark:
    """Keep what a marker gives an answer, in the turn that is the marker's; the own mark may be changed until release.

    Raises NotFound for an answer that does not wait, Conflict where nothing is asked of this marker or another marker
    was quicker, and Invalid for a mark beyond the question's.
    """
    task = get_task(training_class, place_id)
    _hold([task.attempt_id])
    task = get_task(training_class, place_id)
    turn = task.turn(by.account_id)
    if turn is None:
        raise Conflict(_("This answer has all the marks that it needs."))
    if not 0 <= judgement.mark <= task.max_mark or len(judgement.comment) > MAX_COMMENT:
        raise Invalid("mark", _("The mark or the comment is out of bounds."))
    kept = _find(place_id, turn) or HandMark(attempt_question_id=place_id, turn=turn)
    if kept.released_at is None and kept.id is not None and kept.by_account_id != by.account_id:
        raise Conflict(_("Another marker has marked this answer meanwhile."))
    kept.by_account_id, kept.released_at = by.account_id, None
    kept.mark, kept.points, kept.comment = judgement.mark, dict(judgement.points), judgement.comment
    kept.at = clock.now()
    refusal = Conflict(_("Another marker has marked this answer meanwhile."))
    with unique("hand_marks", "attempt_question_id", "turn", refusal=refusal):
        db.session.add(kept)
    return kept


def _find(place_id: int, turn: int) -> HandMark | None:
    return db.session.scalar(select(HandMark).where(HandMark.attempt_question_id == place_id, HandMark.turn == turn))


def _hold(attempt_ids: Sequence[int]) -> None:
    held = select(Attempt.id).where(Attempt.id.in_(attempt_ids)).order_by(Attempt.id).with_for_update()
    db.session.execute(held).all()


@operation
def release_marks(training_class: TrainingClass, *, quiz: Quiz, by: Actor) -> int:
    """Make results of what is decided: attempts of which every answer is get score and state; return how many.

    Raises Conflict where no attempt is ready. Each learner is told.
    """
    _hold([task.attempt_id for task in list_tasks(training_class.id, quiz_id=quiz.id)])
    ready = ready_attempts(list_tasks(training_class.id, quiz_id=quiz.id))
    if not ready:
        raise Conflict(_("No attempt is marked to the end yet."))
    tasks = [task for those in ready.values() for task in those]
    db.session.execute(insert(Mark), [_row(task, by) for task in tasks])
    db.session.execute(
        update(HandMark)
        .where(HandMark.attempt_question_id.in_([task.place_id for task in tasks]))
        .values(released_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    for attempt_id in ready:
        total = sum((one.mark for one in list_marked(attempt_id)), Decimal(0))
        db.session.execute(_RESULT, {"attempt_id": attempt_id, "total": total})
    _tell(training_class, quiz, ready, by)
    return len(ready)


def ready_attempts(tasks: Sequence[Task]) -> dict[int, list[Task]]:
    """Return by attempt the answers of those attempts that are decided to the last."""
    by_attempt: dict[int, list[Task]] = {}
    for task in tasks:
        by_attempt.setdefault(task.attempt_id, []).append(task)
    return {id_: those for id_, those in by_attempt.items() if all(task.mark is not None for task in those)}


def _row(task: Task, by: Actor) -> dict[str, Any]:
    mark = task.mark or Decimal(0)
    return {
        "attempt_question_id": task.place_id,
        "question_version_id": task.version_id,
        "fraction": stored_fraction(Fraction(mark) / Fraction(task.max_mark)),
        "mark": mark,
        "by_account_id": by.account_id,
        "reason": "",
        "at": clock.now(),
    }


def _tell(training_class: TrainingClass, quiz: Quiz, ready: Mapping[int, Sequence[Task]], by: Actor) -> None:
    for attempt_id, tasks in ready.items():
        notify(
            [tasks[0].person_id],
            key=f"marked-{attempt_id}",
            title=_("Marked: %(quiz)s", quiz=quiz.title),
            body=_("The attempt has been marked."),
            link=f"/learn/classes/{training_class.id}/quizzes/{quiz.id}",
            by=by,
        )


@operation
def change_mark(attempt_id: int, *, position: int, mark: Decimal, reason: str, by: Actor) -> Mark:
    """Give a question of a marked attempt another mark by hand, as an appeal may call for; the old one is kept.

    Raises Conflict for an attempt without a result or a question out of the total, Invalid("mark") beyond its bounds.
    """
    _hold([attempt_id])
    attempt = db.session.get(Attempt, attempt_id, populate_existing=True)
    place = next((one for one in list_marked(attempt_id) if one.position == position), None)
    if attempt is None or place is None or attempt.score is None or place.is_void:
        raise Conflict(_("This question has no mark that could be changed."))
    if not 0 <= mark <= place.max_mark:
        raise Invalid("mark", _("The mark or the comment is out of bounds."))
    added = Mark(
        attempt_question_id=place.id,
        question_version_id=place.judged_by,
        fraction=stored_fraction(Fraction(mark) / Fraction(place.max_mark)),
        mark=mark,
        by_account_id=by.account_id,
        reason=reason[:300],
    )
    db.session.add(added)
    attempt.score = attempt.score - place.mark + mark
    return added
