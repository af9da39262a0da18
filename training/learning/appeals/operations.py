"""Writes of appeals: a learner asks, a trainer answers once, in writing, and may change the mark with it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from training.classes.models import TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.appeals.models import Appeal, AppealState
from training.learning.appeals.queries import appeal_until, get_appeal, trainers_of
from training.learning.marking.operations import change_mark
from training.learning.models import AttemptQuestion
from training.learning.queries.attempts import get_attempt
from training.learning.rules.timing import in_time
from training.notices.operations import notify

MAX_TEXT = 4000


@operation
def appeal(attempt_id: int, *, position: int, text: str, by: Actor) -> Appeal:
    """Ask that the mark of a question of one's own attempt be looked at again; the trainers of the class are told.

    Raises NotFound for another's attempt, Conflict once the days are over, where there are none, or for a second time,
    Invalid("text") without words.
    """
    if not text.strip() or len(text) > MAX_TEXT:
        raise Invalid("text", _("Say what should be looked at again."))
    head = get_attempt(attempt_id, person_id=by.person_id)
    until = appeal_until(head)
    if until is None or not in_time(clock.now(), until):
        raise Conflict(_("The days for appeals against this result are over."))
    wanted = select(AttemptQuestion.id).where(
        AttemptQuestion.attempt_id == attempt_id, AttemptQuestion.position == position
    )
    place_id = db.session.scalar(wanted)
    if place_id is None:
        raise Conflict(_("There is no such question in this attempt."))
    made = Appeal(attempt_question_id=place_id, text=text)
    refusal = Conflict(_("This mark has been appealed against already."))
    with unique("appeals", "attempt_question_id", refusal=refusal):
        db.session.add(made)
    notify(
        trainers_of(head.class_id),
        key=f"appeal-{made.id}",
        title=_("Appeal: %(quiz)s", quiz=head.revision.title),
        body=text,
        link=f"/classes/{head.class_id}/appeals/{made.id}",
        by=by,
    )
    return made


@operation
def answer_appeal(
    training_class: TrainingClass,
    *,
    appeal_id: int,
    state: AppealState,
    answer: str,
    mark: Decimal | None,
    by: Actor,
) -> Appeal:
    """Answer an appeal of the class, once; with `mark` the question gets another mark by hand. The learner is told.

    Raises Conflict where it has been answered, Invalid("answer") without words, and what change_mark raises.
    """
    if not answer.strip() or len(answer) > MAX_TEXT:
        raise Invalid("answer", _("Answer in writing."))
    if state is AppealState.OPEN or (mark is not None and state is not AppealState.UPHELD):
        raise Invalid("mark", _("A mark is changed only where the appeal is upheld."))
    line = get_appeal(training_class, appeal_id)
    held = db.session.get_one(Appeal, appeal_id, with_for_update=True, populate_existing=True)
    if held.state is not AppealState.OPEN:
        raise Conflict(_("This appeal has been answered already."))
    if mark is not None:
        change_mark(line.attempt_id, position=line.position, mark=mark, reason=answer, by=by)
    held.state, held.answer, held.answered_at = state, answer, clock.now()
    held.answered_by_account_id = by.account_id
    notify(
        [line.person_id],
        key=f"appeal-{held.id}-answered",
        title=_("Appeal answered: %(quiz)s", quiz=line.quiz_title),
        body=answer,
        link=f"/learn/attempts/{line.attempt_id}/review",
        by=by,
    )
    return held
