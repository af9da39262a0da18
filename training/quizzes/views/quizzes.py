"""The quizzes of a course: the list, a look at one as learners meet it, publishing, revisions."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from flask import render_template, request

from training.catalog.models import Course
from training.catalog.queries import get_course
from training.core import web
from training.core.errors import Conflict
from training.core.i18n import _
from training.quizzes.access import QuizPermission
from training.quizzes.forms import COUNTS, EXPIRIES, LAYOUTS, PHASES, SHOWN
from training.quizzes.models import Quiz
from training.quizzes.operations import publish_quiz, unpublish_quiz
from training.quizzes.preview import sample
from training.quizzes.queries import get_quiz, list_quizzes, list_revisions, revision_of, totals
from training.quizzes.reviewing import normal
from training.quizzes.views.blueprint import bp


@bp.get("/courses/<int:course_id>/quizzes")
@web.requires(QuizPermission.EDIT, get_course)
def index(course: Course) -> str:
    """List the quizzes of a course."""
    quizzes = list_quizzes(course)
    sums = totals([quiz.current_revision_id for quiz in quizzes])
    return render_template("quizzes/index.html", course=course, quizzes=quizzes, totals=sums, counts=COUNTS)


@bp.get("/quizzes/<int:quiz_id>")
@web.requires(QuizPermission.EDIT, get_quiz)
def show_quiz(quiz: Quiz) -> str:
    """Show a quiz as a learner would meet it, with one draw of its questions."""
    revision = revision_of(quiz)
    seed = request.args.get("draw", 1, type=int)
    return render_template(
        "quizzes/show_quiz.html",
        quiz=quiz,
        course=quiz.course,
        revision=revision,
        total=totals([revision.id]).get(revision.id),
        questions=sample(revision, course_id=quiz.course_id, rng=Random(seed)),  # noqa: S311 -- a sample to look at
        seed=seed,
        counts=COUNTS,
        layouts=LAYOUTS,
        expiries=EXPIRIES,
        shown=SHOWN,
        phases=PHASES,
        review=normal(revision.review),
    )


@bp.get("/quizzes/<int:quiz_id>/history")
@web.requires(QuizPermission.EDIT, get_quiz)
def history(quiz: Quiz) -> str:
    """List the revisions of a quiz."""
    revisions = list_revisions(quiz)
    sums = totals([row.revision.id for row in revisions])
    return render_template(
        "quizzes/history.html", quiz=quiz, course=quiz.course, revisions=revisions, totals=sums, counts=COUNTS
    )


@bp.post("/quizzes/<int:quiz_id>/publish")
@web.requires(QuizPermission.EDIT, get_quiz)
def publish(quiz: Quiz) -> Any:
    """Publish a quiz."""
    return _step(quiz, publish_quiz, _("The quiz is published: learners of classes with this course can take it."))


@bp.post("/quizzes/<int:quiz_id>/unpublish")
@web.requires(QuizPermission.EDIT, get_quiz)
def unpublish(quiz: Quiz) -> Any:
    """Withdraw a quiz."""
    return _step(quiz, unpublish_quiz, _("The quiz is withdrawn: nobody begins another attempt."))


def _step(quiz: Quiz, operation: Callable[..., object], done: str) -> Any:
    try:
        operation(quiz, by=web.actor())
        web.notice(done)
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other("quizzes.show_quiz", quiz_id=quiz.id)
