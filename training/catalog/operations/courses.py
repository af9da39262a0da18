"""Courses made, changed, published and put away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from training.catalog.models import Course, CourseState, Module, Track
from training.catalog.rendering import SUMMARY, render_summary, render_with
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.core.markup import no_media
from training.core.vietnamese import search_key
from training.units.models import Unit


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What a trainer says of a course; `study_hours` counts tiết, `summary` is Markdown."""

    code: str
    title: str
    track: Track
    study_hours: int
    summary: str = ""


@operation
def create_course(facts: CourseFacts, *, unit: Unit, by: Actor) -> Course:  # noqa: ARG001
    """Make a draft course of `unit`; raise Invalid("code") where another course has this code."""
    html = render_with(no_media, facts.summary, field="summary", prefix=SUMMARY, top=3).html
    course = Course(unit_id=unit.id, summary_html=html, **_columns(facts))
    with unique("courses", "code", refusal=_taken(facts.code)):
        db.session.add(course)
    return course


@operation
def change_course(course: Course, *, facts: CourseFacts, unit: Unit, version: int, by: Actor) -> Course:  # noqa: ARG001
    """Change what is said of a course.

    Raises Conflict where it is no longer the `version` that the form showed, Invalid("code") for a code in use.
    """
    if course.version != version:
        raise Conflict(_("Someone else has changed this course meanwhile."))
    columns = _columns(facts)
    html = render_summary(facts.summary, course_id=course.id)
    with unique("courses", "code", refusal=_taken(facts.code)):
        for name, value in {**columns, "unit_id": unit.id, "summary_html": html}.items():
            setattr(course, name, value)
    return course


def facts_of_course(course: Course) -> CourseFacts:
    """Return what is said of the course."""
    return CourseFacts(course.code, course.title, course.track, course.study_hours, course.summary)


def _columns(facts: CourseFacts) -> dict[str, object]:
    return {
        "code": facts.code,
        "title": facts.title,
        "track": facts.track,
        "study_hours": facts.study_hours,
        "summary": facts.summary,
        "search_key": search_key(f"{facts.title} {facts.code}"),
    }


def _taken(code: str) -> Invalid:
    return Invalid("code", _("Another course has the code %(code)s.", code=code))


@operation
def publish_course(course: Course, *, by: Actor) -> Course:  # noqa: ARG001 -- read by the audit trail
    """Show a course to staff, who may then hold classes of it; raise Conflict while it has no published module."""
    published = select(Module.id).where(
        Module.course_id == course.id, Module.archived_at.is_(None), Module.published_revision_id.is_not(None)
    )
    if db.session.scalar(published.limit(1)) is None:
        raise Conflict(_("A course is published once it has at least one published module."))
    course.state = CourseState.PUBLISHED
    return course


@operation
def archive_course(course: Course, *, by: Actor) -> Course:  # noqa: ARG001 -- read by the audit trail
    """Put a course away: no new class takes it; classes that have it keep it."""
    course.state = CourseState.ARCHIVED
    return course


@operation
def restore_course(course: Course, *, by: Actor) -> Course:  # noqa: ARG001 -- read by the audit trail
    """Bring a course that was put away back as a draft."""
    if course.state is CourseState.ARCHIVED:
        course.state = CourseState.DRAFT
    return course
