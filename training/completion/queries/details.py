"""What one learner has done, item by item: modules, attempts, meetings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from training.attendance.models import Attendance, Status
from training.catalog.models import Course, Module
from training.classes.models import ClassCourse, ClassState, Enrolment, EnrolmentState, Meeting, TrainingClass
from training.core import clock
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.models import Attempt, AttemptState, Reading
from training.learning.rules.results import share_of
from training.quizzes.models import Quiz, QuizRevision


class ModuleLine(NamedTuple):
    """A published module of the class and when the learner had read it."""

    course: str
    title: str
    done_at: datetime | None


class AttemptLine(NamedTuple):
    """A marked attempt; `pass_mark` is the share that its revision asked for."""

    quiz_id: int
    number: int
    submitted_at: datetime | None
    score: Decimal
    full_mark: Decimal
    pass_mark: Decimal

    @property
    def passed(self) -> bool:
        """Tell whether the attempt reached the pass mark it was taken under."""
        return share_of(self.score, self.full_mark) >= self.pass_mark


class MeetingLine(NamedTuple):
    """A meeting that was not cancelled: what its roll says of the learner, and whether it has one.

    `early` is a meeting that was over before the enrolment.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    study_hours: int
    status: Status | None
    held: bool
    early: bool


def get_enrolment(class_id: int, enrolment_id: int) -> Enrolment:
    """Return an enrolment in force in the class, or raise NotFound."""
    return _get(Enrolment.id == enrolment_id, Enrolment.class_id == class_id)


def get_enrolment_of(person_id: int | None, class_id: int) -> Enrolment:
    """Return the person's enrolment in the class once the class has opened to learners, or raise NotFound."""
    opened = Enrolment.training_class.has(TrainingClass.state != ClassState.DRAFT)
    return _get(Enrolment.person_id == person_id, Enrolment.class_id == class_id, opened)


def _get(*conditions: object) -> Enrolment:
    wanted = select(Enrolment).where(Enrolment.state == EnrolmentState.ENROLLED, *conditions)  # type: ignore[arg-type]
    enrolment = db.session.scalars(wanted).one_or_none()
    if enrolment is None:
        raise NotFound(_("There is no such learner in the class."))
    return enrolment


def list_modules(enrolment: Enrolment) -> list[ModuleLine]:
    """Return the published modules of the class in their order."""
    modules = (
        select(Course.title, Module.title, Reading.done_at)
        .select_from(ClassCourse)
        .join(Course, Course.id == ClassCourse.course_id)
        .join(Module, Module.course_id == Course.id)
        .outerjoin(Reading, and_(Reading.module_id == Module.id, Reading.enrolment_id == enrolment.id))
        .where(ClassCourse.class_id == enrolment.class_id, Module.published_revision_id.is_not(None))
        .where(Module.archived_at.is_(None))
        .order_by(ClassCourse.position, Module.position, Module.id)
    )
    return [ModuleLine._make(row) for row in db.session.execute(modules)]


def list_attempts(enrolment: Enrolment) -> list[AttemptLine]:
    """Return the marked attempts, by quiz and number."""
    attempts = (
        select(
            Attempt.quiz_id,
            Attempt.number,
            Attempt.submitted_at,
            Attempt.score,
            Attempt.full_mark,
            QuizRevision.pass_mark,
        )
        .join(Quiz, Quiz.id == Attempt.quiz_id)
        .join(QuizRevision, QuizRevision.id == Attempt.quiz_revision_id)
        .where(Attempt.enrolment_id == enrolment.id, Attempt.state == AttemptState.MARKED)
        .where(Attempt.score.is_not(None))
        .order_by(Quiz.position, Quiz.id, Attempt.number)
    )
    return [AttemptLine._make(row) for row in db.session.execute(attempts)]


def list_meetings(enrolment: Enrolment) -> list[MeetingLine]:
    """Return the meetings of the class in order of time."""
    roll = aliased(Attendance)
    meetings = (
        select(
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.study_hours,
            Attendance.status,
            and_(Meeting.starts_at <= clock.now(), exists().where(roll.meeting_id == Meeting.id)),
            Meeting.ends_at <= enrolment.enrolled_at,
        )
        .outerjoin(Attendance, and_(Attendance.meeting_id == Meeting.id, Attendance.enrolment_id == enrolment.id))
        .where(Meeting.class_id == enrolment.class_id, Meeting.cancelled_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [MeetingLine._make(row) for row in db.session.execute(meetings)]
