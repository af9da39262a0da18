"""Tables of courses: authored drafts carry a version, published revisions and pictures never change."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class Track(enum.StrEnum):
    """The two tracks of the programme."""

    POLITICAL_THEORY = "political_theory"
    PROFESSIONAL = "professional"


class CourseState(enum.StrEnum):
    """A draft is seen by trainers alone; an archived course takes no new classes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Course(Model):
    """A course (khóa học, chuyên đề); `study_hours` counts tiết."""

    __tablename__ = "courses"
    __table_args__ = (CheckConstraint("study_hours > 0 AND study_hours <= 500", name="study_hours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    track: Mapped[Track] = mapped_column(choice(Track))
    study_hours: Mapped[int]
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_html: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CourseState] = mapped_column(choice(CourseState), default=CourseState.DRAFT)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    search_key: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(lazy="joined")
    modules: Mapped[list[Module]] = relationship(back_populates="course", lazy="select", order_by="Module.position")

    __mapper_args__ = {"version_id_col": version}


class Module(Model):
    """A module (bài học) of a course: the draft being written and a pointer to what learners see.

    `draft_sources` holds citations as typed, a line each; publishing turns them into ModuleCitation rows. `key` names
    the module within its course, as its file does.
    """

    __tablename__ = "modules"
    __table_args__ = (
        CheckConstraint("minutes >= 0 AND minutes <= 600", name="minutes"),
        UniqueConstraint("course_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"), index=True)
    key: Mapped[str | None] = mapped_column(String(80))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(default=0)
    draft_text: Mapped[str] = mapped_column(Text, default="")
    draft_html: Mapped[str] = mapped_column(Text, default="")
    draft_sources: Mapped[str] = mapped_column(Text, default="")
    draft_saved_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    draft_by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    draft_version: Mapped[int] = mapped_column(default=1)
    published_revision_id: Mapped[int | None] = mapped_column(ForeignKey("module_revisions.id", use_alter=True))
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    course: Mapped[Course] = relationship(back_populates="modules", lazy="select")
    published_revision: Mapped[ModuleRevision | None] = relationship(
        foreign_keys=[published_revision_id], lazy="select", post_update=True
    )

    __mapper_args__ = {"version_id_col": draft_version}


class ModuleRevision(Model):
    """What learners see or once saw of a module; never changed. `sources` are its citations, as lines."""

    __tablename__ = "module_revisions"
    __table_args__ = (UniqueConstraint("module_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    render_version: Mapped[int]
    sources: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class Attachment(Model):
    """A picture of a course, by the hash of its content; never changed.

    The newest row of a name is what texts written from now on show; older ones stay for older revisions.
    """

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_course_id_name", "course_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(60))
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)


class Source(Model):
    """A document (văn bản) that a course rests on, with the days between which it is in force."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    key: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(200), default="")
    issued_on: Mapped[date | None]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    course: Mapped[Course] = relationship(lazy="select")


class ModuleCitation(Model):
    """An article that a module rests on; its own dates where they differ from the document's."""

    __tablename__ = "module_citations"

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), index=True)
    position: Mapped[int]
    article: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[Source] = relationship(lazy="joined")
