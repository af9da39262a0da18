"""What a learner who checks in needs: own meetings about now, own mark, own wrong tries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from training.attendance.models import Attendance, AttendanceEvent, CheckInTry, How, Status
from training.attendance.rules.check_in import CLOSES_AFTER, TRIES_SPAN
from training.attendance.rules.folding import OWN
from training.classes.models import ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db

#: Meetings that begin within a day are told of; of later ones there is nothing to say yet.
AHEAD = timedelta(days=1)


def find_own_enrolment(person_id: int | None, class_id: int) -> Enrolment | None:
    """Return the person's enrolment in force in a class that has opened, or None."""
    return db.session.scalar(
        select(Enrolment)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(Enrolment.person_id == person_id, Enrolment.class_id == class_id)
        .where(Enrolment.state == EnrolmentState.ENROLLED, TrainingClass.state != ClassState.DRAFT)
    )


def list_own_meetings(person_id: int | None) -> list[Meeting]:
    """Return the meetings of the person's open classes that one can check in to, now or within a day."""
    now = clock.now()
    meetings = (
        select(Meeting)
        .join(Enrolment, Enrolment.class_id == Meeting.class_id)
        .join(TrainingClass, TrainingClass.id == Meeting.class_id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED)
        .where(TrainingClass.state == ClassState.OPEN, Meeting.cancelled_at.is_(None))
        .where(Meeting.ends_at > now - CLOSES_AFTER, Meeting.starts_at < now + AHEAD)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(db.session.scalars(meetings))


def find_check_in(meeting_id: int, enrolment_id: int) -> AttendanceEvent | None:
    """Return the learner's check-in to the meeting, the first one, or None."""
    event = select(AttendanceEvent).where(
        AttendanceEvent.meeting_id == meeting_id,
        AttendanceEvent.enrolment_id == enrolment_id,
        AttendanceEvent.how.in_(OWN),
        AttendanceEvent.status.is_not(None),
    )
    return db.session.scalars(event.order_by(AttendanceEvent.id).limit(1)).first()


def find_standing_check_in(meeting_id: int, enrolment_id: int) -> AttendanceEvent | None:
    """Return the learner's first check-in that nobody has struck since, or None."""
    mine = (AttendanceEvent.meeting_id == meeting_id, AttendanceEvent.enrolment_id == enrolment_id)
    struck = (AttendanceEvent.how == How.REVIEW, AttendanceEvent.status == Status.ABSENT)
    last_struck = select(func.coalesce(func.max(AttendanceEvent.id), 0)).where(*mine, *struck).scalar_subquery()
    own = (AttendanceEvent.how.in_(OWN), AttendanceEvent.status.is_not(None), AttendanceEvent.id > last_struck)
    found = select(AttendanceEvent).where(*mine, *own).order_by(AttendanceEvent.id).limit(1)
    return db.session.scalars(found).first()


def find_mark(meeting_id: int, enrolment_id: int) -> Attendance | None:
    """Return what the roll says of the learner, or None."""
    return db.session.get(Attendance, (meeting_id, enrolment_id))


def marks_of(enrolment_ids: Collection[int], meeting_ids: Collection[int]) -> dict[int, Status]:
    """Return a person's marks at meetings, by meeting; `enrolment_ids` are that person's own."""
    own = (Attendance.enrolment_id.in_(enrolment_ids), Attendance.meeting_id.in_(meeting_ids))
    marks = select(Attendance.meeting_id, Attendance.status).where(*own)
    return {row.meeting_id: row.status for row in db.session.execute(marks)}


def list_tries(account_id: int | None, now: datetime) -> list[datetime]:
    """Return when the account gave wrong codes of late."""
    recent = (CheckInTry.account_id == account_id, CheckInTry.at > now - TRIES_SPAN)
    return list(db.session.scalars(select(CheckInTry.at).where(*recent)))
