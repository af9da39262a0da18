"""Reads of meetings."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from training.classes.models import Meeting, MeetingTrainer, TrainingClass
from training.classes.rules.dates import Numbered, numbered
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person


def find_meeting(meeting_id: int) -> Meeting:
    """Return the meeting with its class, or raise NotFound."""
    with_class = joinedload(Meeting.training_class).options(selectinload(TrainingClass.trainers))
    meeting = db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(with_class))
    if meeting is None:
        raise NotFound(_("There is no such meeting."))
    return meeting


def get_meeting(class_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of the class, or raise NotFound."""
    meeting = find_meeting(meeting_id)
    if meeting.class_id != class_id:
        raise NotFound(_("There is no such meeting in this class."))
    return meeting


def list_meetings(training_class: TrainingClass) -> list[Numbered]:
    """Return the meetings of the class in order of time, cancelled ones too, with their numbers."""
    return numbered(db.session.scalars(select(Meeting).where(Meeting.class_id == training_class.id)))


def trainers_of_meetings(training_class: TrainingClass) -> dict[int, Person]:
    """Return who holds each meeting of the class, by the meeting's id."""
    found = select(MeetingTrainer).join(Meeting, Meeting.id == MeetingTrainer.meeting_id)
    mine = found.where(Meeting.class_id == training_class.id)
    return {one.meeting_id: one.person for one in db.session.scalars(mine)}


def number_of(meeting: Meeting) -> int | None:
    """Return the meeting's number in its class; None for a cancelled one."""
    found = list_meetings(meeting.training_class)
    return next((one.number for one in found if one.meeting.id == meeting.id), None)
