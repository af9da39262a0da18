"""Pages of appeals: a learner asks, a trainer sees what is asked and answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.core import web
from training.core.errors import Conflict, Invalid, NotFound
from training.core.i18n import _, _l
from training.learning.access import LearningPermission
from training.learning.appeals.access import AppealPermission
from training.learning.appeals.forms import STATES, AnswerForm, AppealForm
from training.learning.appeals.models import AppealState
from training.learning.appeals.operations import answer_appeal, appeal
from training.learning.appeals.queries import AppealLine, appeal_until, appeals_about, get_appeal, list_appeals
from training.learning.marking.rules import read_mark
from training.learning.queries.attempts import AttemptHead
from training.learning.queries.marked import Marked, list_marked
from training.learning.queries.published import versions
from training.learning.views.blueprint import own_attempt
from training.learning.views.fragments import reviewed_markup

bp = Blueprint("appeals", __name__)
add_tab(_l("Appeals"), "appeals.index", AppealPermission.ANSWER, position=43, also=("appeals.show",))

#: A trainer sees all of the question.
ALL = frozenset({"attempt", "marks", "outcome", "answer", "explanation", "feedback"})


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "classes" if "class_id" in (request.view_args or {}) else "learning.results"


@bp.route("/learn/attempts/<int:attempt_id>/questions/<int:position>/appeal", methods=["GET", "POST"])
@web.requires(LearningPermission.LEARN, own_attempt)
def ask(head: AttemptHead, position: int) -> Any:
    """Let a learner appeal against the mark of a question."""
    place = _place(head.id, position)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            appeal(head.id, position=position, text=form.text.data, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
            return web.see_other("learning.review", attempt_id=head.id)
        else:
            web.notice(_("The appeal has been sent. The answer comes as a notice."))
            return web.see_other("learning.review", attempt_id=head.id)
    page = render_template(
        "appeals/ask.html",
        head=head,
        position=position,
        stem=versions.many((place.version_id,))[place.version_id].stem_html,
        until=appeal_until(head),
        done=position in appeals_about(head.id),
        form=form,
    )
    return page, 422 if form.errors else 200


def _place(attempt_id: int, position: int) -> Marked:
    found = next((one for one in list_marked(attempt_id) if one.position == position), None)
    if found is None:
        raise NotFound(_("There is no such question in this attempt."))
    return found


@bp.get("/classes/<int:class_id>/appeals")
@web.requires(AppealPermission.ANSWER, get_class)
def index(training_class: TrainingClass) -> str:
    """List the appeals of a class."""
    return render_template(
        "appeals/index.html",
        training_class=training_class,
        appeals=list_appeals(training_class),
        states=STATES,
        crumbs=trail(training_class),
    )


@bp.route("/classes/<int:class_id>/appeals/<int:appeal_id>", methods=["GET", "POST"])
@web.requires(AppealPermission.ANSWER, get_class)
def show(training_class: TrainingClass, appeal_id: int) -> Any:
    """Show an appeal with the answer that it is about, and answer it."""
    line = get_appeal(training_class, appeal_id)
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            _answer(training_class, line, form)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
            return web.see_other(".show", class_id=training_class.id, appeal_id=appeal_id)
        else:
            web.notice(_("The appeal is answered; the learner is told."))
            return web.see_other(".index", class_id=training_class.id)
    page = render_template(
        "appeals/show.html",
        training_class=training_class,
        line=line,
        markup=reviewed_markup(_place(line.attempt_id, line.position), shown=ALL),
        form=form,
        states=STATES,
        crumbs=trail(training_class, (_("Appeals"), url_for(".index", class_id=training_class.id))),
    )
    return page, 422 if form.errors else 200


def _answer(training_class: TrainingClass, line: AppealLine, form: AnswerForm) -> None:
    typed = (form.mark.data or "").strip()
    answer_appeal(
        training_class,
        appeal_id=line.appeal.id,
        state=AppealState(form.state.data),
        answer=form.answer.data or "",
        mark=read_mark(typed, most=line.max_mark) if typed else None,
        by=web.actor(),
    )
