"""Who sees how learners stand, and who says what a class asks for; both as classes say it of the class itself."""

from __future__ import annotations

from training.classes.access import runs_class, sees_class
from training.classes.models import Enrolment, TrainingClass
from training.core.access import Actor, Permission, Role, grants


class CompletionPermission(Permission):
    """Permissions on rules and results of classes."""

    #: See how the learners of a class stand, as far as one may see them (classes.access.learners_visible_to).
    SEE = "completion.see"
    #: See how one learner stands.
    SEE_LEARNER = "completion.see_learner"
    #: Say what a class asks for.
    SET_RULE = "completion.set_rule"
    #: Make scales of grading.
    SET_SCALES = "completion.set_scales"
    #: See one's own result.
    SEE_OWN = "completion.see_own"


@grants(CompletionPermission.SET_RULE)
def may_set_rule(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that whoever runs the class says what it asks for."""
    return runs_class(actor, training_class)


@grants(CompletionPermission.SET_SCALES)
def may_set_scales(actor: Actor, _thing: object) -> bool:
    """Tell that administrators make the scales that classes are graded by."""
    return actor.holds(Role.ADMINISTRATOR)


@grants(CompletionPermission.SEE)
def may_see(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor sees the class; which of its learners is a matter of the query."""
    return sees_class(actor, training_class)


@grants(CompletionPermission.SEE_LEARNER)
def may_see_learner(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the actor runs the class or manages the unit that the learner was enrolled from."""
    return actor.holds_over(enrolment.unit.path, Role.UNIT_MANAGER) or runs_class(actor, enrolment.training_class)


@grants(CompletionPermission.SEE_OWN)
def is_own(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the result is the actor's own."""
    return actor.person_id is not None and enrolment.person_id == actor.person_id
