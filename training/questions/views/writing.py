"""Writing questions: a form for each kind, with rows of options that are added by a script or by posting back."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.catalog.models import Course
from training.catalog.queries import get_course, list_sources
from training.core import web
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _
from training.questions.access import QuestionPermission
from training.questions.forms import FORMS, QuestionForm
from training.questions.kinds import KINDS
from training.questions.models import Question, QuestionVersion
from training.questions.operations import change_question, create_question, draft_version
from training.questions.queries import get_question, list_shelves
from training.questions.showing import Asked, answer, ask
from training.questions.views.blueprint import bp

#: Buttons of the form that save nothing.
_POSTED_BACK = {"add", "preview", "try"}
#: Name of the fields that answer the question shown beside the form.
_TRIED = "preview"


@bp.get("/courses/<int:course_id>/questions/new")
@web.requires(QuestionPermission.EDIT, get_course)
def choose_kind(course: Course) -> str:
    """Offer the kinds of question."""
    return render_template("questions/choose_kind.html", course=course, kinds=KINDS)


@bp.route("/courses/<int:course_id>/questions/new/<kind>", methods=["GET", "POST"])
@web.requires(QuestionPermission.EDIT, get_course)
def new_question(course: Course, kind: str) -> Any:
    """Write a new question."""
    form = _form(kind)(category=_category_of(course))
    if request.method == "POST":
        if request.form.get("action") in _POSTED_BACK:
            return _post_back(course, form)
        if form.check():
            try:
                question = create_question(course, facts=form.facts, key=form.key.data or "", by=web.actor())
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                web.notice(_("The question is in the bank. Try it as a learner meets it."))
                return web.see_other("questions.try_question", question_id=question.id)
    return _page(course, form), 422 if form.errors else 200


def _form(kind: str) -> type[QuestionForm]:
    if kind not in FORMS:
        raise NotFound(_("There is no such kind of question."))
    return FORMS[kind]


def _category_of(course: Course) -> str:
    """Return the category that the address asks for, or the only one."""
    shelves = list_shelves(course.id)
    wanted = request.args.get("category", type=int)
    named = [shelf.category.name for shelf in shelves if shelf.category.id == wanted]
    return named[0] if named else shelves[0].category.name if len(shelves) == 1 else ""


@bp.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@web.requires(QuestionPermission.EDIT, get_question)
def edit_question(question: Question) -> Any:
    """Change a question; what was asked before stays in its versions."""
    version = _current(question)
    form = _form(version.kind).of(question, version, seen=version.number)
    other: QuestionVersion | None = None
    if request.method == "POST":
        if request.form.get("action") in _POSTED_BACK:
            return _post_back(question.category.course, form, question=question)
        if form.check():
            try:
                return _change(question, form, before=version.id)
            except Invalid as refusal:
                form.refuse(refusal)
            except Conflict:
                other = _current(get_question(question.id))
                form.show("seen", other.number)
    status = 409 if other else 422 if form.errors else 200
    preview = _asked(version) if request.method == "GET" else None
    return _page(question.category.course, form, question=question, other=other, preview=preview), status


def _change(question: Question, form: QuestionForm, *, before: int) -> Any:
    changed = change_question(question, facts=form.facts, seen=form.seen.data or 0, by=web.actor())
    if changed.current_version_id == before:
        web.notice(_("The wording has not changed, so there is no new version."), "info")
    else:
        number = _current(changed).number
        web.notice(_("Version %(number)s is saved. Attempts already begun keep theirs.", number=number))
    return web.see_other("questions.try_question", question_id=changed.id)


def _current(question: Question) -> QuestionVersion:
    if question.current_version is None:
        raise NotFound(_("There is no such question."))
    return question.current_version


def _post_back(course: Course, form: QuestionForm, *, question: Question | None = None) -> Any:
    """Answer a button that saves nothing: one more row, a look at what a learner would see, a try at it."""
    if request.form["action"] == "add" and form.rows is not None:
        form.rows.append_entry()
        return _page(course, form, question=question)
    if not form.check():
        return _page(course, form, question=question), 422
    try:
        draft = draft_version(course.id, form.facts)
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(course, form, question=question), 422
    shown = _tried(draft) if request.form["action"] == "try" else {"preview": _asked(draft)}
    return _page(course, form, question=question, **shown)


def _asked(version: QuestionVersion) -> Asked:
    return ask(version, name=_TRIED, values=request.form.getlist(_TRIED))


def _tried(draft: QuestionVersion) -> dict[str, Any]:
    """Return the question with the author's own answer and what it is worth, or why it cannot be taken."""
    try:
        _response, explained = answer(draft, request.form.getlist(_TRIED))
    except Invalid as refusal:
        return {"preview": _asked(draft), "fault": refusal.text}
    return {"preview": _asked(draft), "explained": explained}


def _page(course: Course, form: QuestionForm, *, question: Question | None = None, **more: Any) -> str:
    return render_template(
        "questions/edit_question.html",
        course=course,
        form=form,
        kind=KINDS[form.kind],
        question=question,
        shelves=list_shelves(course.id),
        sources=list_sources(course.id),
        **{"other": None, "preview": None, "explained": None, "fault": "", **more},
    )
