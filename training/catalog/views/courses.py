"""Pages of courses: the list, one course, making, changing, publishing and putting away."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import render_template, request

from training.catalog.access import CoursePermission
from training.catalog.forms import CourseForm
from training.catalog.models import Course, CourseState, Track
from training.catalog.operations import archive_course, change_course, create_course, publish_course, restore_course
from training.catalog.queries import (
    count_modules,
    get_course,
    has_unpublished,
    list_author_units,
    list_courses,
    list_modules,
)
from training.catalog.rules.words import STATES, TRACKS
from training.catalog.views.blueprint import bp
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.units.models import Unit

E = TypeVar("E", bound=StrEnum)


@bp.get("/courses")
@web.requires(CoursePermission.LIST)
def index() -> str:
    """List the courses."""
    track, state = _chosen(Track, "track"), _chosen(CourseState, "state")
    words = request.args.get("q", "")
    number = request.args.get("page", 1, type=int)
    page = list_courses(web.actor(), words=words, track=track, state=state, number=number)
    return render_template(
        "catalog/index.html",
        page=page,
        modules=count_modules(page.rows),
        words=words,
        track=track or "",
        state=state or "",
        filtered=bool(words or track or state),
        **_names(),
    )


def _names() -> dict[str, Any]:
    return {
        "track_words": TRACKS,
        "state_words": STATES,
        "state_options": [(state.value, words) for state, (words, _kind) in STATES.items()],
        "create": CoursePermission.CREATE,
    }


def _chosen(kind: type[E], name: str) -> E | None:
    value = request.args.get(name, "")
    return kind(value) if value in set(kind) else None


@bp.route("/courses/new", methods=["GET", "POST"])
@web.requires(CoursePermission.CREATE)
def new_course() -> Any:
    """Make a course."""
    units = list_author_units(web.actor())
    form = CourseForm().offer(units)
    if form.validate_on_submit():
        try:
            unit = _of(units, form.unit_id.data)
            course = create_course(form.facts, unit=unit, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The course has been made. Next: write its first module."))
            return web.see_other("catalog.show_course", course_id=course.id)
    return render_template("catalog/new_course.html", form=form), 422 if form.errors else 200


def _of(units: list[Unit], unit_id: int) -> Unit:
    return next(unit for unit in units if unit.id == unit_id)


@bp.get("/courses/<int:course_id>")
@web.requires(CoursePermission.VIEW, get_course)
def show_course(course: Course) -> str:
    """Show a course with its modules."""
    modules = list_modules(course)
    return render_template(
        "catalog/show_course.html",
        course=course,
        modules=modules,
        changed={module.id for module in modules if has_unpublished(module)},
        archived=list_modules(course, archived=True),
        edit=CoursePermission.EDIT,
        **_names(),
    )


@bp.route("/courses/<int:course_id>/edit", methods=["GET", "POST"])
@web.requires(CoursePermission.EDIT, get_course)
def edit_course(course: Course) -> Any:
    """Change what is said of a course."""
    units = list_author_units(web.actor())
    form = CourseForm.of(course).offer(units)
    changed: Course | None = None
    if form.validate_on_submit():
        try:
            facts, unit = form.facts, _of(units, form.unit_id.data)
            change_course(course, facts=facts, unit=unit, version=form.version.data or 0, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict:
            changed = get_course(course.id)
            form.show("version", changed.version)
        else:
            web.notice(_("The course has been changed."))
            return web.see_other("catalog.show_course", course_id=course.id)
    status = 409 if changed else 422 if form.errors else 200
    page = render_template("catalog/edit_course.html", form=form, course=course, changed=changed, **_names())
    return page, status


@bp.post("/courses/<int:course_id>/publish")
@web.requires(CoursePermission.EDIT, get_course)
def publish(course: Course) -> Any:
    """Publish a course."""
    return _step(course, publish_course, _("The course is published: classes can be held of it."))


@bp.post("/courses/<int:course_id>/archive")
@web.requires(CoursePermission.EDIT, get_course)
def archive(course: Course) -> Any:
    """Put a course away."""
    return _step(course, archive_course, _("The course has been put away. Classes that have it keep it."))


@bp.post("/courses/<int:course_id>/restore")
@web.requires(CoursePermission.EDIT, get_course)
def restore(course: Course) -> Any:
    """Bring a course back."""
    return _step(course, restore_course, _("The course is back, as a draft."))


def _step(course: Course, operation: Callable[..., object], done: str) -> Any:
    try:
        operation(course, by=web.actor())
        web.notice(done)
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other("catalog.show_course", course_id=course.id)
