"""The review of a submitted attempt: the result, and of each question what the quiz lets its learner see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from training.core import clock, web
from training.core.i18n import LazyString, _l
from training.learning.access import LearningPermission
from training.learning.queries.attempts import AttemptHead
from training.learning.queries.classes import CitationLine
from training.learning.queries.marked import Marked, citations_of, list_marked
from training.learning.rules.results import shown_in_review
from training.learning.views.blueprint import bp, own_attempt
from training.learning.views.fragments import reviewed_markup

OUTCOME_WORDS: dict[str, LazyString] = {
    "right": _l("right"),
    "part": _l("right in part"),
    "wrong": _l("wrong"),
    "blank": _l("not answered"),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A question of the review; `outcome` is right, part, wrong or blank, and empty where it is not shown."""

    position: int
    markup: Markup
    outcome: str
    citations: Sequence[CitationLine]


@bp.get("/attempts/<int:attempt_id>/review")
@web.requires(LearningPermission.LEARN, own_attempt)
def review(head: AttemptHead) -> str | Response:
    """Show what became of a submitted attempt; one that is still open has no review."""
    if head.is_open:
        return redirect(url_for("learning.attempt", attempt_id=head.id))
    shown = shown_in_review(head.revision.review, closed=head.window.is_over(clock.now()))
    marked = list_marked(head.id)
    cited = citations_of([one.judged_by for one in marked]) if "explanation" in shown else {}
    return render_template(
        "learning/review.html",
        attempt=head,
        shown=shown,
        lines=[
            ReviewLine(
                one.position,
                reviewed_markup(one, shown=shown),
                _outcome(one) if "outcome" in shown else "",
                cited.get(one.judged_by, ()),
            )
            for one in marked
        ],
        right=sum(one.fraction == 1 for one in marked),
        answered=sum(one.response is not None for one in marked),
        outcome_words=OUTCOME_WORDS,
    )


def _outcome(one: Marked) -> str:
    if one.response is None:
        return "blank"
    if one.fraction == 1:
        return "right"
    return "part" if one.fraction else "wrong"
