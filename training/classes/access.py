"""Who sees and runs plans and classes. `visible_to` and `learners_visible_to` are the same rules as SQL.

Administrators of a class's unit and its trainers run it and see all its learners; a unit manager sees those of the
own subtree; a learner sees own classes only, on the pages of learning.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, exists, or_, select

from training.classes.models import ClassTrainer, Enrolment, Meeting, Plan, PlanLine, Registration, TrainingClass
from training.core.access import Actor, Permission, Role, grants
from training.units.access import STAFF, under
from training.units.models import Unit
from training.units.rules import ids_on


class ClassPermission(Permission):
    """Permissions on plans, classes, meetings and enrolments."""

    #: Open the lists of plans and of classes.
    LIST = "class.list"
    #: See a class.
    SEE = "class.see"
    #: Make a class of a unit; of no unit in particular, open the form.
    CREATE = "class.create"
    #: Change a class or a meeting: what is said of it, courses, trainers, meetings, learners, its being open.
    MANAGE = "class.manage"
    #: Take the roll of a meeting, or of any of a class, and show the code on the wall.
    ROLL = "class.roll"
    #: Make a class like another one.
    COPY = "class.copy"
    #: Remove a class that was made by mistake.
    REMOVE = "class.remove"
    #: Open a class again that has been closed.
    REOPEN = "class.reopen"
    #: Withdraw a learner and take the learner back.
    WITHDRAW = "class.withdraw"
    #: Put people of one's own units forward for a class.
    NOMINATE = "class.nominate"
    #: Take back what a unit has put forward.
    TAKE_BACK = "class.take_back"
    #: See a year's plan.
    SEE_PLAN = "class.see_plan"
    #: Make and change a unit's plan of a year.
    PLAN = "class.plan"


@grants(ClassPermission.LIST)
def may_list(actor: Actor, _thing: object) -> bool:
    """Tell that all staff see lists of classes."""
    return actor.is_staff


@grants(ClassPermission.CREATE)
def may_create(actor: Actor, plan: Plan | None) -> bool:
    """Tell whether the actor administers the plan's unit, or any unit at all."""
    return actor.holds(Role.ADMINISTRATOR) if plan is None else administers(actor, plan.unit)


@grants(ClassPermission.PLAN)
def may_plan(actor: Actor, thing: Plan | PlanLine | None) -> bool:
    """Tell that administrators of a unit make its plans and record who agreed to them."""
    return may_create(actor, thing.plan if isinstance(thing, PlanLine) else thing)


@grants(ClassPermission.SEE_PLAN)
def sees_plan(actor: Actor, plan: Plan) -> bool:
    """Tell whether the actor works in the plan's unit, in one above it or in one below it."""
    return _meets(actor, plan.unit, *STAFF)


def administers(actor: Actor, unit: Unit) -> bool:
    """Tell whether the actor is an administrator over the unit."""
    return actor.holds_over(unit.path, Role.ADMINISTRATOR)


@grants(ClassPermission.ROLL)
@grants(ClassPermission.MANAGE)
def runs_class(actor: Actor, thing: TrainingClass | Meeting) -> bool:
    """Tell whether the actor administers the unit of the class, or of the meeting's class, or teaches it."""
    training_class = thing.training_class if isinstance(thing, Meeting) else thing
    return administers(actor, training_class.unit) or (
        actor.holds(Role.TRAINER) and any(t.person_id == actor.person_id for t in training_class.trainers)
    )


@grants(ClassPermission.SEE)
def sees_class(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class, or manages its unit, one above or one below."""
    return runs_class(actor, training_class) or _meets(actor, training_class.unit, Role.UNIT_MANAGER)


@grants(ClassPermission.COPY)
@grants(ClassPermission.REMOVE)
def may_copy(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that who makes classes of a plan makes copies of them, and removes those made by mistake."""
    return may_create(actor, training_class.plan)


@grants(ClassPermission.NOMINATE)
def may_nominate(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell whether the actor runs the class or manages a unit that it is for."""
    return sees_class(actor, training_class)


@grants(ClassPermission.TAKE_BACK)
def may_take_back(actor: Actor, registration: Registration) -> bool:
    """Tell whether the actor runs the class or manages the unit of the person put forward."""
    return runs_class(actor, registration.training_class) or actor.holds_over(registration.unit.path, Role.UNIT_MANAGER)


@grants(ClassPermission.REOPEN)
def may_reopen(actor: Actor, training_class: TrainingClass) -> bool:
    """Tell that a closed class is opened again by administrators alone."""
    return administers(actor, training_class.unit)


@grants(ClassPermission.WITHDRAW)
def may_withdraw(actor: Actor, enrolment: Enrolment) -> bool:
    """Tell whether the actor runs the learner's class."""
    return runs_class(actor, enrolment.training_class)


def _meets(actor: Actor, unit: Unit, *roles: Role) -> bool:
    return any(own.startswith(unit.path) or unit.path.startswith(own) for own in actor.paths(*roles))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return sees_class as a condition on TrainingClass."""
    return or_(run_by(actor), TrainingClass.unit_id.in_(_units_met(actor, Role.UNIT_MANAGER)))


def plans_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return sees_plan as a condition on Plan."""
    return Plan.unit_id.in_(_units_met(actor, *STAFF))


def plans_of(actor: Actor) -> ColumnElement[bool]:
    """Return may_plan as a condition on Plan."""
    return Plan.unit_id.in_(_units(under(actor.paths(Role.ADMINISTRATOR))))


def administered_by(actor: Actor) -> ColumnElement[bool]:
    """Return administers as a condition on Unit."""
    return under(actor.paths(Role.ADMINISTRATOR))


def learners_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return whom of a class's learners the actor sees, as a condition on TrainingClass and the enrolment's Unit."""
    return or_(run_by(actor), under(actor.paths(Role.UNIT_MANAGER)))


def run_by(actor: Actor) -> ColumnElement[bool]:
    """Return runs_class as a condition on TrainingClass."""
    administered = TrainingClass.unit_id.in_(_units(administered_by(actor)))
    if actor.person_id is None or not actor.holds(Role.TRAINER):
        return administered
    teaches = exists().where(ClassTrainer.class_id == TrainingClass.id, ClassTrainer.person_id == actor.person_id)
    return or_(administered, teaches)


def _units_met(actor: Actor, *roles: Role) -> Select[int]:
    paths = actor.paths(*roles)
    above = [unit_id for path in paths for unit_id in ids_on(path)]
    return _units(or_(under(paths), Unit.id.in_(above)))


def _units(condition: ColumnElement[bool]) -> Select[int]:
    # Not correlated: the statement around may have a Unit of its own in its FROM.
    return select(Unit.id).where(condition).correlate(None)
