"""Courses as zips: export of one, import of one with every fault named."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from flask import Response, render_template, send_file

from training.catalog.access import CoursePermission
from training.catalog.models import Course
from training.catalog.queries import find_course, get_course, list_author_units
from training.catalog.rules.keys import plain_key
from training.core import web
from training.core.access import may
from training.core.errors import Invalid
from training.core.faults import Fault
from training.core.i18n import _
from training.quizzes.access import QuizPermission
from training.quizzes.course_package import CourseReading, read_course_folder
from training.quizzes.course_zip import unpack, write_zip
from training.quizzes.forms import PackageForm
from training.quizzes.operations import Loaded, load_course
from training.quizzes.views.blueprint import bp


@bp.get("/courses/<int:course_id>/export")
@web.requires(QuizPermission.EDIT, get_course)
def export_course(course: Course) -> Response:
    """Send the course's folder as a zip."""
    data = io.BytesIO(write_zip(course))
    name = f"{plain_key(course.code)}.zip"
    return send_file(data, mimetype="application/zip", as_attachment=True, download_name=name)


@bp.route("/courses/import", methods=["GET", "POST"])
@web.requires(CoursePermission.CREATE)
def import_course() -> Any:
    """Take a course's folder as a zip; with faults nothing is taken, and all of them are named."""
    form = PackageForm().offer(list_author_units(web.actor()))
    faults: tuple[Fault, ...] = ()
    if form.validate_on_submit():
        try:
            with tempfile.TemporaryDirectory(prefix="course-") as folder:
                reading = read_course_folder(unpack(form.file.data.read(), into=Path(folder)))
                faults = reading.faults
                if not faults:
                    return _load(reading, form)
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template("quizzes/import_course.html", form=form, faults=faults)
    return page, 422 if form.errors or faults else 200


def _load(reading: CourseReading, form: PackageForm) -> Any:
    known = find_course(reading.course.code)
    if known is not None and not may(web.actor(), CoursePermission.EDIT, known):
        raise Invalid("file", _("Another unit has the course %(code)s already.", code=known.code))
    unit = next(unit for unit in list_author_units(web.actor()) if unit.id == form.unit_id.data)
    loaded = load_course(reading, unit=unit, by=web.actor())
    web.notice(_told(loaded))
    return web.see_other("catalog.show_course", course_id=loaded.course.id)


def _told(loaded: Loaded) -> str:
    counts = loaded.counts
    if not +counts:
        return _("The course is here already, just so: nothing was changed.")
    return _(
        "Added or changed: %(modules)s modules, %(questions)s questions, %(quizzes)s quizzes, %(documents)s documents, "
        "%(pictures)s pictures.",
        modules=counts["modules"],
        questions=counts["questions"],
        quizzes=counts["quizzes"],
        documents=counts["documents"],
        pictures=counts["pictures"],
    )
