"""Reads of conflicts: meetings of any class that contend with those of one class for a room or a trainer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from training.classes.models import Meeting, MeetingTrainer, TrainingClass
from training.classes.rules.conflicts import Clash, Slot, clashes
from training.core.db import db


@dataclass(frozen=True, slots=True)
class Conflict:
    """A meeting of the class, another one at the same time, and what they contend for."""

    meeting: Meeting
    other: Meeting
    what: list[Clash]


def list_conflicts(training_class: TrainingClass) -> list[Conflict]:
    """Return the conflicts of the class's meetings that are not cancelled, in order of time; one query."""
    mine, theirs = aliased(Meeting), aliased(Meeting)
    my_trainer, their_trainer = aliased(MeetingTrainer), aliased(MeetingTrainer)
    meet = and_(theirs.id != mine.id, theirs.starts_at < mine.ends_at, theirs.ends_at > mine.starts_at)
    found = (
        select(mine, theirs, my_trainer.person_id, their_trainer.person_id)
        .join(theirs, meet)
        .outerjoin(my_trainer, my_trainer.meeting_id == mine.id)
        .outerjoin(their_trainer, their_trainer.meeting_id == theirs.id)
        .where(mine.class_id == training_class.id, mine.cancelled_at.is_(None), theirs.cancelled_at.is_(None))
        .order_by(mine.starts_at, mine.id, theirs.id)
    )
    rows = db.session.execute(found).unique().all()
    pairs = [Conflict(m, o, clashes(_slot(m, mt), _slot(o, ot))) for m, o, mt, ot in rows]
    # Two meetings of one class meet twice, once from either side.
    return [pair for pair in pairs if pair.what and (pair.other.class_id != training_class.id or _first(pair))]


def _first(pair: Conflict) -> bool:
    return pair.meeting.id < pair.other.id


def _slot(meeting: Meeting, trainer_id: int | None) -> Slot:
    place = meeting.place or meeting.training_class.place
    return Slot(meeting.starts_at, meeting.ends_at, place, meeting.room, trainer_id)
