"""Pages of the documents (văn bản) that a course rests on."""

from __future__ import annotations

from typing import Any

from flask import render_template

from training.catalog.access import CoursePermission
from training.catalog.forms import NewSourceForm, source_form
from training.catalog.models import Course, Source
from training.catalog.operations import add_source, change_source, remove_source
from training.catalog.queries import count_citing_modules, get_course, get_source, list_sources
from training.catalog.views.blueprint import bp
from training.core import clock, web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _


@bp.get("/courses/<int:course_id>/documents")
@web.requires(CoursePermission.VIEW, get_course)
def documents(course: Course) -> str:
    """List the documents of a course."""
    return render_template(
        "catalog/documents.html",
        course=course,
        sources=list_sources(course.id),
        cited=count_citing_modules(course),
        today=clock.today(),
        edit=CoursePermission.EDIT,
    )


@bp.route("/courses/<int:course_id>/documents/new", methods=["GET", "POST"])
@web.requires(CoursePermission.EDIT, get_course)
def new_document(course: Course) -> Any:
    """Add a document."""
    form = NewSourceForm()
    if form.validate_on_submit():
        try:
            add_source(course, key=form.key.data or "", facts=form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The document has been added. It can be cited by its key."))
            return web.see_other("catalog.documents", course_id=course.id)
    page = render_template("catalog/document.html", form=form, course=course, source=None)
    return page, 422 if form.errors else 200


@bp.route("/documents/<int:source_id>/edit", methods=["GET", "POST"])
@web.requires(CoursePermission.EDIT, get_source)
def edit_document(source: Source) -> Any:
    """Change what is known of a document."""
    form = source_form(source)
    if form.validate_on_submit():
        try:
            change_source(source, facts=form.facts, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The document has been changed."))
            return web.see_other("catalog.documents", course_id=source.course_id)
    page = render_template("catalog/document.html", form=form, course=source.course, source=source)
    return page, 422 if form.errors else 200


@bp.post("/documents/<int:source_id>/remove")
@web.requires(CoursePermission.EDIT, get_source)
def remove_document(source: Source) -> Any:
    """Remove a document that nothing cites."""
    course_id = source.course_id
    try:
        remove_source(source, by=web.actor())
        web.notice(_("The document has been removed."))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other("catalog.documents", course_id=course_id)
