"""Writes of how a class reaches its people: announcements, and secret addresses of calendars."""

from __future__ import annotations

import secrets

from sqlalchemy import update

from training.classes.models import Announcement, CalendarLink, ClassState, TrainingClass
from training.classes.operations.holding import hold
from training.classes.operations.telling import people_of
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict
from training.core.i18n import _
from training.notices.operations import notify


@operation
def announce(training_class: TrainingClass, *, title: str, body: str, by: Actor) -> Announcement:
    """Announce something to the learners of an open class, each once; raise Conflict where it is not open."""
    if hold(training_class.id) is not ClassState.OPEN:
        raise Conflict(_("Only an open class announces something to its learners."))
    announcement = Announcement(class_id=training_class.id, title=title, body=body, at=clock.now(), by_name=by.name)
    db.session.add(announcement)
    db.session.flush()
    text = f"{training_class.title}\n{body}".strip()
    key = f"announcement-{announcement.id}"
    people = people_of(training_class)
    announcement.sent = notify(people, key=key, title=title, body=text, link="/calendar", by=by)
    return announcement


@operation
def make_class_calendar(training_class: TrainingClass, *, by: Actor) -> CalendarLink:  # noqa: ARG001
    """Give the timetable of a class a new secret address; the one before answers no more."""
    _revoke(CalendarLink.class_id == training_class.id)
    link = CalendarLink(token=secrets.token_urlsafe(24), class_id=training_class.id)
    db.session.add(link)
    return link


@operation
def make_own_calendar(*, by: Actor) -> CalendarLink:
    """Give one's own timetable a new secret address; the one before answers no more."""
    _revoke(CalendarLink.person_id == by.person_id)
    link = CalendarLink(token=secrets.token_urlsafe(24), person_id=by.person_id)
    db.session.add(link)
    return link


@operation
def revoke_class_calendar(training_class: TrainingClass, *, by: Actor) -> TrainingClass:  # noqa: ARG001
    """Take back the secret address of a class's timetable."""
    _revoke(CalendarLink.class_id == training_class.id)
    return training_class


@operation
def revoke_own_calendar(*, by: Actor) -> None:
    """Take back the secret address of one's own timetable."""
    _revoke(CalendarLink.person_id == by.person_id)


def _revoke(owner: object) -> None:
    standing = update(CalendarLink).where(owner, CalendarLink.revoked_at.is_(None))  # type: ignore[arg-type]
    db.session.execute(standing.values(revoked_at=clock.now()))
