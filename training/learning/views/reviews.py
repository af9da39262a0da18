"""The review of a submitted attempt: the result, and of each question what the quiz lets its learner see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from training.core import clock, web
from training.core.i18n import LazyString, _, _l, ngettext
from training.learning.access import LearningPermission
from training.learning.appeals.forms import STATES
from training.learning.appeals.models import Appeal
from training.learning.appeals.queries import appeal_until, appeals_about
from training.learning.marking.queries import comments_on
from training.learning.operations.marking import awaits_person, mark_of
from training.learning.queries.attempts import AttemptHead, list_asked
from training.learning.queries.classes import CitationLine
from training.learning.queries.marked import Marked, citations_of, list_marked
from training.learning.queries.progress import shown_now
from training.learning.queries.published import versions
from training.learning.rules.results import share_of
from training.learning.rules.timing import in_time
from training.learning.views.blueprint import bp, own_attempt
from training.learning.views.fragments import reviewed_markup
from training.quizzes.reviewing import band_of

OUTCOME_WORDS: dict[str, LazyString] = {
    "right": _l("right"),
    "part": _l("right in part"),
    "wrong": _l("wrong"),
    "blank": _l("not answered"),
    "waits": _l("not marked yet"),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A question of the review; `outcome` is right, part, wrong, blank or waits, and empty where it is not shown."""

    position: int
    markup: Markup
    outcome: str
    citations: Sequence[CitationLine]
    comment: str = ""
    appeal: Appeal | None = None


@bp.get("/attempts/<int:attempt_id>/review")
@web.requires(LearningPermission.LEARN, own_attempt)
def review(head: AttemptHead) -> str | Response:
    """Show what became of an attempt; of one under way, what its quiz shows meanwhile."""
    shown = shown_now(head, clock.now())
    if head.is_open and not shown:
        return redirect(url_for("learning.attempt", attempt_id=head.id))
    marked = _so_far(head) if head.is_open else list_marked(head.id)
    cited = citations_of([one.judged_by for one in marked]) if "explanation" in shown else {}
    until = appeal_until(head) if "marks" in shown else None
    asked = {} if until is None else appeals_about(head.id)
    said = comments_on(head.id) if "feedback" in shown and any(one.is_by_hand for one in marked) else {}
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
                said.get(one.id, ""),
                asked.get(one.position),
            )
            for one in marked
        ],
        right=_right_words(marked),
        comment=_comment(head) if "overall" in shown else "",
        answered=sum(one.response is not None for one in marked),
        outcome_words=OUTCOME_WORDS,
        appeal_states=STATES,
        may_appeal=until is not None and in_time(clock.now(), until),
    )


def _right_words(marked: Sequence[Marked]) -> str:
    waiting = sum(one.waits for one in marked)
    right = sum(one.fraction == 1 for one in marked)
    words = [_("%(done)s of %(total)s", done=right, total=len(marked) - waiting)]
    if waiting:
        words.append(ngettext("%(num)s answer waits for a marker", "%(num)s answers wait for a marker", waiting))
    return "; ".join(words)


def _comment(head: AttemptHead) -> str:
    """Return what the quiz says of the result, once there is one."""
    return "" if head.score is None else band_of(head.revision.review, share_of(head.score, head.full_mark))


def _so_far(head: AttemptHead) -> list[Marked]:
    """Return the answered questions with what their saved answers would earn; nothing is written."""
    asked = [one for one in list_asked(head.id) if one.response is not None]
    found = versions.many({one.version_id for one in asked})
    now = clock.now()
    rows = [(one, mark_of(one, found[one.version_id], now=now)) for one in asked]
    return [
        Marked(
            id=one.id,
            position=one.position,
            version_id=one.version_id,
            option_order=one.option_order,
            max_mark=one.max_mark,
            response=one.response,
            judged_by=one.version_id,
            fraction=row["fraction"],
            mark=row["mark"],
            waits=awaits_person(one, found[one.version_id]),
        )
        for one, row in rows
    ]


def _outcome(one: Marked) -> str:
    if one.response is None:
        return "blank"
    if one.waits:
        return "waits"
    if one.fraction == 1:
        return "right"
    return "part" if one.fraction else "wrong"
