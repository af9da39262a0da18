"""Who answers appeals: those who run the class; learners ask about their own attempts alone."""

from __future__ import annotations

from training.classes.access import runs_class
from training.classes.models import TrainingClass
from training.core.access import Actor, Permission, grants


class AppealPermission(Permission):
    """Permissions on appeals."""

    #: See and answer the appeals of a class.
    ANSWER = "appeal.answer"


@grants(AppealPermission.ANSWER)
def may_answer(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class."""
    return runs_class(actor, training_class)
