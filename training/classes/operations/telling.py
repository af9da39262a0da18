"""Notices that a class sends its people: of meetings moved or cancelled, of their own leaving or being moved."""

from __future__ import annotations

from sqlalchemy import select

from training.classes.models import (
    ClassState,
    ClassTrainer,
    Enrolment,
    EnrolmentState,
    Meeting,
    MeetingTrainer,
    TrainingClass,
)
from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.formats import day, hour, long_day
from training.core.i18n import _
from training.notices.operations import notify


def people_of(training_class: TrainingClass) -> list[int]:
    """Return the ids of the learners of an open class; a class in preparation or closed has nobody to tell."""
    if training_class.state is not ClassState.OPEN:
        return []
    mine = (Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED)
    return list(db.session.scalars(select(Enrolment.person_id).where(*mine)))


def _trainers(meeting: Meeting) -> list[int]:
    holds = select(MeetingTrainer.person_id).where(MeetingTrainer.meeting_id == meeting.id)
    teaches = select(ClassTrainer.person_id).where(ClassTrainer.class_id == meeting.class_id)
    return list(db.session.scalars(holds.union(teaches)))


def tell_of_meeting(meeting: Meeting, news: str, *, by: Actor) -> int:
    """Tell learners and trainers that a meeting to come is "moved", "cancelled" or "held" after all; count them."""
    db.session.flush()
    training_class = meeting.training_class
    people = people_of(training_class)
    if meeting.ends_at < clock.now() or not people:
        return 0
    when = {"day": long_day(meeting.starts_at), "hour": hour(meeting.starts_at)}
    titles = {
        "moved": _("Meeting moved: now %(day)s, %(hour)s", **when),
        "cancelled": _("Meeting cancelled: %(day)s, %(hour)s", **when),
        "held": _("Meeting held after all: %(day)s, %(hour)s", **when),
    }
    body = "\n".join(line for line in (training_class.title, meeting.title, meeting.where) if line)
    key = f"meeting-{meeting.id}-{news}-{meeting.version}"
    told = {*people, *_trainers(meeting)} - {by.person_id}
    return notify([p for p in told if p is not None], key=key, title=titles[news], body=body, link="/calendar", by=by)


def tell_withdrawn(enrolment: Enrolment, *, by: Actor) -> int:
    """Tell a learner of an open class that it is over for the learner, and why."""
    training_class = enrolment.training_class
    if training_class.state is not ClassState.OPEN:
        return 0
    title = _("Withdrawn from the class %(title)s", title=training_class.title)
    body = _("Reason: %(reason)s. What is recorded is kept.", reason=enrolment.withdrawn_reason.rstrip("."))
    return notify([enrolment.person_id], key=_key_of(enrolment), title=title, body=body, link="/learn/classes", by=by)


def tell_restored(enrolment: Enrolment, *, by: Actor) -> int:
    """Tell a learner of an open class that the withdrawal was taken back."""
    training_class = enrolment.training_class
    if training_class.state is not ClassState.OPEN:
        return 0
    title = _("Back in the class %(title)s", title=training_class.title)
    place = f" · {training_class.place}" if training_class.place else ""
    body = f"{day(training_class.opens_on)}–{day(training_class.closes_on)}{place}"
    key = f"enrolment-{enrolment.id}-back-{clock.now().timestamp():.0f}"
    return notify([enrolment.person_id], key=key, title=title, body=body, link="/learn/classes", by=by)


def tell_moved(enrolment: Enrolment, to: TrainingClass, *, reason: str, by: Actor) -> int:
    """Tell a learner that another class is the learner's now, when it begins and where."""
    title = _("Moved to the class %(title)s", title=to.title)
    place = f" · {to.place}" if to.place else ""
    said = {"title": enrolment.training_class.title, "reason": reason.strip().rstrip(".")}
    body = _("Before: %(title)s. Reason: %(reason)s.", **said) + f"\n{day(to.opens_on)}–{day(to.closes_on)}{place}"
    return notify([enrolment.person_id], key=_key_of(enrolment), title=title, body=body, link="/calendar", by=by)


def _key_of(enrolment: Enrolment) -> str:
    # Who is taken back and leaves again is told again.
    at = enrolment.withdrawn_at.timestamp() if enrolment.withdrawn_at else 0
    return f"enrolment-{enrolment.id}-left-{at:.0f}"
