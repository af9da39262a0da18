"""Writes of classes: made, changed, opened, closed; their trainers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from training.classes.models import (
    CalendarLink,
    ClassCourse,
    ClassQuiz,
    ClassQuota,
    ClassState,
    ClassTrainer,
    Meeting,
    Mode,
    Plan,
    PlanLine,
    TrainingClass,
)
from training.classes.operations.holding import hold, hold_unclosed
from training.classes.operations.places import check_capacity, fill_places
from training.classes.rules.dates import check_dates, check_deadline, check_meetings_within
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.vietnamese import search_key
from training.people.models import Person
from training.units.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """What an organiser says of a class."""

    code: str
    title: str
    opens_on: date
    closes_on: date
    mode: Mode = Mode.BLENDED
    place: str = ""
    note: str = ""
    plan_line_id: int | None = None
    register_by: date | None = None
    capacity: int | None = None


@operation
def create_class(facts: ClassFacts, *, plan: Plan, unit: Unit, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Make a class in preparation; raise Invalid for a code taken, days turned round or a unit beyond the plan's."""
    if not unit.path.startswith(plan.unit.path):
        text = _("The plan is one of %(unit)s; choose this unit or one below it.", unit=plan.unit.name)
        raise Invalid("unit_id", text)
    training_class = TrainingClass(plan_id=plan.id, unit_id=unit.id)
    _apply(facts, training_class, plan.id)
    with unique("training_classes", "code", refusal=_code_taken(facts)):
        db.session.add(training_class)
    return training_class


@operation
def change_class(
    training_class: TrainingClass,
    *,
    facts: ClassFacts,
    version: int,
    by: Actor,
) -> TrainingClass:
    """Change what is said of a class; where it has more places now, who waits moves up.

    Raises Conflict where it is closed or no longer of `version`, Invalid for a code taken, days that leave out a
    meeting or fewer places than there are learners.
    """
    hold_unclosed(training_class.id)
    if training_class.version != version:
        raise Conflict(_("Somebody else has changed this class meanwhile."))
    check_capacity(training_class, facts.capacity)
    meetings = select(Meeting).where(Meeting.class_id == training_class.id)
    check_meetings_within(db.session.scalars(meetings), facts.opens_on, facts.closes_on)
    with unique("training_classes", "code", refusal=_code_taken(facts)):
        _apply(facts, training_class, training_class.plan_id)
    fill_places(training_class, by=by)
    return training_class


def _apply(facts: ClassFacts, training_class: TrainingClass, plan_id: int) -> None:
    check_dates(facts.opens_on, facts.closes_on)
    check_deadline(facts.register_by, facts.closes_on)
    line = db.session.get(PlanLine, facts.plan_line_id) if facts.plan_line_id else None
    if facts.plan_line_id and (line is None or line.plan_id != plan_id):
        raise Invalid("plan_line_id", _("Choose a line of the plan to which the class belongs."))
    training_class.plan_line_id = facts.plan_line_id
    training_class.register_by, training_class.capacity = facts.register_by, facts.capacity
    training_class.code, training_class.title = facts.code, facts.title
    training_class.opens_on, training_class.closes_on = facts.opens_on, facts.closes_on
    training_class.mode, training_class.place, training_class.note = facts.mode, facts.place, facts.note
    training_class.search_key = search_key(f"{facts.title} {facts.code}")[:300]


def _code_taken(facts: ClassFacts) -> Invalid:
    return Invalid("code", _("There is a class with the code %(code)s already.", code=facts.code))


# --- its being open ------------------------------------------------------------------------------


@operation
def open_class(training_class: TrainingClass, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Open a class in preparation to its learners; raise Conflict in any other state."""
    return _step(training_class, ClassState.DRAFT, ClassState.OPEN)


@operation
def close_class(training_class: TrainingClass, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Close an open class: it stays to be read and changes no more; raise Conflict in any other state."""
    return _step(training_class, ClassState.OPEN, ClassState.CLOSED)


@operation
def reopen_class(training_class: TrainingClass, *, reason: str, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Open a closed class again; `reason` goes into the audit trail. Raises Conflict in any other state."""
    if not reason.strip():
        raise Invalid("reason", _("Say why the class is opened again."))
    return _step(training_class, ClassState.CLOSED, ClassState.OPEN)


@operation
def remove_class(training_class: TrainingClass, *, title: str, by: Actor) -> None:  # noqa: ARG001
    """Remove a class made by mistake, with its courses, meetings and trainers; `title` stays in the audit trail.

    Raises Conflict where the class is not in preparation, bears another title by now, or where anything is recorded
    of it: learners, registrations, announcements, papers, a rule of completion.
    """
    if hold(training_class.id) is not ClassState.DRAFT:
        raise Conflict(_("Only a class in preparation can be removed; this one has been opened."))
    if training_class.title != title:
        raise Conflict(_("Somebody else has changed this class meanwhile."))
    try:
        for part in (CalendarLink, ClassQuota, ClassQuiz, ClassCourse, Meeting, ClassTrainer):
            db.session.execute(delete(part).where(part.class_id == training_class.id))
        db.session.execute(delete(TrainingClass).where(TrainingClass.id == training_class.id))
    except IntegrityError as error:  # what other rooms keep of the class holds it by a foreign key
        text = _("Learners, registrations, announcements, papers or a rule of completion hold the class: it stays.")
        raise Conflict(text) from error


def _step(training_class: TrainingClass, before: ClassState, after: ClassState) -> TrainingClass:
    if hold(training_class.id) is not before:
        raise Conflict(_("The class has been opened or closed meanwhile."))
    training_class.state = after
    return training_class


# --- trainers ------------------------------------------------------------------------------------


@operation
def add_trainer(training_class: TrainingClass, person: Person, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Let a person teach the class and keep its roll; raise Conflict where the person does already."""
    hold_unclosed(training_class.id)
    # The class is held: nobody else adds the same trainer between the look and the insert.
    if db.session.get(ClassTrainer, (training_class.id, person.id)) is not None:
        raise Conflict(_("%(person)s teaches this class already.", person=person.full_name))
    db.session.add(ClassTrainer(class_id=training_class.id, person_id=person.id))
    return training_class


@operation
def remove_trainer(training_class: TrainingClass, person: Person, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Take a trainer off the class; what the trainer has recorded stays."""
    hold_unclosed(training_class.id)
    mine = (ClassTrainer.class_id == training_class.id, ClassTrainer.person_id == person.id)
    db.session.execute(delete(ClassTrainer).where(*mine))
    return training_class
