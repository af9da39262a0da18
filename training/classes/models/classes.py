"""Tables of classes: a class of one or more courses, its meetings and its learners."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.catalog.models import Course
from training.classes.models.plans import Plan
from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.people.models import Person
from training.quizzes.models import Quiz
from training.units.models import Unit


class Mode(enum.StrEnum):
    """How a class is held."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    BLENDED = "blended"


class ClassState(enum.StrEnum):
    """A draft is seen by staff; an open class by its learners; a closed one changes no more."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class TrainingClass(Model):
    """A class (lớp) within a year's plan, of one of its lines as a rule.

    Beyond `capacity` learners wait; units put people forward up to and with the day `register_by`.
    """

    __tablename__ = "training_classes"
    __table_args__ = (
        CheckConstraint("opens_on <= closes_on", name="dates"),
        CheckConstraint("capacity BETWEEN 1 AND 10000", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    plan_line_id: Mapped[int | None] = mapped_column(ForeignKey("plan_lines.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    register_by: Mapped[date | None]
    capacity: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(choice(Mode), default=Mode.BLENDED)
    place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ClassState] = mapped_column(choice(ClassState), default=ClassState.DRAFT)
    search_key: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[Plan] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
    courses: Mapped[list[ClassCourse]] = relationship(
        lazy="select", order_by="ClassCourse.position", back_populates="training_class"
    )
    meetings: Mapped[list[Meeting]] = relationship(
        lazy="select", order_by="Meeting.starts_at", back_populates="training_class"
    )
    trainers: Mapped[list[ClassTrainer]] = relationship(lazy="select")

    __mapper_args__ = {"version_id_col": version}


class ClassTrainer(Model):
    """A person who teaches the class and keeps its roll."""

    __tablename__ = "class_trainers"

    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class ClassCourse(Model):
    """A course taught in a class, with its place in the order and its trainer."""

    __tablename__ = "class_courses"
    __table_args__ = (UniqueConstraint("class_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    position: Mapped[int]
    study_hours: Mapped[int]
    training_class: Mapped[TrainingClass] = relationship(back_populates="courses", lazy="select")
    course: Mapped[Course] = relationship(lazy="joined")


class ClassQuiz(Model):
    """The hours of a quiz within a class, where they differ from the quiz's own."""

    __tablename__ = "class_quizzes"
    __table_args__ = (CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="window"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True, index=True)
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    quiz: Mapped[Quiz] = relationship(lazy="joined")


class Meeting(Model):
    """A meeting (buổi) of a class; `study_hours` counts tiết; a cancelled one counts for nobody."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times"),
        CheckConstraint("study_hours >= 0 AND study_hours <= 20", name="study_hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime())
    study_hours: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    room: Mapped[str] = mapped_column(String(200), default="")
    secret: Mapped[str] = mapped_column(String(64))
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    training_class: Mapped[TrainingClass] = relationship(back_populates="meetings", lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def where(self) -> str:
        """Where it is held: the room, then the meeting's own place or else that of the class; the same is said once."""
        parts = (self.room, self.place or self.training_class.place)
        return ", ".join(dict.fromkeys(part for part in parts if part))


class EnrolmentState(enum.StrEnum):
    """A withdrawn learner stays on record and counts no more."""

    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class Enrolment(Model):
    """A learner (học viên) of a class, with the unit and post of the day of enrolment."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("class_id", "person_id"),
        Index("ix_enrolments_person_state", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    post_title: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[EnrolmentState] = mapped_column(choice(EnrolmentState), default=EnrolmentState.ENROLLED)
    enrolled_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    how: Mapped[str] = mapped_column(String(20), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")
    training_class: Mapped[TrainingClass] = relationship(lazy="select")
    person: Mapped[Person] = relationship(lazy="joined")
    unit: Mapped[Unit] = relationship(lazy="joined")
