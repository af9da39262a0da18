"""How a mark came about: every event of a learner at a meeting; taking a mark back, noting that it was made up for."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from training.accounts.devices import device_name
from training.attendance.access import AttendancePermission
from training.attendance.forms.classes import MakeUpForm
from training.attendance.models import MISSED, How, Status
from training.attendance.operations import mark
from training.attendance.operations.make_ups import make_up, take_back_make_up
from training.attendance.queries.closings import why_shut
from training.attendance.queries.rolls import get_learner, list_events, statuses_of
from training.attendance.rules.words import WAYS, roll_shut
from training.attendance.views.blueprint import bp, meeting_words, tell_said, trail
from training.attendance.views.rolls import ROLL
from training.classes.models import Enrolment, Meeting
from training.classes.queries import get_meeting
from training.core import clock, web
from training.core.errors import Invalid
from training.core.i18n import _

HISTORY = f"{ROLL}/<int:enrolment_id>"


@bp.get(HISTORY)
@web.requires(AttendancePermission.ROLL, get_meeting)
def history(meeting: Meeting, enrolment_id: int) -> str:
    """Show all that was said of a learner at the meeting, and by whom."""
    return _page(meeting, get_learner(meeting, enrolment_id), MakeUpForm(formdata=None, data={"on": clock.today()}))


def _page(meeting: Meeting, enrolment: Enrolment, form: MakeUpForm) -> str:
    g.nav = "classes"
    events = list_events(meeting, enrolment)
    newest = next((event for event in events if event.how is How.ROLL_CALL), None)
    status = statuses_of(meeting).get(enrolment.id)
    return render_template(
        "attendance/history.html",
        enrolment=enrolment,
        events=events,
        status=status,
        device_name=device_name,
        ways=WAYS,
        form=form,
        can_make_up=meeting.starts_at <= clock.now() and (status in MISSED or status is None),
        can_take_back=newest is not None and newest.status is not None,
        made_up=status is Status.MADE_UP,
        shut=why_shut(meeting),
        over=roll_shut(cancelled_at=meeting.cancelled_at, state=meeting.training_class.state),
        crumbs=trail(meeting, (_("Roll call"), url_for("attendance.roll", **_place(meeting)))),
        **meeting_words(meeting),
    )


def _place(meeting: Meeting) -> dict[str, Any]:
    return {"class_id": meeting.class_id, "meeting_id": meeting.id}


@bp.post(f"{HISTORY}/take-back")
@web.requires(AttendancePermission.ROLL, get_meeting)
def take_back(meeting: Meeting, enrolment_id: int) -> Any:
    """Take back what staff said of a learner: not called yet, or as the learner checked in."""
    enrolment = get_learner(meeting, enrolment_id)
    gone = mark(meeting, said={enrolment.id: None}, agent=request.user_agent.string, by=web.actor())
    tell_said(gone, _("The mark has been taken back."))
    return web.see_other("attendance.history", enrolment_id=enrolment_id, **_place(meeting))


@bp.post(f"{HISTORY}/make-up")
@web.requires(AttendancePermission.ROLL, get_meeting)
def note_make_up(meeting: Meeting, enrolment_id: int) -> Any:
    """Note that a learner has made up for the meeting."""
    enrolment, form = get_learner(meeting, enrolment_id), MakeUpForm()
    if not form.validate_on_submit():
        return _page(meeting, enrolment, form), 422
    agent = request.user_agent.string
    try:
        make_up(meeting, enrolment, on=form.on.data, reason=form.reason.data, agent=agent, by=web.actor())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(meeting, enrolment, form), 422
    web.notice(_("The make-up has been noted."))
    return web.see_other("attendance.history", enrolment_id=enrolment_id, **_place(meeting))


@bp.post(f"{HISTORY}/make-up/take-back")
@web.requires(AttendancePermission.ROLL, get_meeting)
def drop_make_up(meeting: Meeting, enrolment_id: int) -> Any:
    """Take back that a learner has made up for the meeting."""
    enrolment = get_learner(meeting, enrolment_id)
    take_back_make_up(meeting, enrolment, agent=request.user_agent.string, by=web.actor())
    web.notice(_("The make-up has been taken back."))
    return web.see_other("attendance.history", enrolment_id=enrolment_id, **_place(meeting))
