"""Writes of enrolments: in by unit, by list, by search; out with a reason and in again. Sent twice, they do no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.classes.operations.holding import hold_unclosed
from training.classes.operations.places import close_registrations, fill_places, let_wait, places_left
from training.classes.operations.telling import tell_moved, tell_restored, tell_withdrawn
from training.classes.queries.enrolments import may_be_enrolled
from training.classes.rules.words import BY_UNIT, MOVED_IN, WALKED_IN
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
    """What became of those to be enrolled: how many are new, back after a withdrawal, in already, without a place."""

    new: int
    back: int
    already: int
    waiting: int = 0


@operation
def enrol_unit(training_class: TrainingClass, *, unit: Unit, by: Actor) -> Enrolled:
    """Enrol everybody who works in the unit or below it, with the unit and post of today.

    Those for whom a full class has no place go on the waiting list.
    """
    hold_unclosed(training_class.id)
    within = select(Post).join(Unit, Unit.id == Post.unit_id).where(under([unit.path]))
    people = select(Person.id).where(may_be_enrolled(by))
    return _enrol(training_class, within.where(Post.person_id.in_(people)), BY_UNIT, by)


@operation
def enrol_people(training_class: TrainingClass, *, person_ids: Iterable[int], how: str, by: Actor) -> Enrolled:
    """Enrol the people, with the unit and post of today; those whom the actor may not bring in are left out.

    Those for whom a full class has no place go on the waiting list, but who has walked in is in.
    Raises Invalid(field='people') where nobody is left.
    """
    hold_unclosed(training_class.id)
    people = select(Person.id).where(may_be_enrolled(by), Person.id.in_(list(person_ids)))
    done = _enrol(training_class, select(Post).where(Post.person_id.in_(people)), how, by)
    if done == Enrolled(0, 0, 0):
        raise Invalid("people", _("Choose at least one person."))
    return done


def _enrol(training_class: TrainingClass, posts: Select[Post], how: str, by: Actor) -> Enrolled:
    """Write one enrolment for each holder of `posts`: the newest post still held is the one of the day."""
    current = posts.where(Post.held_to.is_(None)).order_by(Post.id)
    newest = {post.person_id: post for post in db.session.scalars(current)}
    states = _states(training_class, newest)
    entering = [p for p in newest.values() if states.get(p.person_id) is not EnrolmentState.ENROLLED]
    room = len(entering) if how == WALKED_IN else places_left(training_class, len(entering))
    coming, waiting = entering[:room], entering[room:]
    rows = [_row(training_class, post, how) for post in coming]
    renewed = ["unit_id", "post_title", "how", "state", "withdrawn_at", "withdrawn_reason"]
    upsert(Enrolment, rows, key=["class_id", "person_id"], update=renewed, where=_is_withdrawn)
    close_registrations(training_class, [post.person_id for post in coming], by=by)
    let_wait(training_class, waiting, by=by)
    back = sum(post.person_id in states for post in coming)
    return Enrolled(len(coming) - back, back, len(newest) - len(entering), len(waiting))


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
def withdraw_learner(enrolment: Enrolment, *, reason: str, by: Actor) -> Enrolment:
    """Withdraw a learner, who is told why: counts no more, what is recorded stays; who waits longest moves up.

    Raises Invalid(field='reason') without a reason, Conflict where the learner is withdrawn already.
    """
    _withdraw(enrolment, reason, by)
    tell_withdrawn(enrolment, by=by)
    return enrolment


def _withdraw(enrolment: Enrolment, reason: str, by: Actor) -> None:
    hold_unclosed(enrolment.class_id)
    if not reason.strip():
        raise Invalid("reason", _("Say why the learner is withdrawn."))
    if enrolment.state is EnrolmentState.WITHDRAWN:
        raise Conflict(_("This learner is withdrawn already."))
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.withdrawn_at, enrolment.withdrawn_reason = clock.now(), reason.strip()
    db.session.flush()
    fill_places(enrolment.training_class, by=by)


@operation
def restore_learner(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Take back a withdrawal and tell the learner: all recorded counts again.

    Raises Conflict where the learner is in or the class is full.
    """
    hold_unclosed(enrolment.class_id)
    if enrolment.state is EnrolmentState.ENROLLED:
        raise Conflict(_("This learner is enrolled already."))
    if not places_left(enrolment.training_class, 1):
        raise Conflict(_("The class is full. Raise the number of places first."))
    enrolment.state, enrolment.withdrawn_at, enrolment.withdrawn_reason = EnrolmentState.ENROLLED, None, ""
    close_registrations(enrolment.training_class, [enrolment.person_id], by=by)
    tell_restored(enrolment, by=by)
    return enrolment


@operation
def move_learner(enrolment: Enrolment, *, to: TrainingClass, reason: str, by: Actor) -> Enrolment:
    """Move a learner to another class: withdrawn here with the reason, enrolled there with the same unit and post.

    The learner is told; all that is recorded stays with this class. Raises Invalid(field='to') where the other class
    is full or has the learner already, and what withdraw_learner raises.
    """
    if hold_unclosed(to.id) and to.id == enrolment.class_id:
        raise Invalid("to", _("The learner is in this class already."))
    if not places_left(to, 1):
        raise Invalid("to", _("%(title)s is full.", title=to.title))
    post = Post(person_id=enrolment.person_id, unit_id=enrolment.unit_id, title=enrolment.post_title)
    if _states(to, [post.person_id]).get(post.person_id) is EnrolmentState.ENROLLED:
        raise Invalid("to", _("The learner is in this class already."))
    _withdraw(enrolment, _moved_words(to, reason), by)
    tell_moved(enrolment, to, reason=reason, by=by)
    renewed = ["unit_id", "post_title", "how", "state", "withdrawn_at", "withdrawn_reason"]
    row = _row(to, post, MOVED_IN)
    upsert(Enrolment, [row], key=["class_id", "person_id"], update=renewed, where=_is_withdrawn)
    close_registrations(to, [post.person_id], by=by)
    there = select(Enrolment).where(Enrolment.class_id == to.id, Enrolment.person_id == post.person_id)
    return db.session.scalars(there).one()


def _moved_words(to: TrainingClass, reason: str) -> str:
    if not reason.strip():
        raise Invalid("reason", _("Say why the learner is moved."))
    return _("Moved to %(title)s: %(reason)s", title=to.title, reason=reason.strip())[:300]
