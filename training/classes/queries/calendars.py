"""Reads of timetables: the meetings of a person or a class, and the secret addresses under which calendars stand."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from training.classes.models import (
    Announcement,
    CalendarLink,
    ClassState,
    ClassTrainer,
    Enrolment,
    EnrolmentState,
    Meeting,
    MeetingTrainer,
    TrainingClass,
)
from training.core import clock
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _


def meetings_of_person(person_id: int | None) -> list[Meeting]:
    """Return the meetings of the open and closed classes in which the person learns or teaches, in order of time."""
    learns = select(Enrolment.class_id).where(
        Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED
    )
    teaches = select(ClassTrainer.class_id).where(ClassTrainer.person_id == person_id)
    holds = select(MeetingTrainer.meeting_id).where(MeetingTrainer.person_id == person_id)
    mine = or_(Meeting.class_id.in_(learns), Meeting.class_id.in_(teaches), Meeting.id.in_(holds))
    return _meetings(mine, TrainingClass.state != ClassState.DRAFT)


def meetings_of_class(class_id: int) -> list[Meeting]:
    """Return the meetings of the class in order of time, cancelled ones too."""
    return _meetings(Meeting.class_id == class_id)


def _meetings(*conditions: ColumnElement[bool]) -> list[Meeting]:
    found = select(Meeting).join(Meeting.training_class).options(contains_eager(Meeting.training_class))
    return list(db.session.scalars(found.where(*conditions).order_by(Meeting.starts_at, Meeting.id)))


def get_calendar_link(token: str) -> CalendarLink:
    """Return the link with the secret token; raise NotFound where there is none or it has been revoked."""
    found = select(CalendarLink).where(CalendarLink.token == token, CalendarLink.revoked_at.is_(None))
    link = db.session.scalar(found)
    if link is None:
        raise NotFound(_("This calendar is not there any more. Ask for its new address."))
    return link


def find_calendar_link(*, person_id: int | None = None, class_id: int | None = None) -> CalendarLink | None:
    """Return the link of the person or the class that answers now."""
    owner = CalendarLink.class_id == class_id if class_id is not None else CalendarLink.person_id == person_id
    found = select(CalendarLink).where(owner, CalendarLink.revoked_at.is_(None)).order_by(CalendarLink.id.desc())
    return db.session.scalars(found.limit(1)).first()


def list_announcements(training_class: TrainingClass) -> list[Announcement]:
    """Return what the class has announced, the newest first."""
    mine = select(Announcement).where(Announcement.class_id == training_class.id)
    return list(db.session.scalars(mine.order_by(Announcement.id.desc())))


def list_announcements_to(person_id: int | None) -> list[Announcement]:
    """Return the newest announcements of the classes in which the person learns."""
    learns = select(Enrolment.class_id).where(
        Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED
    )
    found = select(Announcement).join(Announcement.training_class).options(contains_eager(Announcement.training_class))
    mine = found.where(Announcement.class_id.in_(learns), TrainingClass.state == ClassState.OPEN)
    return list(db.session.scalars(mine.order_by(Announcement.id.desc()).limit(20)))


def next_meeting_of(training_class: TrainingClass) -> Meeting | None:
    """Return the next meeting to come of the class that is not cancelled."""
    ahead = (Meeting.class_id == training_class.id, Meeting.cancelled_at.is_(None), Meeting.ends_at >= clock.now())
    return db.session.scalars(select(Meeting).where(*ahead).order_by(Meeting.starts_at).limit(1)).first()
