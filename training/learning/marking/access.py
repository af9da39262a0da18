"""Who marks by hand: those who run the class."""

from __future__ import annotations

from training.classes.access import runs_class
from training.classes.models import TrainingClass
from training.core.access import Actor, Permission, grants


class MarkingPermission(Permission):
    """Permissions on marking by hand."""

    #: Mark answers of a class's learners, say how it is done, release the results.
    MARK = "marking.mark"


@grants(MarkingPermission.MARK)
def may_mark(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class."""
    return runs_class(actor, training_class)
