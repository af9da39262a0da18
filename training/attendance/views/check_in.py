"""Check-in by learners: from the QR code with one tap, or by typing the six digits. Opening a page writes nothing."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, render_template, request

from training.attendance.access import AttendancePermission
from training.attendance.forms.rolls import CodeForm
from training.attendance.operations import Given, Outcome, Receipt, check_in
from training.attendance.operations.entering import door_to
from training.attendance.queries.check_in import (
    find_mark,
    find_own_enrolment,
    find_standing_check_in,
    list_own_meetings,
)
from training.attendance.rules.check_in import Door, opens_at
from training.attendance.rules.words import STATUSES
from training.attendance.views.answers import answer_to, shut_words, status_of, thanks
from training.attendance.views.blueprint import bp, code_seconds
from training.attendance.views.seen import Seen, device, forget, remember, seen_code
from training.classes.models import Meeting
from training.classes.queries.meetings import find_meeting
from training.core import clock, web
from training.core.errors import Denied
from training.core.i18n import _


@bp.get("/check-in/<int:meeting_id>")
@web.public
def confirm(meeting_id: int) -> Any:
    """Ask for the one tap that checks in; who is not signed in types a personal slip, or signs in first.

    So does a learner who borrows a phone that is signed in as somebody who is none.
    """
    meeting = find_meeting(meeting_id)
    seen, person = seen_code(meeting, request.args.get("code", "")), web.find_actor()
    if seen and (person is None or find_own_enrolment(person.person_id, meeting.class_id) is None):
        return remember(web.see_other("attendance.by_slip", meeting_id=meeting_id), seen)
    if person is None:
        return web.login_manager.unauthorized()
    return remember(make_response(_page(meeting, seen)), seen)


@bp.post("/check-in/<int:meeting_id>")
@web.requires(AttendancePermission.CHECK_IN)
def confirm_check_in(meeting_id: int) -> Any:
    """Check in with the code that this browser brought."""
    meeting = find_meeting(meeting_id)
    seen = seen_code(meeting, "")
    if seen is None:
        return _page(meeting, None, problem=answer_to(Receipt(Outcome.EXPIRED), code_seconds())), 422
    receipt = _check_in([meeting], Given(seen.code, seen.at, "qr", request.user_agent.string, device()))
    if receipt.outcome in {Outcome.DONE, Outcome.ALREADY}:
        return forget(web.see_other("attendance.confirm", meeting_id=meeting_id))
    page = _page(meeting, None, problem=answer_to(receipt, code_seconds()))
    return forget(make_response(page, status_of(receipt)))


@bp.route("/check-in", methods=["GET", "POST"])
@web.requires(AttendancePermission.CHECK_IN)
def type_code() -> Any:
    """Take the six digits typed from the wall."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.errors else 200
    meetings = list_own_meetings(web.actor().person_id)
    receipt = _check_in(meetings, Given(form.digits, clock.now(), "typed", request.user_agent.string, device()))
    if receipt.meeting is not None and receipt.outcome in {Outcome.DONE, Outcome.ALREADY}:
        return web.see_other("attendance.confirm", meeting_id=receipt.meeting.id)
    return _form_page(form, problem=answer_to(receipt, code_seconds())), status_of(receipt)


def _check_in(meetings: list[Meeting], given: Given) -> Receipt:
    return check_in(meetings, given=given, every=code_seconds(), by=web.actor())


# --- pages ---------------------------------------------------------------------------------------


def _page(meeting: Meeting, seen: Seen | None, *, problem: str = "") -> str:
    g.nav = "learning.home"
    enrolment = find_own_enrolment(web.actor().person_id, meeting.class_id)
    if enrolment is None:
        raise Denied(_("This account is not among the learners of the class that holds this meeting."))
    mark, standing = find_mark(meeting.id, enrolment.id), find_standing_check_in(meeting.id, enrolment.id)
    return render_template(
        "attendance/confirm.html",
        meeting=meeting,
        training_class=meeting.training_class,
        mark=mark,
        checked_in=thanks(standing.at, mark.status if mark else None) if standing else None,
        statuses=STATUSES,
        seen=seen,
        shut=shut_words(meeting),
        problem=problem,
        form=CodeForm(formdata=None),
    )


def _form_page(form: CodeForm, *, problem: str = "") -> str:
    g.nav, now = "learning.home", clock.now()
    own = list_own_meetings(web.actor().person_id)
    meetings = [(m, door_to(m, now) is Door.OPEN, opens_at(m.starts_at)) for m in own]
    return render_template("attendance/type_code.html", form=form, meetings=meetings, problem=problem)
