"""The question bank of a course: its categories, and questions found by words and kind."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request

from training.catalog.models import Course
from training.catalog.queries import get_course
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import _
from training.questions.access import QuestionPermission
from training.questions.forms import CategoryForm
from training.questions.kinds import KINDS
from training.questions.models import QuestionCategory
from training.questions.operations import rename_category
from training.questions.queries import get_category, list_questions, list_shelves
from training.questions.views.blueprint import bp


@bp.get("/courses/<int:course_id>/questions")
@web.requires(QuestionPermission.EDIT, get_course)
def index(course: Course) -> str:
    """List the questions of a course."""
    wanted: dict[str, Any] = {
        "words": request.args.get("q", ""),
        "kind": request.args.get("kind", "") if request.args.get("kind") in KINDS else "",
        "category_id": request.args.get("category", type=int),
        "retired": "only" if request.args.get("retired") else "no",
    }
    number = request.args.get("page", 1, type=int)
    page = list_questions(course, number=number, **wanted)
    return render_template(
        "questions/index.html",
        course=course,
        page=page,
        groups=[(category, list(questions)) for category, questions in groupby(page.rows, lambda q: q.category)],
        shelves=list_shelves(course.id),
        kinds=KINDS,
        filtered=any(request.args.get(name) for name in ("q", "kind", "category", "retired")),
        **wanted,
    )


@bp.route("/categories/<int:category_id>/edit", methods=["GET", "POST"])
@web.requires(QuestionPermission.EDIT, get_category)
def edit_category(category: QuestionCategory) -> Any:
    """Give a category another name."""
    form = CategoryForm(name=category.name)
    course_id = category.course_id
    if form.validate_on_submit():
        try:
            rename_category(category, name=form.name.data or "", by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("The category has another name now."))
            return web.see_other("questions.index", course_id=course_id)
    page = render_template("questions/edit_category.html", form=form, category=category, course=category.course)
    return page, 422 if form.errors else 200
