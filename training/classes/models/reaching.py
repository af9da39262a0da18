"""Tables of how a class reaches its people: announcements, and calendars that their phones subscribe to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.classes.models.classes import TrainingClass
from training.core import clock
from training.core.db import Model, UTCDateTime


class Announcement(Model):
    """What a class announced to its learners, never changed: by whom, when, to how many."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_classes.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    by_name: Mapped[str] = mapped_column(String(120))
    sent: Mapped[int] = mapped_column(default=0)
    training_class: Mapped[TrainingClass] = relationship(lazy="select")


class CalendarLink(Model):
    """A secret address of a timetable, of one person or of one class; revoked, it answers no more."""

    __tablename__ = "calendar_links"
    __table_args__ = (CheckConstraint("(person_id IS NULL) <> (class_id IS NULL)", name="owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("training_classes.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
