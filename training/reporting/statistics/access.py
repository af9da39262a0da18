"""Who sees statistics: those who run a class or train over its unit; they hold right answers, but no names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from training.classes.access import run_by, runs_class
from training.classes.models import TrainingClass
from training.core.access import Actor, Permission, Role, grants
from training.units.access import under
from training.units.models import Unit

READERS = (Role.ADMINISTRATOR, Role.TRAINER)


class StatisticsPermission(Permission):
    """Permissions on statistics."""

    #: Open the statistics of quizzes over all classes within one's scope.
    SEE = "statistics.see"
    #: See the statistics of a class's quizzes.
    SEE_CLASS = "statistics.see_class"


@grants(StatisticsPermission.SEE)
def may_see(actor: Actor, _thing: object) -> bool:
    """Tell that trainers and administrators have statistics; what they show is `counted_for`."""
    return actor.holds(*READERS)


@grants(StatisticsPermission.SEE_CLASS)
def sees_class(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class, or trains over its unit."""
    return runs_class(actor, training_class) or actor.holds_over(training_class.unit.path, *READERS)


def counted_for(actor: Actor) -> ColumnElement[bool]:
    """Return sees_class as a condition on TrainingClass."""
    over = TrainingClass.unit_id.in_(select(Unit.id).where(under(actor.paths(*READERS))).correlate(None))
    return or_(run_by(actor), over)
