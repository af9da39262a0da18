"""Pages of statistics: the quizzes of a class or of all classes within one's scope, and one quiz in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from sqlalchemy import ColumnElement

from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.tabs import add_tab
from training.classes.views.blueprint import trail
from training.core import web
from training.core.i18n import LazyString, _, _l, ngettext
from training.questions.kinds import KINDS
from training.quizzes.models import Quiz
from training.quizzes.queries import get_quiz
from training.reporting.statistics.access import StatisticsPermission, counted_for
from training.reporting.statistics.queries import (
    VersionLine,
    Which,
    get_class_quiz,
    list_quizzes,
    statistics_of,
)
from training.reporting.statistics.rules.advice import WORDS, Advice, advice_on, reading_of
from training.reporting.statistics.rules.choices import Choice, choices_of
from training.reporting.statistics.rules.figures import BINS

bp = Blueprint("statistics", __name__)
add_tab(
    _l("Statistics"),
    "statistics.of_class",
    StatisticsPermission.SEE_CLASS,
    position=45,
    also=("statistics.of_class_quiz",),
)

WHICH_WORDS: dict[Which, LazyString] = {
    Which.FIRST: _l("First attempts"),
    Which.LAST: _l("Last attempts"),
    Which.BEST: _l("Best attempts"),
    Which.ALL: _l("All attempts"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A version of a question as the page shows it."""

    of: VersionLine
    kind: LazyString
    choices: Sequence[Choice]
    advice: Sequence[Advice]


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "classes" if "class_id" in (request.view_args or {}) else "reporting"


@bp.get("/statistics")
@web.requires(StatisticsPermission.SEE)
def index() -> str:
    """List the quizzes that were taken in the classes within the reader's scope."""
    return render_template("statistics/index.html", quizzes=list_quizzes(counted_for(web.actor())))


@bp.get("/classes/<int:class_id>/statistics")
@web.requires(StatisticsPermission.SEE_CLASS, get_class)
def of_class(training_class: TrainingClass) -> str:
    """List the quizzes that were taken in a class."""
    quizzes = list_quizzes(TrainingClass.id == training_class.id)
    return render_template(
        "statistics/of_class.html", training_class=training_class, quizzes=quizzes, crumbs=trail(training_class)
    )


@bp.get("/classes/<int:class_id>/quizzes/<int:quiz_id>/statistics")
@web.requires(StatisticsPermission.SEE_CLASS, get_class)
def of_class_quiz(training_class: TrainingClass, quiz_id: int) -> str:
    """Show the statistics of a quiz in one class."""
    quiz = get_class_quiz(training_class, quiz_id)
    crumbs = trail(training_class, (_("Statistics"), url_for(".of_class", class_id=training_class.id)))
    return _page(quiz, TrainingClass.id == training_class.id, place=training_class.title, crumbs=crumbs)


@bp.get("/quizzes/<int:quiz_id>/statistics")
@web.requires(StatisticsPermission.SEE, get_quiz)
def of_quiz(quiz: Quiz) -> str:
    """Show the statistics of a quiz over all classes within the reader's scope."""
    crumbs = [(_("Reports"), url_for("reporting.index")), (_("Statistics of quizzes"), url_for(".index"))]
    return _page(quiz, counted_for(web.actor()), place=_("all classes within your scope"), crumbs=crumbs)


def _page(quiz: Quiz, where: ColumnElement[bool], *, place: str, crumbs: Sequence[Any]) -> str:
    which = _which()
    found = statistics_of(quiz.id, where, which=which)
    return render_template(
        "statistics/quiz.html",
        quiz=quiz,
        place=place,
        crumbs=[*crumbs, (quiz.title, None)],
        which=which,
        which_words=[(key.value, words) for key, words in WHICH_WORDS.items()],
        figures=found.figures,
        reading=reading_of(found.figures),
        edges=[100 * place // BINS for place in range(BINS + 1)],
        lines=sorted((_line(one) for one in found.versions), key=_gravity),
        words=WORDS,
        duration=duration,
    )


def _which() -> Which:
    asked = request.args.get("attempts", "")
    return Which(asked) if asked in set(Which) else Which.FIRST


def _gravity(line: Line) -> int:
    """Put first what should be looked at first; the rest stays in the order of the bank."""
    return min((one.value for one in line.advice if one is not Advice.FEW), default=len(Advice) + 1)


def _line(one: VersionLine) -> Line:
    choices = choices_of(one.version.kind, one.version.body, one.given)
    return Line(one, KINDS[one.version.kind].label, choices, advice_on(one.figures, choices))


def duration(seconds: float | None) -> str:
    """Write a time in minutes and seconds."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    words = [ngettext("%(num)s minute", "%(num)s minutes", minutes)] if minutes else []
    if rest or not minutes:
        words.append(ngettext("%(num)s second", "%(num)s seconds", rest))
    return " ".join(words)
