"""Writes of enrolments: in by unit, by list, by search; out with a reason and in again. Sent twice, they do no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.classes.operations.holding import hold_unclosed
from training.classes.queries.enrolments import may_be_enrolled
from training.classes.rules.words import BY_UNIT
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation, upsert
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.people.models import Person, Post
from training.units.access import under
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What became of those to be enrolled: how many are new, back after a withdrawal, in already."""

    new: int
    back: int
    already: int


@operation
def enrol_unit(training_class: TrainingClass, *, unit: Unit, by: Actor) -> Enrolled:
    """Enrol everybody who works in the unit or below it, with the unit and post of today."""
    hold_unclosed(training_class.id)
    within = select(Post).join(Unit, Unit.id == Post.unit_id).where(under([unit.path]))
    people = select(Person.id).where(may_be_enrolled(by))
    return _enrol(training_class, within.where(Post.person_id.in_(people)), BY_UNIT)


@operation
def enrol_people(training_class: TrainingClass, *, person_ids: Iterable[int], how: str, by: Actor) -> Enrolled:
    """Enrol the people, with the unit and post of today; those whom the actor may not bring in are left out.

    Raises Invalid(field='people') where nobody is left.
    """
    hold_unclosed(training_class.id)
    people = select(Person.id).where(may_be_enrolled(by), Person.id.in_(list(person_ids)))
    done = _enrol(training_class, select(Post).where(Post.person_id.in_(people)), how)
    if done == Enrolled(0, 0, 0):
        raise Invalid("people", _("Choose at least one person."))
    return done


def _enrol(training_class: TrainingClass, posts: Select[Post], how: str) -> Enrolled:
    """Write one enrolment for each holder of `posts`: the newest post still held is the one of the day."""
    current = posts.where(Post.held_to.is_(None)).order_by(Post.id)
    newest = {post.person_id: post for post in db.session.scalars(current)}
    states = _states(training_class, newest)
    rows = [_row(training_class, post, how) for post in newest.values()]
    renewed = ["unit_id", "post_title", "how", "state", "withdrawn_at", "withdrawn_reason"]
    upsert(Enrolment, rows, key=["class_id", "person_id"], update=renewed, where=_is_withdrawn)
    back = sum(state is EnrolmentState.WITHDRAWN for state in states.values())
    return Enrolled(len(newest) - len(states), back, len(states) - back)


def _states(training_class: TrainingClass, people: Iterable[int]) -> dict[int, EnrolmentState]:
    found = select(Enrolment.person_id, Enrolment.state).where(
        Enrolment.class_id == training_class.id, Enrolment.person_id.in_(list(people))
    )
    return dict(db.session.execute(found).all())


def _row(training_class: TrainingClass, post: Post, how: str) -> dict[str, Any]:
    return {
        "class_id": training_class.id,
        "person_id": post.person_id,
        "unit_id": post.unit_id,
        "post_title": post.title,
        "how": how,
        "state": EnrolmentState.ENROLLED,
        "enrolled_at": clock.now(),
        "withdrawn_at": None,
        "withdrawn_reason": "",
    }


def _is_withdrawn(_proposed: Any) -> Any:
    # Who is in stays as enrolled on the first day; who comes back keeps that day, and all that is recorded.
    return Enrolment.state == EnrolmentState.WITHDRAWN


@operation
def withdraw_learner(enrolment: Enrolment, *, reason: str, by: Actor) -> Enrolment:  # noqa: ARG001
    """Withdraw a learner: the learner counts no more, what is recorded stays.

    Raises Invalid(field='reason') without a reason, Conflict where the learner is withdrawn already.
    """
    hold_unclosed(enrolment.class_id)
    if not reason.strip():
        raise Invalid("reason", _("Say why the learner is withdrawn."))
    if enrolment.state is EnrolmentState.WITHDRAWN:
        raise Conflict(_("This learner is withdrawn already."))
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.withdrawn_at, enrolment.withdrawn_reason = clock.now(), reason.strip()
    return enrolment


@operation
def restore_learner(enrolment: Enrolment, *, by: Actor) -> Enrolment:  # noqa: ARG001
    """Take back a withdrawal: all that was recorded counts again; raise Conflict where the learner is in."""
    hold_unclosed(enrolment.class_id)
    if enrolment.state is EnrolmentState.ENROLLED:
        raise Conflict(_("This learner is enrolled already."))
    enrolment.state, enrolment.withdrawn_at, enrolment.withdrawn_reason = EnrolmentState.ENROLLED, None, ""
    return enrolment
