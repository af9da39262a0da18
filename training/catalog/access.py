"""Who sees, writes and publishes courses: trainers and administrators over a course's unit; other staff read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_

from training.catalog.models import Course, CourseState, Module, Source
from training.core.access import Actor, Permission, Role, grants
from training.units.access import under
from training.units.models import Unit, UnitKind

AUTHORS = (Role.ADMINISTRATOR, Role.TRAINER)


class CoursePermission(Permission):
    """Permissions on courses and what belongs to them."""

    #: Open the list of courses.
    LIST = "course.list"
    #: Read a course: a published one, or one's own draft.
    VIEW = "course.view"
    #: Make a new course.
    CREATE = "course.create"
    #: Write, publish and archive a course, its modules, pictures and documents.
    EDIT = "course.edit"


def course_of(thing: Course | Module | Source) -> Course:
    """Return the course that `thing` is or belongs to."""
    return thing if isinstance(thing, Course) else thing.course


@grants(CoursePermission.LIST)
def may_list(actor: Actor, _thing: object) -> bool:
    """Tell that all staff see courses."""
    return actor.is_staff


@grants(CoursePermission.CREATE)
def may_create(actor: Actor, unit: Unit | None) -> bool:
    """Tell whether the actor may make a course of `unit`, or of any unit at all."""
    return actor.holds(*AUTHORS) if unit is None else actor.holds_over(unit.path, *AUTHORS)


@grants(CoursePermission.EDIT)
def may_edit(actor: Actor, thing: Course | Module | Source) -> bool:
    """Tell whether the actor writes the course that `thing` belongs to."""
    return actor.holds_over(course_of(thing).unit.path, *AUTHORS)


@grants(CoursePermission.VIEW)
def may_view(actor: Actor, thing: Course | Module | Source) -> bool:
    """Tell whether the actor reads the course: its authors always, other staff once it has been published."""
    return may_edit(actor, thing) or (actor.is_staff and course_of(thing).state is not CourseState.DRAFT)


def editable_by(actor: Actor) -> ColumnElement[bool]:
    """Return may_edit as a condition on the course's Unit."""
    return under(actor.paths(*AUTHORS))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return may_view as a condition on Course and its Unit."""
    if not actor.is_staff:
        return false()
    return or_(Course.state != CourseState.DRAFT, editable_by(actor))


def author_units(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on Unit that a course of it may be made by the actor; residential areas hold no courses."""
    return and_(editable_by(actor), Unit.kind != UnitKind.RESIDENTIAL_AREA)
