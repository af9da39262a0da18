"""Whether a meeting's roll is closed, and the figures that its closing compares."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, RollClosing, Status
from training.attendance.queries.called import was_called
from training.attendance.queries.rolls import count_roll
from training.attendance.rules.words import roll_shut
from training.classes.models import Enrolment, EnrolmentState, Meeting
from training.core.db import db
from training.core.i18n import _, ngettext
from training.people.models import Person
from training.units.models import Unit, UnitKind

#: Who has one of these was in the room, and should have signed.
IN_THE_ROOM = (Status.PRESENT, Status.LATE, Status.LEFT_EARLY)


class SheetLine(NamedTuple):
    """A line of the sign-in sheet."""

    enrolment_id: int
    full_name: str
    post: str
    unit_id: int
    unit_name: str


def find_closing(meeting_id: int) -> RollClosing | None:
    """Return the closing of the meeting's roll that is in force, or None."""
    in_force = (RollClosing.meeting_id == meeting_id, RollClosing.reopened_at.is_(None))
    return db.session.scalar(select(RollClosing).where(*in_force))


def why_shut(meeting: Meeting) -> str:
    """Say why the roll of a meeting cannot be kept; nothing where it can."""
    shut = roll_shut(cancelled_at=meeting.cancelled_at, state=meeting.training_class.state)
    if shut or find_closing(meeting.id) is None:
        return shut
    return _("This roll is closed. It can be opened again where the meeting was closed.")


def left_undone(class_id: int) -> list[str]:
    """Say of how many meetings the roll is not closed, and how many marks wait for a decision."""
    mine = (Meeting.class_id == class_id, Meeting.cancelled_at.is_(None))
    shut = exists().where(RollClosing.meeting_id == Meeting.id, RollClosing.reopened_at.is_(None))
    rolls = db.session.scalar(select(func.count()).select_from(Meeting).where(*mine, was_called(), ~shut)) or 0
    disputed = select(func.count()).select_from(Attendance).join(Meeting, Meeting.id == Attendance.meeting_id)
    enrolled = disputed.join(Enrolment).where(*mine, Enrolment.state == EnrolmentState.ENROLLED)
    disputes = db.session.scalar(enrolled.where(Attendance.disputed)) or 0
    said = [
        ngettext("The roll of %(num)s meeting is not closed.", "The rolls of %(num)s meetings are not closed.", rolls),
        ngettext("%(num)s mark waits for a decision.", "%(num)s marks wait for a decision.", disputes),
    ]
    return [str(text) for text, count in zip(said, (rolls, disputes), strict=True) if count]


def count_in_the_room(meeting: Meeting) -> int:
    """Return how many learners the roll counts as having been in the room."""
    counts = count_roll(meeting)
    return sum(counts[status] for status in IN_THE_ROOM)


def list_sheet(meeting: Meeting) -> list[SheetLine]:
    """Return the learners as the sign-in sheet lists them: by unit, within it as Vietnamese lists are ordered.

    Residential areas are named with the ward or commune they lie in: many bear the same number.
    """
    above = aliased(Unit)
    is_area = and_(Unit.kind == UnitKind.RESIDENTIAL_AREA, above.name.is_not(None))
    named = case((is_area, Unit.name + ", " + above.name), else_=Unit.name)
    lines = (
        select(Enrolment.id, Person.full_name, Enrolment.post_title, Unit.id, named)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .outerjoin(above, above.id == Unit.parent_id)
        .where(Enrolment.class_id == meeting.class_id, Enrolment.state == EnrolmentState.ENROLLED)
        .order_by(Unit.sort_key, Unit.id, Person.sort_key, Person.id)
    )
    return [SheetLine._make(row) for row in db.session.execute(lines)]
