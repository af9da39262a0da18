"""Reads of a learner's classes: which they are, their modules and how far each is read, their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import and_, bindparam, select

from training.catalog.models import Course, Module, ModuleCitation, ModuleRevision, Source, Track
from training.classes.models import (
    ClassCourse,
    ClassState,
    Enrolment,
    EnrolmentState,
    Meeting,
    Mode,
    TrainingClass,
)
from training.core import clock
from training.core.db import db, table_of
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.models import Reading


@dataclass(frozen=True, slots=True)
class EnrolledClass:
    """A class as its learner sees it."""

    __tablename__: ClassVar[str] = "enrolments"  # the audit line names what it is about

    class_id: int
    enrolment_id: int
    person_id: int
    title: str
    opens_on: date
    closes_on: date
    mode: Mode
    place: str
    state: ClassState

    @property
    def id(self) -> int:
        """Return the id of the enrolment."""
        return self.enrolment_id

    @property
    def is_open(self) -> bool:
        """Tell whether the class still takes what a learner does."""
        return self.state is ClassState.OPEN


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module of a class and how far its learner is with it."""

    __tablename__: ClassVar[str] = "modules"  # the audit line names what it is about

    class_id: int
    course_id: int
    course_title: str
    track: Track
    module_id: int
    revision_id: int
    title: str
    minutes: int
    begun_at: datetime | None
    done_at: datetime | None

    @property
    def id(self) -> int:
        """Return the id of the module."""
        return self.module_id


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of a class."""

    id: int
    class_id: int
    class_title: str
    title: str
    starts_at: datetime
    ends_at: datetime
    study_hours: int
    room: str
    cancelled_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the meeting has ended."""
        return self.ends_at < now


# Plain tables: statements of entities take twice as long.
enrolments, training_classes, class_courses = map(table_of, (Enrolment, TrainingClass, ClassCourse))
courses, modules, revisions, readings = map(table_of, (Course, Module, ModuleRevision, Reading))
meetings, citations, sources = map(table_of, (Meeting, ModuleCitation, Source))

#: What a learner may see: classes that are more than a draft, while enrolled.
VISIBLE = and_(enrolments.c.state == EnrolmentState.ENROLLED, training_classes.c.state != ClassState.DRAFT)

_CLASSES = (
    select(
        training_classes.c.id,
        enrolments.c.id,
        enrolments.c.person_id,
        training_classes.c.title,
        training_classes.c.opens_on,
        training_classes.c.closes_on,
        training_classes.c.mode,
        training_classes.c.place,
        training_classes.c.state,
    )
    .select_from(enrolments)
    .join(training_classes, training_classes.c.id == enrolments.c.class_id)
    .where(enrolments.c.person_id == bindparam("person_id"), VISIBLE)
    .order_by(training_classes.c.closes_on, training_classes.c.id)
)
_CLASS = _CLASSES.where(training_classes.c.id == bindparam("class_id"))

_MODULES = (
    select(
        class_courses.c.class_id,
        courses.c.id,
        courses.c.title,
        courses.c.track,
        modules.c.id,
        revisions.c.id,
        revisions.c.title,
        revisions.c.minutes,
        readings.c.first_at,
        readings.c.done_at,
    )
    .select_from(enrolments)
    .join(class_courses, class_courses.c.class_id == enrolments.c.class_id)
    .join(courses, courses.c.id == class_courses.c.course_id)
    .join(modules, modules.c.course_id == courses.c.id)
    .join(revisions, revisions.c.id == modules.c.published_revision_id)
    .outerjoin(readings, and_(readings.c.enrolment_id == enrolments.c.id, readings.c.module_id == modules.c.id))
    .where(modules.c.archived_at.is_(None))
    .order_by(class_courses.c.class_id, class_courses.c.position, modules.c.position, modules.c.id)
)
_MODULES_OF = _MODULES.where(enrolments.c.id.in_(bindparam("enrolment_ids", expanding=True)))
_MODULES_BESIDE = _MODULES.where(
    enrolments.c.id == bindparam("enrolment_id"),
    courses.c.id == select(modules.c.course_id).where(modules.c.id == bindparam("module_id")).scalar_subquery(),
)

_MEETINGS = (
    select(
        meetings.c.id,
        meetings.c.class_id,
        training_classes.c.title,
        meetings.c.title,
        meetings.c.starts_at,
        meetings.c.ends_at,
        meetings.c.study_hours,
        meetings.c.room,
        meetings.c.cancelled_at,
    )
    .join(training_classes, training_classes.c.id == meetings.c.class_id)
    .where(meetings.c.class_id.in_(bindparam("class_ids", expanding=True)))
    .order_by(meetings.c.starts_at, meetings.c.id)
)
_MEETINGS_TO_COME = _MEETINGS.where(meetings.c.ends_at >= bindparam("now"), meetings.c.cancelled_at.is_(None))

_CITATIONS = (
    select(sources.c.title, sources.c.number, citations.c.article)
    .join(sources, sources.c.id == citations.c.source_id)
    .where(citations.c.module_id == bindparam("module_id"))
    .order_by(citations.c.position)
)


def list_classes(person_id: int) -> list[EnrolledClass]:
    """Return the classes where the person is enrolled, the one that closes first at the head."""
    return [EnrolledClass(*row) for row in db.session.execute(_CLASSES, {"person_id": person_id})]


def get_class(class_id: int, *, person_id: int | None) -> EnrolledClass:
    """Return the class where the person is enrolled, or raise NotFound."""
    row = db.session.execute(_CLASS, {"class_id": class_id, "person_id": person_id}).first()
    if row is None:
        raise NotFound(_("There is no such class among yours."))
    return EnrolledClass(*row)


def list_modules(classes: Sequence[EnrolledClass]) -> list[ModuleLine]:
    """Return the published modules of `classes`, in the order in which they are taught."""
    return _modules(_MODULES_OF, {"enrolment_ids": [c.enrolment_id for c in classes]})


def list_modules_beside(enrolled: EnrolledClass, module_id: int) -> list[ModuleLine]:
    """Return the modules of the course to which the module belongs; raise NotFound where it is none of the class."""
    found = _modules(_MODULES_BESIDE, {"enrolment_id": enrolled.enrolment_id, "module_id": module_id})
    if module_id not in {line.module_id for line in found}:
        raise NotFound(_("There is no such module in this class."))
    return found


def _modules(statement: Any, values: dict[str, Any]) -> list[ModuleLine]:
    return [ModuleLine(*row) for row in db.session.execute(statement, values)]


def list_meetings(enrolled: EnrolledClass) -> list[MeetingLine]:
    """Return all meetings of the class, cancelled ones too."""
    return [MeetingLine(*row) for row in db.session.execute(_MEETINGS, {"class_ids": [enrolled.class_id]})]


def list_meetings_to_come(classes: Sequence[EnrolledClass]) -> list[MeetingLine]:
    """Return the meetings of `classes` that are under way or still to come, the next first."""
    values = {"class_ids": [c.class_id for c in classes], "now": clock.now()}
    return [MeetingLine(*row) for row in db.session.execute(_MEETINGS_TO_COME, values)]


@dataclass(frozen=True, slots=True)
class CitationLine:
    """An article that a text or a right answer rests on."""

    title: str
    number: str
    article: str


def list_citations(module_id: int) -> list[CitationLine]:
    """Return what the module rests on."""
    return [CitationLine(*row) for row in db.session.execute(_CITATIONS, {"module_id": module_id})]
