"""Who regrades: those who run a class, for its learners; over several classes, for those that they run."""

from __future__ import annotations

from training.core.access import Actor, Permission, Role, grants
from training.learning.regrading.models import Regrading
from training.quizzes.models import Quiz


class RegradingPermission(Permission):
    """Permissions on regradings."""

    #: Regrade a question of a quiz, and see what was regraded; each sees and changes the own classes alone.
    REGRADE = "regrading.regrade"


@grants(RegradingPermission.REGRADE)
def may_regrade(actor: Actor, _thing: Quiz | Regrading) -> bool:
    """Tell that trainers and administrators regrade; whose attempts they reach is `classes.access.run_by`."""
    return actor.holds(Role.ADMINISTRATOR, Role.TRAINER)
