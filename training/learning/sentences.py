"""What learners are told when a rule says no."""

from __future__ import annotations

from datetime import datetime

from training.core.formats import second
from training.core.i18n import _, ngettext
from training.learning.queries.quizzes import QuizHead
from training.learning.rules.timing import Hurdle


def why_not(hurdle: Hurdle, quiz: QuizHead, *, not_before: datetime | None = None) -> str:
    """Say what keeps a learner from beginning an attempt; `not_before` is the end of a pause between attempts."""
    if hurdle is Hurdle.CLASS_NOT_OPEN:
        return _("The class has closed; its quizzes cannot be taken any more.")
    if hurdle is Hurdle.AHEAD:
        return _("This quiz opens at %(at)s.", at=second(quiz.window.opens_at))
    if hurdle is Hurdle.OVER:
        return _("This quiz closed at %(at)s.", at=second(quiz.window.closes_at))
    if hurdle is Hurdle.TOO_SOON and not_before is not None:
        return _("There is a pause between attempts. The next one may begin at %(at)s.", at=second(not_before))
    allowed = quiz.attempts_allowed or 0
    return str(
        ngettext("The one attempt allowed has been used.", "All %(num)s attempts allowed have been used.", allowed)
    )


def elsewhere() -> str:
    """Say that another page answers the attempt."""
    return _("This attempt was opened on another device or in another tab, which answers it now.")
