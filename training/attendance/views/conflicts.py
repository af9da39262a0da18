"""Marks on which takers disagree: both taps side by side, with who, when and on which device; one decides."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from training.accounts.devices import device_name
from training.attendance.access import AttendancePermission
from training.attendance.forms.rolls import read_decision
from training.attendance.operations import mark
from training.attendance.queries.conflicts import list_disputes
from training.attendance.rules.words import BUTTONS
from training.attendance.views.blueprint import bp, meeting_words, tell_said, trail
from training.attendance.views.rolls import ROLL
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import web
from training.core.i18n import _


@bp.get(f"{ROLL}/conflicts")
@web.requires(AttendancePermission.ROLL, get_meeting)
def conflicts(meeting: Meeting) -> str:
    """Show the learners on whom takers disagree."""
    g.nav = "classes"
    back = url_for("attendance.roll", class_id=meeting.class_id, meeting_id=meeting.id)
    return render_template(
        "attendance/conflicts.html",
        disputes=list_disputes(meeting),
        device_name=device_name,
        choices=[(status.value, str(word), kind) for status, (word, kind) in BUTTONS.items()],
        crumbs=trail(meeting, (_("Roll call"), back)),
        **meeting_words(meeting),
    )


@bp.post(f"{ROLL}/conflicts/<int:enrolment_id>")
@web.requires(AttendancePermission.ROLL, get_meeting)
def decide(meeting: Meeting, enrolment_id: int) -> Any:
    """Let what one decides stand for all that the page showed."""
    status, seen = read_decision(request.form)
    agent = request.user_agent.string
    gone = mark(meeting, said={enrolment_id: status}, seen={enrolment_id: seen}, agent=agent, by=web.actor())
    tell_said(gone, _("The mark has been decided."))
    return web.see_other("attendance.conflicts", class_id=meeting.class_id, meeting_id=meeting.id)
