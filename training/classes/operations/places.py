"""The places of a class: how many are left, and who of the waiting list moves up when one comes free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, select

from training.classes.models import (
    ClassQuota,
    Enrolment,
    EnrolmentState,
    Registration,
    RegistrationState,
    TrainingClass,
)
from training.classes.queries.enrolments import count_enrolled
from training.classes.rules.places import Places, Quota
from training.classes.rules.words import FROM_WAITING, REGISTRATION_STATES
from training.core import clock
from training.core.access import Actor
from training.core.db import db, upsert
from training.core.errors import Invalid
from training.core.i18n import _, ngettext
from training.notices.operations import notify
from training.people.models import Post
from training.units.models import Unit

#: States in which a registration is not settled.
OPEN = (RegistrationState.PROPOSED, RegistrationState.WAITING)


def places_of(training_class: TrainingClass) -> Places:
    """Return the places of the class, those of its quotas too, as taken by the learners enrolled now."""
    enrolled = (
        select(Unit.path)
        .join(Enrolment, Enrolment.unit_id == Unit.id)
        .where(Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    quotas = select(Unit.path, ClassQuota.places).join(ClassQuota).where(ClassQuota.class_id == training_class.id)
    found = [Quota(path, places) for path, places in db.session.execute(quotas)]
    return Places(training_class.capacity, found).taken_by(db.session.scalars(enrolled))


def places_left(training_class: TrainingClass, wanted: int) -> int:
    """Return how many of `wanted` places the class still has; an organiser's own enrolling knows no quotas."""
    if training_class.capacity is None:
        return wanted
    return min(wanted, max(training_class.capacity - count_enrolled(training_class), 0))


def check_capacity(training_class: TrainingClass, capacity: int | None) -> None:
    """Raise Invalid where a class would get fewer places than it has learners; one overfull before may stay so."""
    if capacity is None or capacity == training_class.capacity:
        return
    taken = count_enrolled(training_class)
    if capacity < taken:
        text = ngettext(
            "The class has %(num)s learner already; it cannot have fewer places.",
            "The class has %(num)s learners already; it cannot have fewer places.",
            taken,
        )
        raise Invalid("capacity", text)


def close_registrations(training_class: TrainingClass, person_ids: Sequence[int], *, by: Actor) -> None:
    """Mark what was put forward for these people as admitted: they are learners now."""
    mine = (Registration.class_id == training_class.id, Registration.person_id.in_(person_ids))
    open_now = db.session.scalars(select(Registration).where(*mine, _is_open())).all()
    for one in open_now:
        one.state, one.decided_at, one.decided_by = RegistrationState.ADMITTED, clock.now(), by.name
    tell_units(open_now, training_class, by=by)


def let_wait(training_class: TrainingClass, posts: Sequence[Post], *, by: Actor) -> None:
    """Put the holders of the posts on the waiting list and tell them; who is on it keeps the place in the line."""
    people = [post.person_id for post in posts]
    mine = (Registration.class_id == training_class.id, Registration.person_id.in_(people))
    known = {one.person_id: one for one in db.session.scalars(select(Registration).where(*mine, _is_open()))}
    now = clock.now()
    for post in posts:
        one = known.get(post.person_id) or _waiting(training_class, post, by)
        if one.queued_at is None:
            one.state, one.queued_at = RegistrationState.WAITING, now
            one.decided_at, one.decided_by = now, by.name
            db.session.add(one)
            db.session.flush()
            tell(one, training_class, "waiting", by=by)
    tell_units([one for one in known.values() if one.decided_at == now], training_class, by=by)


def _waiting(training_class: TrainingClass, post: Post, by: Actor) -> Registration:
    said = {"class_id": training_class.id, "person_id": post.person_id, "unit_id": post.unit_id}
    return Registration(**said, post_title=post.title, by_name=by.name, by_person_id=by.person_id, at=clock.now())


def _is_open() -> ColumnElement[bool]:
    return Registration.state.in_(OPEN)


def seat(registrations: Iterable[Registration], *, how: str) -> list[Registration]:
    """Enrol those put forward, with the unit and post of the day on which they were; return them."""
    seated = list(registrations)
    now = clock.now()
    rows = [
        {
            "class_id": one.class_id,
            "person_id": one.person_id,
            "unit_id": one.unit_id,
            "post_title": one.post_title,
            "how": how,
            "state": EnrolmentState.ENROLLED,
            "enrolled_at": now,
            "withdrawn_at": None,
            "withdrawn_reason": "",
        }
        for one in seated
    ]
    renewed = ["unit_id", "post_title", "how", "state", "withdrawn_at", "withdrawn_reason"]
    upsert(Enrolment, rows, key=["class_id", "person_id"], update=renewed, where=_is_withdrawn)
    for one in seated:
        one.state = RegistrationState.ADMITTED
    db.session.flush()
    return seated


def _is_withdrawn(_proposed: object) -> object:
    return Enrolment.state == EnrolmentState.WITHDRAWN


def fill_places(training_class: TrainingClass, *, by: Actor) -> list[Registration]:
    """Let those who wait longest move up while there are places, and tell them; part of another operation.

    Who is held back by a quota does not hold back those behind. After the last day of a class nobody moves up.
    """
    if training_class.closes_on < clock.today():
        return []
    waiting = (
        select(Registration)
        .where(Registration.class_id == training_class.id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.queued_at, Registration.id)
    )
    places = places_of(training_class)
    moved = seat([one for one in db.session.scalars(waiting) if places.take(one.unit.path)], how=FROM_WAITING)
    for one in moved:
        tell(one, training_class, "place", by=by)
    tell_units(moved, training_class, by=by, actor_too=True)
    return moved


def tell(registration: Registration, training_class: TrainingClass, news: str, *, by: Actor) -> None:
    """Send the news of a registration to its person: "place", "waiting"; once each."""
    titles = {
        "place": _("There is a place in the class %(title)s", title=training_class.title),
        "waiting": _("On the waiting list of %(title)s", title=training_class.title),
    }
    bodies = {
        "place": _("The enrolment is done; nothing more has to be sent in. The timetable stands on the calendar page."),
        "waiting": _(
            "All places of the class, or those of the unit, are taken. "
            "Whoever waits moves up as soon as a place comes free, and is told."
        ),
    }
    key = f"registration-{registration.id}-{news}"
    notify([registration.person_id], key=key, title=titles[news], body=bodies[news], link="/calendar", by=by)


def tell_units(
    registrations: Iterable[Registration], training_class: TrainingClass, *, by: Actor, actor_too: bool = False
) -> None:
    """Tell those who put people forward what has become of it: one notice to each, with the names.

    The actor, who decided, need not be told; but of those who moved up by themselves, `actor_too`.
    """
    news: defaultdict[int | None, list[Registration]] = defaultdict(list)
    for one in registrations:
        news[one.by_person_id].append(one)
    link = f"/classes/{training_class.id}/registrations"
    for person_id, decided in news.items():
        if person_id is None or (person_id == by.person_id and not actor_too):
            continue
        title = ngettext(
            "%(num)s person put forward for %(title)s has been decided on",
            "%(num)s people put forward for %(title)s have been decided on",
            len(decided),
            title=training_class.title,
        )
        first = min(decided, key=lambda one: one.id)
        # Nobody comes into the same state twice: the key is new for each decision.
        key = f"registration-{first.id}-{first.state.value}-unit"
        notify([person_id], key=key, title=title, body="\n".join(map(_news_of, decided)), link=link, by=by)


def _news_of(one: Registration) -> str:
    word = REGISTRATION_STATES[one.state][0]
    return f"{one.person.full_name}: {word} – {one.reason}" if one.reason else f"{one.person.full_name}: {word}"
