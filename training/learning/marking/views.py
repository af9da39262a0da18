"""Pages of marking by hand: what waits in a class, the queue of a question, one answer; release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, g, render_template, url_for

from training.classes.copies import add_to_copies
from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import LazyString, _, _l, ngettext
from training.learning.marking.access import MarkingPermission
from training.learning.marking.forms import SETTLINGS, WayForm, judge_form
from training.learning.marking.operations import (
    copy_marking_ways,
    mark_by_hand,
    ready_attempts,
    release_marks,
    set_marking_way,
)
from training.learning.marking.queries import Task, Way, get_task, list_tasks, titles_of, ways_of
from training.learning.marking.rules import DECIDING, Standing
from training.learning.queries.published import AskedVersion, versions
from training.quizzes.models import Quiz
from training.quizzes.queries import get_quiz

bp = Blueprint("marking", __name__, url_prefix="/classes/<int:class_id>/marking")
add_tab(
    _l("Marking by hand"),
    "marking.index",
    MarkingPermission.MARK,
    position=42,
    also=("marking.queue", "marking.answer", "marking.way"),
)
add_to_copies("ways of marking", copy_marking_ways)

STANDINGS: dict[Standing, tuple[str, LazyString]] = {
    Standing.WAITING: ("warn", _l("not marked yet")),
    Standing.SECOND_WANTED: ("warn", _l("waits for the second marker")),
    Standing.DIFFERS: ("bad", _l("the two marks differ")),
    Standing.DECIDED: ("ok", _l("marked")),
}


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "classes"


@bp.get("")
@web.requires(MarkingPermission.MARK, get_class)
def index(training_class: TrainingClass) -> str:
    """Show what waits for a person, by quiz and question."""
    tasks = list_tasks(training_class.id)
    found = versions.many({task.version_id for task in tasks})
    quizzes: dict[int, dict[int, list[Task]]] = {}
    for task in tasks:
        quizzes.setdefault(task.quiz_id, {}).setdefault(task.question_id, []).append(task)
    return render_template(
        "marking/index.html",
        training_class=training_class,
        quizzes=quizzes,
        titles=titles_of(quizzes),
        found=found,
        ways=ways_of(training_class.id),
        ready={id_: len(ready_attempts([t for t in tasks if t.quiz_id == id_])) for id_ in quizzes},
        waiting={id_: len({t.attempt_id for t in tasks if t.quiz_id == id_}) for id_ in quizzes},
        open_for_me=_open_for_me,
        settlings=SETTLINGS,
        crumbs=trail(training_class),
    )


def _open_for_me(tasks: Sequence[Task]) -> int:
    """Return how many answers ask something of the reader that has not been given."""
    me = web.actor().account_id
    return sum(task.turn(me) is not None and task.own(me) is None for task in tasks)


@bp.get("/questions/<int:question_id>")
@web.requires(MarkingPermission.MARK, get_class)
def queue(training_class: TrainingClass, question_id: int) -> str:
    """Show the answers to one question."""
    tasks = [task for task in list_tasks(training_class.id) if task.question_id == question_id]
    return render_template(
        "marking/queue.html",
        training_class=training_class,
        tasks=tasks,
        version=_version(tasks[0]) if tasks else None,
        title=titles_of({task.quiz_id for task in tasks}),
        standings=STANDINGS,
        counts=Counter(task.standing for task in tasks),
        marker=web.actor().account_id,
        crumbs=_trail(training_class),
    )


def _trail(training_class: TrainingClass) -> list[tuple[str, str | None]]:
    return trail(training_class, (_("Marking by hand"), url_for(".index", class_id=training_class.id)))


def _version(task: Task) -> AskedVersion:
    return versions.many((task.version_id,))[task.version_id]


@bp.route("/answers/<int:place_id>", methods=["GET", "POST"])
@web.requires(MarkingPermission.MARK, get_class)
def answer(training_class: TrainingClass, place_id: int) -> Any:
    """Show an answer with its rubric, and keep the reader's mark of it."""
    task = get_task(training_class, place_id)
    rubric = _rubric(_version(task).body)
    form = judge_form(rubric, most=task.max_mark, own=task.own(web.actor().account_id))
    if form.validate_on_submit():
        try:
            judged = form.judgement(rubric, most=task.max_mark)
            mark_by_hand(training_class, place_id=place_id, judgement=judged, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            web.notice(refusal.text, "warn")
            return web.see_other(".queue", class_id=training_class.id, question_id=task.question_id)
        else:
            return _next(training_class, task)
    me = web.actor().account_id
    page = render_template(
        "marking/answer.html",
        training_class=training_class,
        task=task,
        version=_version(task),
        form=form,
        turn=task.turn(me),
        others=task.given if task.turn(me) == DECIDING else (),
        crumbs=_trail(training_class),
    )
    return page, 422 if form.errors else 200


def _rubric(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return body.get("rubric") or ()


def _next(training_class: TrainingClass, task: Task) -> Any:
    """Lead to the next answer to the question that asks something of the reader, or to the queue."""
    me = web.actor().account_id
    web.notice(_("The mark is kept. Learners see it once the results are released."))
    rest = [t for t in list_tasks(training_class.id, quiz_id=task.quiz_id) if t.question_id == task.question_id]
    after = [t for t in rest if t.number > task.number] + [t for t in rest if t.number < task.number]
    for one in after:
        if one.turn(me) is not None and one.own(me) is None:
            return web.see_other(".answer", class_id=training_class.id, place_id=one.place_id)
    return web.see_other(".queue", class_id=training_class.id, question_id=task.question_id)


@bp.route("/quizzes/<int:quiz_id>", methods=["GET", "POST"])
@web.requires(MarkingPermission.MARK, get_class)
def way(training_class: TrainingClass, quiz_id: int) -> Any:
    """Say how the class marks a quiz by hand."""
    quiz: Quiz = get_quiz(quiz_id)
    now = ways_of(training_class.id).get(quiz.id, Way())
    form = WayForm(anonymous=now.anonymous, two_markers=now.two_markers, settling=now.settling.value)
    if form.validate_on_submit():
        set_marking_way(training_class, quiz=quiz, way=form.way, by=web.actor())
        web.notice(_("How this quiz is marked has been saved."))
        return web.see_other(".index", class_id=training_class.id)
    page = render_template(
        "marking/way.html", training_class=training_class, quiz=quiz, form=form, crumbs=_trail(training_class)
    )
    return page, 422 if form.errors else 200


@bp.post("/quizzes/<int:quiz_id>/release")
@web.requires(MarkingPermission.MARK, get_class)
def release(training_class: TrainingClass, quiz_id: int) -> Any:
    """Release the results of the attempts that are marked to the end."""
    try:
        count = release_marks(training_class, quiz=get_quiz(quiz_id), by=web.actor())
        web.notice(ngettext("%(num)s result is released; its learner is told.", "%(num)s results are released.", count))
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other(".index", class_id=training_class.id)
