"""Reads of registrations and quotas, as far as the reader looks after the units."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from training.classes.access import learners_visible_to
from training.classes.models import (
    ClassQuota,
    Enrolment,
    EnrolmentState,
    Registration,
    RegistrationState,
    TrainingClass,
)
from training.classes.queries.enrolments import enrolled_in, may_be_enrolled
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.models import Person
from training.people.queries import matching, works_under
from training.units.models import Unit

OPEN = (RegistrationState.PROPOSED, RegistrationState.WAITING)


def get_registration(class_id: int, registration_id: int) -> Registration:
    """Return a registration for the class, or raise NotFound."""
    with_class = joinedload(Registration.training_class).options(selectinload(TrainingClass.trainers))
    found = select(Registration).where(Registration.id == registration_id, Registration.class_id == class_id)
    registration = db.session.scalar(found.options(with_class))
    if registration is None:
        raise NotFound(_("There is no such registration for this class."))
    return registration


def list_registrations(
    training_class: TrainingClass, actor: Actor, *, state: RegistrationState, number: int = 1
) -> Page[Registration]:
    """Return a page of the registrations in a state, the first come first."""
    found = (
        select(Registration)
        .join(Registration.person)
        .join(Registration.unit)
        .join(Registration.training_class)
        .options(contains_eager(Registration.person), contains_eager(Registration.unit))
        .where(Registration.class_id == training_class.id, Registration.state == state, learners_visible_to(actor))
    )
    return page_of(found.order_by(Registration.queued_at, Registration.at, Registration.id), number=number, size=100)


def count_registrations(training_class: TrainingClass, actor: Actor) -> dict[RegistrationState, int]:
    """Return how many registrations there are in each state."""
    counted = (
        select(Registration.state, func.count())
        .join(Registration.unit)
        .join(Registration.training_class)
        .where(Registration.class_id == training_class.id, learners_visible_to(actor))
        .group_by(Registration.state)
    )
    return dict(db.session.execute(counted).all())


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """A quota of the class and how many of its places are taken."""

    quota: ClassQuota
    taken: int


def list_quotas(training_class: TrainingClass, actor: Actor) -> list[QuotaUse]:
    """Return the quotas that bear upon units of the actor, with what is taken of each, in the order of units."""
    quotas = select(ClassQuota).join(ClassQuota.unit).where(ClassQuota.class_id == training_class.id)
    enrolled = (
        select(Unit.path)
        .join(Enrolment, Enrolment.unit_id == Unit.id)
        .where(Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    paths = list(db.session.scalars(enrolled))
    found = db.session.scalars(quotas.options(contains_eager(ClassQuota.unit)).order_by(Unit.sort_key))
    return [
        QuotaUse(one, sum(path.startswith(one.unit.path) for path in paths))
        for one in found
        if _bears_upon(one.unit.path, actor)
    ]


def _bears_upon(path: str, actor: Actor) -> bool:
    return any(path.startswith(grant.path) or grant.path.startswith(path) for grant in actor.grants)


def list_people_to_nominate(
    training_class: TrainingClass, actor: Actor, *, words: str = "", unit: Unit | None = None, number: int = 1
) -> Page[Person]:
    """Return a page of the people whom the actor may put forward and who are neither learners nor put forward."""
    found = select(Person).where(may_be_enrolled(actor), ~enrolled_in(training_class), matching(words))
    found = found.where(~_put_forward(training_class))
    if unit is not None:
        found = found.where(works_under([unit.path]))
    by_name = found.order_by(Person.sort_key, Person.id).options(selectinload(Person.posts))
    return page_of(by_name, number=number, size=100)


def _put_forward(training_class: TrainingClass) -> ColumnElement[bool]:
    mine = (Registration.person_id == Person.id, Registration.class_id == training_class.id)
    return select(Registration.id).where(*mine, Registration.state.in_(OPEN)).exists()
