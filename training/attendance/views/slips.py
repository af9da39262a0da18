"""Personal slips: printed for a class, and typed on a phone that is not signed in."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, render_template, request
from werkzeug.wrappers import Response

from training.attendance.access import AttendancePermission
from training.attendance.forms.rolls import SlipForm
from training.attendance.operations import Given, Outcome, Receipt
from training.attendance.operations.slips import check_in_by_slip, issue_slips, renew_slip
from training.attendance.queries.check_in import find_mark, find_own_enrolment
from training.attendance.queries.slips import list_slips
from training.attendance.rules.slips import spaced
from training.attendance.views.answers import answer_to, shut_words, status_of, thanks
from training.attendance.views.blueprint import bp, code_seconds
from training.attendance.views.seen import Seen, device, remember, seen_code
from training.attendance.views.wall import qr_path
from training.classes.models import Enrolment, Meeting, TrainingClass
from training.classes.queries import get_class
from training.classes.queries.enrolments import get_enrolment_of
from training.classes.queries.meetings import find_meeting
from training.classes.views.blueprint import trail
from training.core import web
from training.core.access import SYSTEM
from training.core.i18n import _


@bp.get("/check-in/<int:meeting_id>/slip")
@web.public
def by_slip(meeting_id: int) -> Any:
    """Ask for the personal code that stands on the slip; the QR code of the wall was scanned before."""
    meeting = find_meeting(meeting_id)
    seen = seen_code(meeting, "")
    return remember(make_response(_page(meeting, seen, SlipForm())), seen)


@bp.post("/check-in/<int:meeting_id>/slip")
@web.public
def check_in_with_slip(meeting_id: int) -> Any:
    """Check in the learner whose slip was typed."""
    meeting, form = find_meeting(meeting_id), SlipForm()
    seen = seen_code(meeting, "")
    if seen is None or not form.validate_on_submit():
        return _page(meeting, seen, form), 422
    given = Given(seen.code, seen.at, "slip", request.user_agent.string, device())
    receipt = check_in_by_slip(meeting, slip=form.slip.data, given=given, every=code_seconds(), by=SYSTEM)
    if receipt.outcome not in {Outcome.DONE, Outcome.ALREADY}:
        return _page(meeting, seen, form, problem=answer_to(receipt, code_seconds())), status_of(receipt)
    return _thanks(meeting_id, receipt)


def _thanks(meeting_id: int, receipt: Receipt) -> Response:
    mark = find_mark(meeting_id, receipt.enrolment_id or 0)
    web.notice(*thanks(receipt.until, mark.status if mark else None))
    return web.see_other("attendance.by_slip", meeting_id=meeting_id)


def _page(meeting: Meeting, seen: Seen | None, form: SlipForm, *, problem: str = "") -> str:
    shut = shut_words(meeting)
    if seen is None and not shut:
        problem = answer_to(Receipt(Outcome.EXPIRED), code_seconds())
    here = {"meeting": meeting, "training_class": meeting.training_class, "lender": _lender(meeting)}
    return render_template("attendance/by_slip.html", form=form, seen=seen, shut=shut, problem=problem, **here)


def _lender(meeting: Meeting) -> str:
    """Return who is signed in on this phone without being a learner of the class."""
    person = web.find_actor()
    return person.name if person and find_own_enrolment(person.person_id, meeting.class_id) is None else ""


@bp.get("/classes/<int:class_id>/attendance/slips")
@web.requires(AttendancePermission.RULE, get_class)
def slips(training_class: TrainingClass) -> str:
    """Show the slips of a class, to be printed."""
    g.nav = "classes"
    found = list_slips(training_class.id)
    printed = [(one, spaced(one.code), qr_path(one.code)) for one in found]
    return render_template(
        "attendance/slips.html", training_class=training_class, slips=printed, crumbs=trail(training_class)
    )


@bp.post("/classes/<int:class_id>/attendance/slips")
@web.requires(AttendancePermission.RULE, get_class)
def make_slips(training_class: TrainingClass) -> Any:
    """Issue slips to all learners who have none."""
    issue_slips(training_class, by=web.actor())
    return web.see_other("attendance.slips", class_id=training_class.id)


@bp.post("/classes/<int:class_id>/attendance/slips/<int:enrolment_id>")
@web.requires(AttendancePermission.RENEW_SLIP, get_enrolment_of)
def another_slip(enrolment: Enrolment) -> Any:
    """Issue another slip in the place of one that was lost or lent."""
    renew_slip(enrolment, by=web.actor())
    web.notice(_("A new slip has been issued; the old one is no longer good."))
    return web.see_other("attendance.slips", class_id=enrolment.class_id)
