"""A question tried as a learner meets it, its versions, and putting it out of use."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.core import web
from training.core.errors import Invalid, NotFound
from training.core.i18n import _
from training.questions.access import QuestionPermission
from training.questions.kinds import KINDS
from training.questions.models import Question
from training.questions.operations import restore_question, retire_question
from training.questions.queries import get_question, list_versions
from training.questions.showing import answer, ask
from training.questions.views.blueprint import bp


@bp.route("/questions/<int:question_id>", methods=["GET", "POST"])
@web.requires(QuestionPermission.EDIT, get_question)
def try_question(question: Question) -> Any:
    """Show a question as a learner meets it and mark what is answered; nothing is kept."""
    version = question.current_version
    if version is None:
        raise NotFound(_("There is no such question."))
    explained, fault, values = None, "", request.form.getlist("answer")
    if request.method == "POST":
        try:
            _response, explained = answer(version, values)
        except Invalid as refusal:
            fault = refusal.text
    page = render_template(
        "questions/try_question.html",
        question=question,
        course=question.category.course,
        kind=KINDS[version.kind],
        asked=ask(version, values=values),
        explained=explained,
        fault=fault,
    )
    return page, 422 if fault else 200


@bp.get("/questions/<int:question_id>/versions")
@web.requires(QuestionPermission.EDIT, get_question)
def versions(question: Question) -> str:
    """List what a question was and is."""
    return render_template(
        "questions/versions.html",
        question=question,
        course=question.category.course,
        versions=list_versions(question),
        kinds=KINDS,
    )


@bp.post("/questions/<int:question_id>/retire")
@web.requires(QuestionPermission.EDIT, get_question)
def retire(question: Question) -> Any:
    """Draw a question no more."""
    retire_question(question, by=web.actor())
    web.notice(_("The question is retired: no new attempt gets it. It can be brought back."))
    return web.see_other("questions.try_question", question_id=question.id)


@bp.post("/questions/<int:question_id>/restore")
@web.requires(QuestionPermission.EDIT, get_question)
def restore(question: Question) -> Any:
    """Let a retired question be drawn again."""
    restore_question(question, by=web.actor())
    web.notice(_("The question can be drawn again."))
    return web.see_other("questions.try_question", question_id=question.id)
