"""Writes of registrations: units put people forward, the class admits, refuses, lets wait; quotas of units."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from training.classes.models import (
    ClassQuota,
    Enrolment,
    EnrolmentState,
    Registration,
    RegistrationState,
    TrainingClass,
)
from training.classes.operations.holding import hold_unclosed
from training.classes.operations.places import OPEN, fill_places, places_of, seat, tell, tell_units
from training.classes.queries.enrolments import may_be_enrolled
from training.classes.rules.words import BY_NOMINATION
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, upsert
from training.core.errors import Conflict, Invalid
from training.core.formats import day
from training.core.i18n import _
from training.people.models import Person, Post
from training.units.models import Unit


@operation
def nominate_people(training_class: TrainingClass, *, person_ids: Iterable[int], by: Actor) -> list[Registration]:
    """Put people forward for a class, with the unit and post of today; return the new registrations.

    Left out are those whom the actor may not bring in, who are learners already or put forward already. Raises Conflict
    after the last day for it, Invalid(field='people') where nobody is chosen.
    """
    hold_unclosed(training_class.id)
    if training_class.register_by and clock.today() > training_class.register_by:
        raise Conflict(_("People could be put forward up to %(day)s.", day=day(training_class.register_by)))
    wanted = list(person_ids)
    if not wanted:
        raise Invalid("people", _("Choose at least one person."))
    added = [_registration(training_class, post, by) for post in _posts(training_class, wanted, by)]
    db.session.add_all(added)
    db.session.flush()
    return added


def _posts(training_class: TrainingClass, wanted: list[int], by: Actor) -> list[Post]:
    people = select(Person.id).where(may_be_enrolled(by), Person.id.in_(wanted))
    enrolled = select(Enrolment.person_id).where(
        Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED
    )
    open_now = select(Registration.person_id).where(
        Registration.class_id == training_class.id, Registration.state.in_(OPEN)
    )
    held = select(Post).where(Post.person_id.in_(people), Post.held_to.is_(None)).order_by(Post.id)
    held = held.where(Post.person_id.not_in(enrolled), Post.person_id.not_in(open_now))
    return list({post.person_id: post for post in db.session.scalars(held)}.values())


def _registration(training_class: TrainingClass, post: Post, by: Actor) -> Registration:
    said = {"class_id": training_class.id, "person_id": post.person_id, "unit_id": post.unit_id}
    return Registration(**said, post_title=post.title, by_name=by.name, by_person_id=by.person_id, at=clock.now())


@operation
def admit_registrations(training_class: TrainingClass, *, ids: Iterable[int], by: Actor) -> list[Registration]:
    """Admit people put forward, in the order in which they were; those without a place wait.

    Each is told once, and so are those who put them forward.
    Raises Invalid(field='ids') where none of them is still to be decided.
    """
    hold_unclosed(training_class.id)
    chosen = _undecided(training_class, ids)
    places = places_of(training_class)
    now = clock.now()
    in_: list[Registration] = []
    out: list[Registration] = []
    for one in chosen:
        one.decided_at, one.decided_by = now, by.name
        (in_ if places.take(one.unit.path) else out).append(one)
    for one in seat(in_, how=BY_NOMINATION):
        tell(one, training_class, "place", by=by)
    for one in out:
        one.state, one.queued_at = RegistrationState.WAITING, now
        tell(one, training_class, "waiting", by=by)
    tell_units(chosen, training_class, by=by)
    return chosen


@operation
def refuse_registrations(
    training_class: TrainingClass, *, ids: Iterable[int], reason: str, by: Actor
) -> list[Registration]:
    """Refuse people put forward, with a reason that those who put them forward are told.

    Raises Invalid(field='reason') without a reason, Invalid(field='ids') as admit_registrations does.
    """
    hold_unclosed(training_class.id)
    if not reason.strip():
        raise Invalid("reason", _("Say why these people are refused."))
    chosen = _undecided(training_class, ids)
    for one in chosen:
        one.state, one.reason = RegistrationState.REFUSED, reason.strip()
        one.decided_at, one.decided_by = clock.now(), by.name
    tell_units(chosen, training_class, by=by)
    return chosen


def _undecided(training_class: TrainingClass, ids: Iterable[int]) -> list[Registration]:
    mine = (Registration.class_id == training_class.id, Registration.id.in_(list(ids)))
    proposed = select(Registration).where(*mine, Registration.state == RegistrationState.PROPOSED)
    chosen = list(db.session.scalars(proposed.order_by(Registration.at, Registration.id)))
    if not chosen:
        raise Invalid("ids", _("Choose at least one person who is still to be decided on."))
    return chosen


@operation
def take_back_registration(registration: Registration, *, by: Actor) -> Registration:
    """Take back a registration that is open, from the waiting list too; raise Conflict where it has been decided."""
    hold_unclosed(registration.class_id)
    if registration.state not in OPEN:
        raise Conflict(_("This has been decided already. A learner is withdrawn from the class instead."))
    registration.state = RegistrationState.TAKEN_BACK
    registration.decided_at, registration.decided_by = clock.now(), by.name
    return registration


@operation
def set_quota(training_class: TrainingClass, *, unit: Unit, places: int, by: Actor) -> TrainingClass:
    """Say how many learners of a unit and those below it the class takes, 0 for no quota; who waits moves up."""
    hold_unclosed(training_class.id)
    if places:
        row = {"class_id": training_class.id, "unit_id": unit.id, "places": places}
        upsert(ClassQuota, [row], key=["class_id", "unit_id"], update=["places"])
    else:
        mine = (ClassQuota.class_id == training_class.id, ClassQuota.unit_id == unit.id)
        db.session.execute(delete(ClassQuota).where(*mine))
    fill_places(training_class, by=by)
    return training_class
