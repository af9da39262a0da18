"""The page before an attempt: what the quiz asks, how often and until when, what was done; and the start."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from training.core import web
from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l
from training.core.paging import Page
from training.learning.access import LearningPermission
from training.learning.forms import StartForm
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import AttemptHead
from training.learning.queries.progress import QuizStanding, standing_of
from training.learning.queries.quizzes import QuizHead
from training.learning.sentences import why_not
from training.learning.views.blueprint import bp, own_quiz
from training.learning.views.outline import duration
from training.quizzes.models import Counts
from training.quizzes.sitting import Expiry, Layout, Sitting

#: A practice quiz may be taken many times.
ATTEMPTS_SHOWN = 20

COUNTS_WORDS: dict[Counts, LazyString] = {
    Counts.HIGHEST: _l("the best one"),
    Counts.AVERAGE: _l("the average of all"),
    Counts.FIRST: _l("the first one"),
    Counts.LAST: _l("the last one"),
}
LAYOUT_WORDS: dict[Layout, LazyString] = {
    Layout.ONE_BY_ONE: _l("one at a time, back and forth at will"),
    Layout.SEQUENTIAL: _l("one at a time, without going back"),
}


@bp.get("/classes/<int:class_id>/quizzes/<int:quiz_id>")
@web.requires(LearningPermission.LEARN, own_quiz)
def quiz(head: QuizHead) -> str:
    """Show a quiz before it is begun, with the attempts made so far."""
    return _page(head, StartForm())


def _page(head: QuizHead, form: StartForm) -> str:
    standing = standing_of(head)
    hurdle = standing.hurdle
    limit = head.time_limit
    return render_template(
        "learning/quiz.html",
        head=head,
        form=form,
        standing=standing,
        ended=_ended(standing),
        refusal=why_not(hurdle, head, not_before=standing.not_before) if hurdle and not standing.running else "",
        limit=duration(limit) if limit else "",
        counts_words=COUNTS_WORDS[head.revision.counts],
        layout_words=LAYOUT_WORDS.get(head.revision.sitting.layout, ""),
        expiry_words=_expiry_words(head.revision.sitting),
        pause=_pause_words(head, used=len(standing.attempts)),
    )


def _ended(standing: QuizStanding) -> Page[AttemptHead]:
    """Return a page of the attempts that have ended, the newest first."""
    newest = list(reversed(standing.ended))
    last = max(1, -(-len(newest) // ATTEMPTS_SHOWN))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    rows = newest[(number - 1) * ATTEMPTS_SHOWN : number * ATTEMPTS_SHOWN]
    return Page(rows, number, ATTEMPTS_SHOWN, len(newest))


def _expiry_words(sitting: Sitting) -> str:
    if sitting.on_expiry is Expiry.GRACE:
        period = duration(sitting.hand_in_seconds)
        return _("no more answers; for %(period)s it can still be handed in, then it does not count", period=period)
    if sitting.on_expiry is Expiry.ABANDON:
        return _("an attempt that was not handed in does not count")
    return _("what was saved is handed in by itself")


def _pause_words(head: QuizHead, *, used: int) -> str:
    delay = head.revision.sitting.delay_before(max(used, 1) + 1)
    return _("a pause of %(period)s", period=duration(delay)) if delay else ""


@bp.post("/classes/<int:class_id>/quizzes/<int:quiz_id>/start")
@web.requires(LearningPermission.LEARN, own_quiz)
def start(head: QuizHead) -> Response | tuple[str, int]:
    """Begin an attempt, or lead to the one that is open."""
    form = StartForm()
    if form.validate_on_submit():
        try:
            attempt_id = begin_or_resume(head, password=form.password.data or "", by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return web.see_other("learning.attempt", attempt_id=attempt_id)
    return _page(head, form), 422
