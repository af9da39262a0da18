"""What learners do, written straight to the database: modules read, attempts submitted, rolls taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select

from training.attendance.models import Attendance, AttendanceEvent, How, Status
from training.catalog.models import Course, Module
from training.classes.models import Enrolment, Meeting
from training.core import clock
from training.core.db import db
from training.learning.models import Attempt, AttemptState, Reading
from training.quizzes.models import Quiz

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def read(enrolment: Enrolment, course: Course, *, count: int = 99, done: bool = True) -> None:
    """Have the first `count` modules of the course read, or only begun."""
    published = Module.published_revision_id.is_not(None)
    modules = select(Module).where(Module.course_id == course.id, published).order_by(Module.position).limit(count)
    for module in db.session.scalars(modules):
        db.session.add(
            Reading(
                enrolment_id=enrolment.id,
                module_id=module.id,
                module_revision_id=module.published_revision_id,
                done_at=clock.now() if done else None,
            )
        )
    db.session.commit()


def attempt(enrolment: Enrolment, quiz: Quiz, score: str | None, *, of: str = "20", number: int = 1) -> None:
    """Have an attempt marked with `score` points; None leaves it open."""
    db.session.add(
        Attempt(
            enrolment_id=enrolment.id,
            quiz_id=quiz.id,
            quiz_revision_id=quiz.current_revision_id,
            number=number,
            state=AttemptState.IN_PROGRESS if score is None else AttemptState.MARKED,
            submitted_at=None if score is None else clock.now(),
            score=None if score is None else Decimal(score),
            full_mark=Decimal(of),
        )
    )
    db.session.commit()


def mark(meeting: Meeting, enrolment_id: int, status: Status) -> None:
    """Write one line of a roll."""
    event = AttendanceEvent(
        meeting_id=meeting.id, enrolment_id=enrolment_id, status=status, how=How.ROLL_CALL, evidence={}
    )
    db.session.add(event)
    db.session.flush()
    db.session.add(
        Attendance(meeting_id=meeting.id, enrolment_id=enrolment_id, status=status, event_id=event.id, at=event.at)
    )
    db.session.commit()


def days_ago(days: int) -> datetime:
    """Return an instant some days back."""
    return clock.now() - timedelta(days=days)
