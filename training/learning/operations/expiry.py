"""What the end of the time does to attempts that nobody has handed in: each by itself, as its quiz says."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import bindparam

from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, table_of
from training.learning.models import Attempt, AttemptState
from training.learning.operations.marking import BY_DEADLINE, close
from training.learning.queries.attempts import AttemptHead, get_any_attempt_locked, list_asked, list_expired
from training.learning.rules.timing import Phase
from training.quizzes.sitting import Expiry

_ATTEMPTS = table_of(Attempt)
_CHANGE = _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("attempt_id"))
# More time makes an overdue attempt one that is answered again.
_PROLONG = _CHANGE.values(deadline_at=bindparam("deadline"), state=AttemptState.IN_PROGRESS, hand_in_by=None)
_OVERDUE = _CHANGE.values(deadline_at=bindparam("deadline"), state=AttemptState.OVERDUE, hand_in_by=bindparam("by"))
_ABANDON = _CHANGE.values(deadline_at=bindparam("deadline"), state=AttemptState.ABANDONED, hand_in_by=bindparam("by"))


def settle_expired(*, grace: int, by: Actor) -> int:
    """Settle every attempt whose time and `grace` seconds have passed, each by itself; return how many have ended."""
    ended = 0
    for attempt in list_expired(clock.now() - timedelta(seconds=grace)):
        phase = attempt.phase(clock.now(), grace=grace)
        if phase is Phase.ANSWERING:
            prolong(attempt)
        elif phase is Phase.HANDING_IN:
            mark_overdue(attempt.id, grace=grace, by=by)
        else:
            close_expired(attempt.id, grace=grace, by=by)
            ended += 1
    return ended


def settle(attempt: AttemptHead, *, grace: int, by: Actor) -> None:
    """Do with an attempt what the time says, where it says anything."""
    phase = attempt.phase(clock.now(), grace=grace)
    if phase is Phase.HANDING_IN:
        mark_overdue(attempt.id, grace=grace, by=by)
    elif phase is Phase.OVER:
        close_expired(attempt.id, grace=grace, by=by)


@operation
def prolong(attempt: AttemptHead) -> None:
    """Keep with the attempt the deadline in force, later than at its start, so that it is not looked at too early."""
    db.session.execute(_PROLONG, {"attempt_id": attempt.id, "deadline": attempt.deadline_at})


@operation
def mark_overdue(attempt_id: int, *, grace: int, by: Actor) -> AttemptHead:  # noqa: ARG001 -- for the audit line
    """Keep that the time of an attempt is up and that it may still be handed in."""
    head = get_any_attempt_locked(attempt_id)
    if head.state is AttemptState.IN_PROGRESS and head.phase(clock.now(), grace=grace) is Phase.HANDING_IN:
        db.session.execute(_OVERDUE, _instants(head))
    return head


@operation
def close_expired(attempt_id: int, *, grace: int, by: Actor) -> AttemptHead:  # noqa: ARG001 -- for the audit line
    """End an attempt whose time and `grace` seconds are over: mark what was saved as of the deadline, or abandon it."""
    head = get_any_attempt_locked(attempt_id)
    if head.is_open and head.phase(clock.now(), grace=grace) is Phase.OVER:
        end_expired(head)
    return head


def end_expired(head: AttemptHead) -> None:
    """End an open attempt that nobody can hand in any more, as its quiz says."""
    if head.revision.sitting.on_expiry is Expiry.SUBMIT:
        close(head, list_asked(head.id), submitted_at=head.deadline_at, how=BY_DEADLINE)
    else:
        db.session.execute(_ABANDON, _instants(head))


def _instants(head: AttemptHead) -> dict[str, object]:
    return {"attempt_id": head.id, "deadline": head.deadline_at, "by": head.hand_in_by}
