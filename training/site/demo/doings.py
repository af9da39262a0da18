"""What the demonstration's learners have done so far, through the same operations that pages call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

from sqlalchemy import select

from training.accounts.queries import actor_of, find_account_of
from training.attendance.models import Status
from training.attendance.operations import mark
from training.catalog.models import Course
from training.classes.models import Enrolment, Plan, TrainingClass
from training.classes.operations import (
    ClassFacts,
    MeetingFacts,
    add_course,
    add_trainer,
    create_class,
    create_meeting,
    open_class,
)
from training.core import clock
from training.core.access import Actor, Grant, Role
from training.core.db import db
from training.learning.operations.readings import finish_module
from training.learning.queries.classes import get_class, list_modules
from training.people.models import Person
from training.units.models import Unit

TOPICS = (
    "Khai giảng; văn bản và hiệu lực",
    "Vị trí, vai trò của Mặt trận",
    "Thực hiện dân chủ ở cơ sở",
    "Giám sát và phản biện xã hội",
    "Trao đổi, tổng kết lớp",
)


def acting(person_id: int) -> Actor:
    """Return a person with the roles given."""
    account = find_account_of(person_id)
    assert account is not None  # noqa: S101 -- everybody of the demonstration has one
    return actor_of(account)


def learner_of(enrolment: Enrolment) -> Actor:
    """Return the learner of an enrolment."""
    grant = Grant(Role.LEARNER, enrolment.unit_id, enrolment.unit.path)
    return replace(acting(enrolment.person_id), grants=(grant,))


def open_with(
    facts: ClassFacts, courses: list[Course], *, plan: Plan, unit: Unit, trainer: Person, by: Actor
) -> TrainingClass:
    """Make a class of some courses with one trainer, and open it."""
    made = create_class(facts, plan=plan, unit=unit, by=by)
    for course in courses:
        add_course(made, course, by=by)
    add_trainer(made, trainer, by=by)
    return open_class(made, by=by)


def hold_meeting(made: TrainingClass, number: int, on: date, *, said: Callable[[], Status] | None, by: Actor) -> None:
    """Put a meeting of a morning in a class; `said` gives what the roll says of a learner, None before it is held."""
    facts = MeetingFacts(
        on=on, begins=time(8), ends=time(11, 30), study_hours=4, title=TOPICS[number - 1], room="Hội trường tầng 2"
    )
    meeting = create_meeting(made, facts=facts, by=by)
    if said is not None:
        with clock.frozen(meeting.starts_at + timedelta(minutes=10)):
            mark(meeting, said={one.id: said() for one in enrolments_of(made)}, by=by)


def enrolments_of(made: TrainingClass) -> list[Enrolment]:
    """Return the enrolments of a class."""
    return list(db.session.scalars(select(Enrolment).where(Enrolment.class_id == made.id).order_by(Enrolment.id)))


def read_modules(enrolment: Enrolment, learner: Actor, *, share: float) -> None:
    """Read the first `share` of the class's modules."""
    enrolled = get_class(enrolment.class_id, person_id=learner.person_id)
    lines = list_modules([enrolled])
    for line in lines[: round(share * len(lines))]:
        finish_module(enrolled, line=line, seconds=line.minutes * 60, by=learner)
