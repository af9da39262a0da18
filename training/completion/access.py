"""Who sees how learners stand, and who says what a class asks for.

Administrators of the class's unit and its trainers see all its learners; a unit manager those of the own subtree.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, or_, select

from training.classes.models import ClassTrainer, Enrolment, TrainingClass
from training.core.access import Actor, Permission, Role, grants
from training.units.access import under
from training.units.models import Unit


class CompletionPermission(Permission):
    """Permissions on rules and results of classes."""

    #: See how the learners of a class stand, as far as one may see them.
    SEE = "completion.see"
    #: See how one learner stands.
    SEE_LEARNER = "completion.see_learner"
    #: Say what a class asks for.
    SET_RULE = "completion.set_rule"
    #: See one's own result.
    SEE_OWN = "completion.see_own"


@grants(CompletionPermission.SET_RULE)
def runs_class(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor administers the class's unit or teaches the class."""
    return actor.holds_over(training_class.unit.path, Role.ADMINISTRATOR) or (
        actor.holds(Role.TRAINER) and any(t.person_id == actor.person_id for t in training_class.trainers)
    )


@grants(CompletionPermission.SEE)
def sees_class(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class, or manages a unit above or below the class's own."""
    path = training_class.unit.path
    return runs_class(actor, training_class) or any(
        own.startswith(path) or path.startswith(own) for own in actor.paths(Role.UNIT_MANAGER)
    )


@grants(CompletionPermission.SEE_LEARNER)
def sees_learner(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the actor runs the class or manages the unit that the learner was enrolled from."""
    return actor.holds_over(enrolment.unit.path, Role.UNIT_MANAGER) or runs_class(actor, enrolment.training_class)


@grants(CompletionPermission.SEE_OWN)
def is_own(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the result is the actor's own."""
    return actor.person_id is not None and enrolment.person_id == actor.person_id


def learners_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return sees_learner as a condition on TrainingClass and on the Unit of the enrolment."""
    return or_(_run_by(actor), under(actor.paths(Role.UNIT_MANAGER)))


def classes_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return sees_class as a condition on TrainingClass."""
    managed = actor.paths(Role.UNIT_MANAGER)
    above = [int(part) for path in managed for part in path.split("/") if part]
    return or_(_run_by(actor), _unit_among(under(managed)), TrainingClass.unit_id.in_(above))


def _run_by(actor: Actor) -> ColumnElement[bool]:
    administered = _unit_among(under(actor.paths(Role.ADMINISTRATOR)))
    if actor.person_id is None or not actor.holds(Role.TRAINER):
        return administered
    teaches = exists().where(ClassTrainer.class_id == TrainingClass.id, ClassTrainer.person_id == actor.person_id)
    return or_(administered, teaches)


def _unit_among(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    # Not correlated: the statement around may have the learner's unit in its FROM.
    return TrainingClass.unit_id.in_(select(Unit.id).where(condition).correlate(None))
