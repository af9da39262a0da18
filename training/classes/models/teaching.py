"""Tables of who teaches a course of a class and who holds a meeting."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core.db import Model
from training.people.models import Person


class CourseTrainer(Model):
    """The trainer (báo cáo viên) of a course in a class."""

    __tablename__ = "course_trainers"

    part_id: Mapped[int] = mapped_column(ForeignKey("class_courses.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class MeetingTrainer(Model):
    """Who holds a meeting."""

    __tablename__ = "meeting_trainers"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")
