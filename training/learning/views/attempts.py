"""The page of an open attempt, and the form that saves or submits it; all of it works without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from training.core import clock, web
from training.core.i18n import _
from training.learning.access import LearningPermission
from training.learning.operations.ending import (
    Form,
    Handed,
    InvalidAnswers,
    blank_of,
    go_on,
    save_form,
    submit_attempt,
)
from training.learning.queries.attempts import Asked, AttemptHead, list_asked
from training.learning.queries.progress import shown_now
from training.learning.rules.timing import Phase, in_time
from training.learning.views.blueprint import bp, grace, own_attempt
from training.learning.views.fragments import asked_markup
from training.quizzes.sitting import Expiry, Layout

#: Longer numbers of answers are nobody's.
MAX_DIGITS = 9


@bp.get("/attempts/<int:attempt_id>")
@web.requires(LearningPermission.LEARN, own_attempt)
def attempt(head: AttemptHead) -> str | Response:
    """Show the questions of an open attempt; of one whose time is up, the button that hands in what was saved."""
    if not head.is_open:
        return redirect(url_for("learning.review", attempt_id=head.id))
    if not in_time(clock.now(), head.deadline_at):
        return _time_up(head)
    response = make_response(_page(head))
    # The browser's worker keeps this page, and no other, for when there is no connection.
    response.headers["X-Attempt-Of"] = str(head.person_id)
    return response


def _time_up(head: AttemptHead) -> str:
    phase = head.phase(clock.now(), grace=grace())
    can_be_handed_in = phase is not Phase.OVER or head.revision.sitting.on_expiry is Expiry.SUBMIT
    return render_template(
        "learning/time_up.html",
        attempt=head,
        blank=blank_of(list_asked(head.id)),
        can_be_handed_in=can_be_handed_in,
        until=head.hand_in_by if phase is Phase.HANDING_IN else None,
    )


@bp.get("/attempts/<int:attempt_id>/confirm")
@web.requires(LearningPermission.LEARN, own_attempt)
def confirm(head: AttemptHead) -> str | Response:
    """Ask before an attempt with blank questions is submitted, where no script has asked."""
    if not head.is_open:
        return redirect(url_for("learning.review", attempt_id=head.id))
    return render_template("learning/confirm.html", attempt=head, blank=blank_of(list_asked(head.id)))


@bp.post("/attempts/<int:attempt_id>")
@web.requires(LearningPermission.LEARN)
def answer(attempt_id: int) -> Response | tuple[str, int]:
    """Save the answers of the form and, where that is asked for, submit the attempt."""
    form = read_form(request.form)
    try:
        if request.form.get("action") == "save":
            return _saved(attempt_id, form)
        if request.form.get("action") == "next":
            return _gone_on(attempt_id, form)
        confirmed = request.form.get("confirmed") == "1"
        handed = submit_attempt(attempt_id, form=form, confirmed=confirmed, grace=grace(), by=web.actor())
    except InvalidAnswers as fault:
        return _page(own_attempt(attempt_id), form=form, faults=dict(fault.faults)), 422
    return _submitted(handed)


def _saved(attempt_id: int, form: Form) -> Response:
    handed = save_form(attempt_id, form=form, person_id=web.actor().person_id, grace=grace())
    if handed.late:
        _tell_late()
    else:
        web.notice(_("Saved at %(at)s.", at=wall_time(clock.now())))
    return web.see_other("learning.attempt", attempt_id=attempt_id)


def _gone_on(attempt_id: int, form: Form) -> Response:
    if go_on(attempt_id, form=form, person_id=web.actor().person_id, grace=grace()).late:
        _tell_late()
    return web.see_other("learning.attempt", attempt_id=attempt_id)


def _submitted(handed: Handed) -> Response:
    if handed.late:
        _tell_late()
    return web.see_other("learning.review" if handed.closed else "learning.confirm", attempt_id=handed.id)


def _tell_late() -> None:
    web.notice(
        _("The attempt had ended. What was saved before counts; what came later is kept but not counted."), "warn"
    )


def _page(head: AttemptHead, *, form: Form | None = None, faults: dict[int, str] | None = None) -> str:
    asked = list_asked(head.id)
    in_order = head.revision.sitting.layout is Layout.SEQUENTIAL
    shown = asked[head.reached - 1 : head.reached] if in_order else asked
    saved = [one.saved_at for one in asked if one.saved_at is not None]
    return render_template(
        "learning/attempt.html",
        feedback=bool(shown_now(head, clock.now())),
        attempt=head,
        asked=asked,
        shown=shown,
        in_order=in_order,
        one_by_one=head.revision.sitting.layout is Layout.ONE_BY_ONE,
        questions=asked_markup(_typed_over(shown, form) if form else shown, faults=faults),
        seen=",".join(str(one.sequence) for one in shown),
        answered=len(asked) - len(blank_of(asked)),
        saved_at=wall_time(max(saved)) if saved else "",
        now=clock.now(),
        faults=faults or {},
        words=_script_words(),
        zone=clock.SITE.key,
    )


def _script_words() -> dict[str, str]:
    """Return what the page's script says; it fills in what stands in braces."""
    return {
        "answered": _("%(done)s of %(total)s answered", done="{done}", total="{total}"),
        "blank": _("Not answered yet: %(numbers)s.", numbers="{numbers}"),
        "complete": _("All questions are answered."),
        "days": _("%(days)s days", days="{days}"),
        "left": _("%(minutes)s minutes left", minutes="{minutes}"),
        "refused": _("Not saved: question %(numbers)s. What is wrong stands beside it.", numbers="{numbers}"),
        "saved": _("Saved at %(at)s.", at="{at}"),
        "saving": _("Saving …"),
        "unreachable": _("There is no connection at the moment. The answers are kept on this device; try again soon."),
        "until": _("Hand in by %(at)s", at="{at}"),
        "waiting": _("Not sent yet: %(count)s", count="{count}"),
    }


def wall_time(instant: datetime) -> str:
    """Return the time of day on the site's clock, to the second."""
    return clock.to_site(instant).strftime("%H:%M:%S")


def read_form(data: MultiDict[str, str]) -> Form:
    """Read a page of answers; one without the numbers that pages carry brings no answers, so that none turn blank."""
    numbers = data.get("seen", "").split(",")
    at = _number(data.get("at", ""))
    seen = {place: int(n) for place, n in enumerate(numbers, at or 1) if n.isdecimal() and len(n) < MAX_DIGITS}
    return Form(
        values={place: tuple(data.getlist(f"q{place}")) for place in seen},
        flags={place: f"f{place}" in data for place in seen},
        seen=seen,
        writer=data.get("writer", "")[:40],
        at=at,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < MAX_DIGITS else 0


def _typed_over(asked: Sequence[Asked], form: Form) -> list[Asked]:
    return [replace(one, response=list(form.values.get(one.position, ())) or None) for one in asked]
