"""Overrides: more time, other hours or further attempts granted with a reason; ended, never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from training.classes.models import TrainingClass
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.models import Override
from training.quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class OverrideFacts:
    """What is granted and to whom: one learner, a unit with all below it, or with neither the whole class.

    `time_limit` and `extra_time` are in seconds; the extra time is added after limit and close.
    """

    reason: str
    enrolment_id: int | None = None
    unit_id: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: int | None = None
    extra_time: int | None = None
    attempts_allowed: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is granted."""
        return not any((self.opens_at, self.closes_at, self.time_limit, self.extra_time, self.attempts_allowed))


@operation
def grant_override(training_class: TrainingClass, quiz: Quiz, *, facts: OverrideFacts, by: Actor) -> Override:
    """Grant something at a quiz of a class; it reaches attempts under way at once. Raises Invalid."""
    if not facts.reason.strip():
        raise Invalid("reason", _("Say why."))
    if facts.is_empty:
        raise Invalid("extra_minutes", _("Say what is granted: time, hours or attempts."))
    if facts.opens_at and facts.closes_at and facts.opens_at >= facts.closes_at:
        raise Invalid("closes_at", _("The quiz would close before it opens."))
    override = Override(class_id=training_class.id, quiz_id=quiz.id, by_account_id=by.account_id, **asdict(facts))
    db.session.add(override)
    db.session.flush()
    return override


@operation
def end_override(override: Override, *, by: Actor) -> Override:
    """End an override: attempts under way fall back to what holds without it. Raises Conflict where it has ended."""
    held = db.session.get(Override, override.id, with_for_update={"of": Override}, populate_existing=True)
    if held is None or held.ended_at is not None:
        raise Conflict(_("This override has been ended already."))
    held.ended_at, held.ended_by_account_id = clock.now(), by.account_id
    return held
