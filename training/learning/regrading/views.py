"""Pages of regradings: what was asked and what was regraded; trying out, applying, taking back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from training.core import web
from training.core.access import may
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _
from training.learning.regrading.access import RegradingPermission
from training.learning.regrading.forms import REMEDIES, RegradeForm, UndoForm, key_now, keys_of, stem_line
from training.learning.regrading.models import Regrading, Remedy
from training.learning.regrading.operations import regrade, undo_regrading
from training.learning.regrading.queries.done import (
    get_question_of,
    get_regrading,
    list_asked,
    list_classes_with,
    list_done,
    list_outcomes,
    name_of,
    reaches_others,
)
from training.learning.regrading.queries.trials import Order, Trial, try_out
from training.questions.access import QuestionPermission
from training.questions.models import Question, QuestionVersion
from training.questions.queries import list_versions
from training.quizzes.models import Quiz
from training.quizzes.queries import get_quiz

bp = Blueprint("regrading", __name__)

Trail = list[tuple[str, str | None]]


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "catalog"


def _trail(quiz: Quiz) -> Trail:
    return [(quiz.title, url_for("statistics.of_quiz", quiz_id=quiz.id))]


@bp.get("/quizzes/<int:quiz_id>/regradings")
@web.requires(RegradingPermission.REGRADE, get_quiz)
def index(quiz: Quiz) -> str:
    """List the questions that were asked, and what was regraded."""
    actor = web.actor()
    return render_template(
        "regrading/index.html",
        quiz=quiz,
        asked=list_asked(quiz, actor),
        done=list_done(quiz, actor),
        remedies=REMEDIES,
        stem_line=stem_line,
        crumbs=[*_trail(quiz), (_("Mark again"), None)],
    )


@bp.route("/quizzes/<int:quiz_id>/questions/<int:question_id>/regrade", methods=["GET", "POST"])
@web.requires(RegradingPermission.REGRADE, get_quiz)
def question(quiz: Quiz, question_id: int) -> Any:
    """Try out and apply a regrading of a question."""
    asked = get_question_of(quiz, question_id)
    current = asked.current_version
    if current is None:
        raise NotFound(_("There is no such question in this quiz."))
    form = _form(quiz, asked, current)
    if not form.validate_on_submit():
        return _page(quiz, current, form), 422 if request.method == "POST" else 200
    order = _order(quiz, asked, form)
    try:
        if request.form.get("action") != "apply":
            return _page(quiz, current, form, trial=try_out(order, by=web.actor()))
        done = regrade(order, reason=form.reason.data, seen=form.seen.data or "", by=web.actor())
    except Invalid as refusal:
        form.refuse(Invalid(_field(form, refusal.field), refusal.text))
        return _page(quiz, current, form), 422
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
        return _page(quiz, current, form), Conflict.status
    web.notice(_("The question has been marked again. Those whose results changed have been told."))
    return web.see_other(".show", regrading_id=done.id)


def _form(quiz: Quiz, asked: Question, current: QuestionVersion) -> RegradeForm:
    keys = keys_of(current) if may(web.actor(), QuestionPermission.EDIT, asked) else ""
    versions = list_versions(asked)
    form = RegradeForm(
        remedy=Remedy.VERSION.value,
        class_id=request.args.get("class", 0, type=int),
        version_id=current.id,
        **key_now(current),
    )
    return form.offer(current, versions, list_classes_with(quiz, web.actor()), keys=keys)


def _order(quiz: Quiz, asked: Question, form: RegradeForm) -> Order:
    remedy = Remedy(form.remedy.data)
    return Order(
        quiz,
        asked,
        remedy,
        class_id=form.class_id.data or None,
        version_id=form.version_id.data if remedy is Remedy.VERSION else None,
        key=form.key if remedy is Remedy.KEY else (),
    )


def _field(form: RegradeForm, name: str) -> str:
    """Return the field of this form that a fault of the question's own form belongs to."""
    if name in form:
        return name
    return next((field for field in ("key_options", "key_answers") if field in form), "remedy")


def _page(quiz: Quiz, current: QuestionVersion, form: RegradeForm, *, trial: Trial | None = None) -> str:
    if trial is not None:
        form.seen.data = trial.seen
    return render_template(
        "regrading/question.html",
        quiz=quiz,
        current=current,
        form=form,
        trial=trial,
        crumbs=[*_trail(quiz), (_("Mark again"), url_for(".index", quiz_id=quiz.id)), (_("Question"), None)],
    )


@bp.get("/regradings/<int:regrading_id>")
@web.requires(RegradingPermission.REGRADE, get_regrading)
def show(regrading: Regrading) -> str:
    """Show what a regrading changed."""
    return _show(regrading, UndoForm())


@bp.post("/regradings/<int:regrading_id>/undo")
@web.requires(RegradingPermission.REGRADE, get_regrading)
def undo(regrading: Regrading) -> Any:
    """Take a regrading back."""
    form = UndoForm()
    if not form.validate_on_submit():
        return _show(regrading, form), 422
    try:
        undo_regrading(regrading, reason=form.reason.data, by=web.actor())
        web.notice(_("The regrading has been taken back. Those whose results changed have been told."))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other(".show", regrading_id=regrading.id)


def _show(regrading: Regrading, form: UndoForm) -> str:
    outcomes = list_outcomes(regrading, web.actor())
    if not outcomes:
        raise NotFound(_("There is no such regrading."))
    quiz = regrading.quiz
    return render_template(
        "regrading/show.html",
        regrading=regrading,
        outcomes=outcomes,
        form=form,
        by=name_of(regrading.by_account_id),
        undone_by=name_of(regrading.undone_by_account_id),
        remedies=REMEDIES,
        current=regrading.question_version or regrading.question.current_version,
        whole=not reaches_others(regrading, web.actor()),
        crumbs=[*_trail(quiz), (_("Mark again"), url_for(".index", quiz_id=quiz.id)), (_("What was done"), None)],
    )
