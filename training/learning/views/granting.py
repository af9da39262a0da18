"""Trainers' pages of a quiz in a class: what is granted to learners, and the answers that came too late."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, url_for

from training.classes.access import ClassPermission
from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.queries.classes import get_quiz_hours
from training.classes.queries.enrolments import list_units_of_learners, select_learners
from training.classes.views.blueprint import trail, unit_options
from training.core import web
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.forms import LateForm, OverrideForm
from training.learning.operations.late import accept_late_answers
from training.learning.operations.overrides import end_override, grant_override
from training.learning.queries.late import list_late
from training.learning.queries.overrides import get_override, list_overrides
from training.learning.views.outline import duration
from training.quizzes.models import Quiz

bp = Blueprint("sittings", __name__, url_prefix="/classes/<int:class_id>/quizzes/<int:quiz_id>")


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "classes.index"


@bp.get("/overrides")
@web.requires(ClassPermission.MANAGE, get_class)
def overrides(training_class: TrainingClass, quiz_id: int) -> str:
    """List what is granted at a quiz of the class, and what was."""
    quiz = get_quiz_hours(training_class, quiz_id).quiz
    return render_template(
        "sittings/overrides.html",
        training_class=training_class,
        quiz=quiz,
        overrides=list_overrides(training_class.id, quiz_id),
        duration=duration,
        crumbs=_trail(training_class),
    )


@bp.route("/overrides/new", methods=["GET", "POST"])
@web.requires(ClassPermission.MANAGE, get_class)
def new_override(training_class: TrainingClass, quiz_id: int) -> Any:
    """Grant more time, other hours or further attempts."""
    quiz = get_quiz_hours(training_class, quiz_id).quiz
    actor = web.actor()
    learners = db.session.scalars(select_learners(training_class, actor)).all()
    form = OverrideForm().offer(learners, unit_options(list_units_of_learners(training_class, actor)))
    if form.validate_on_submit():
        try:
            grant_override(training_class, quiz, facts=form.facts, by=actor)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_("It is granted. Those who are taking the quiz see it within half a minute."))
            return web.see_other("sittings.overrides", class_id=training_class.id, quiz_id=quiz_id)
    page = render_template(
        "sittings/new_override.html",
        training_class=training_class,
        quiz=quiz,
        form=form,
        crumbs=_trail(training_class, quiz),
    )
    return page, 422 if form.errors else 200


@bp.post("/overrides/<int:override_id>/end")
@web.requires(ClassPermission.MANAGE, get_class)
def end(training_class: TrainingClass, quiz_id: int, override_id: int) -> Any:
    """End what was granted."""
    try:
        end_override(get_override(training_class.id, override_id), by=web.actor())
        web.notice(_("The override has been ended."))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other("sittings.overrides", class_id=training_class.id, quiz_id=quiz_id)


@bp.get("/late-answers")
@web.requires(ClassPermission.MANAGE, get_class)
def late_answers(training_class: TrainingClass, quiz_id: int) -> str:
    """List the answers that came after attempts had ended."""
    return _late_page(training_class, quiz_id, LateForm())


@bp.post("/late-answers/<int:attempt_id>")
@web.requires(ClassPermission.MANAGE, get_class)
def accept_late(training_class: TrainingClass, quiz_id: int, attempt_id: int) -> Any:
    """Make late answers of an attempt count."""
    form = LateForm()
    mine = next((one for one in list_late(training_class.id, quiz_id) if one.id == attempt_id), None)
    chosen = {line.id for line in mine.waiting} & set(form.late.data or ()) if mine else set()
    if form.validate_on_submit():
        try:
            accept_late_answers(attempt_id, late_ids=chosen, reason=form.reason.data or "", by=web.actor())
            web.notice(_("The answers count now, and the attempt has been marked again."))
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
        return web.see_other("sittings.late_answers", class_id=training_class.id, quiz_id=quiz_id)
    return _late_page(training_class, quiz_id, form, wrong=attempt_id), 422


def _late_page(training_class: TrainingClass, quiz_id: int, form: LateForm, *, wrong: int = 0) -> str:
    return render_template(
        "sittings/late_answers.html",
        training_class=training_class,
        quiz=get_quiz_hours(training_class, quiz_id).quiz,
        attempts=list_late(training_class.id, quiz_id),
        form=form,
        wrong=wrong,
        crumbs=_trail(training_class),
    )


def _trail(training_class: TrainingClass, quiz: Quiz | None = None) -> list[tuple[str, str | None]]:
    courses = (_("Courses and quizzes"), url_for("classes.courses", class_id=training_class.id))
    if quiz is None:
        return trail(training_class, courses)
    here = url_for("sittings.overrides", class_id=training_class.id, quiz_id=quiz.id)
    return trail(training_class, courses, (_("Overrides"), here))
