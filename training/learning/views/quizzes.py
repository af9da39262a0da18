"""The page before an attempt: what the quiz asks, how often and until when, what was done; and the start."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from training.core import web
from training.core.i18n import LazyString, _l
from training.learning.access import LearningPermission
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.progress import standing_of
from training.learning.queries.quizzes import QuizHead
from training.learning.sentences import why_not
from training.learning.views.blueprint import bp, own_quiz
from training.learning.views.outline import duration
from training.quizzes.models import Counts

COUNTS_WORDS: dict[Counts, LazyString] = {
    Counts.HIGHEST: _l("the best one"),
    Counts.AVERAGE: _l("the average of all"),
    Counts.FIRST: _l("the first one"),
    Counts.LAST: _l("the last one"),
}


@bp.get("/classes/<int:class_id>/quizzes/<int:quiz_id>")
@web.requires(LearningPermission.LEARN, own_quiz)
def quiz(head: QuizHead) -> str:
    """Show a quiz before it is begun, with the attempts made so far."""
    standing = standing_of(head)
    hurdle = standing.hurdle
    limit = head.revision.time_limit
    return render_template(
        "learning/quiz.html",
        head=head,
        standing=standing,
        refusal=why_not(hurdle, head) if hurdle and not standing.running else "",
        limit=duration(limit) if limit else "",
        counts_words=COUNTS_WORDS[head.revision.counts],
    )


@bp.post("/classes/<int:class_id>/quizzes/<int:quiz_id>/start")
@web.requires(LearningPermission.LEARN, own_quiz)
def start(head: QuizHead) -> Response:
    """Begin an attempt, or lead to the one that is open."""
    return web.see_other("learning.attempt", attempt_id=begin_or_resume(head, by=web.actor()))
