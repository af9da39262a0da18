"""Who may learn what: one reads and answers for oneself, in the classes where one is enrolled."""

from __future__ import annotations

from typing import Protocol

from training.core.access import Actor, Permission, grants


class OfAPerson(Protocol):
    """Something that belongs to one learner."""

    @property
    def person_id(self) -> int: ...


class LearningPermission(Permission):
    """Permissions of learners."""

    #: Read modules, take quizzes and see one's own results.
    LEARN = "learning.learn"


@grants(LearningPermission.LEARN)
def is_own(actor: Actor, thing: OfAPerson | None) -> bool:
    """Tell whether the thing is the actor's own; without a thing, whether the actor is a person at all."""
    return actor.person_id is not None and (thing is None or thing.person_id == actor.person_id)
