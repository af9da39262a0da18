"""The panel of evidence: check-ins that somebody should look at, confirmed or struck with one tap."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import g, render_template, request, url_for

from training.accounts.devices import device_name
from training.attendance.access import AttendancePermission
from training.attendance.operations.reviews import Verdict, review_check_in
from training.attendance.queries.closings import why_shut
from training.attendance.queries.evidence import list_refused, list_scans
from training.attendance.rules.words import FLAGS, REASONS, WAYS
from training.attendance.views.blueprint import bp, meeting_words, trail
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import _

CHECK_INS = "/classes/<int:class_id>/meetings/<int:meeting_id>/check-ins"


@bp.get(CHECK_INS)
@web.requires(AttendancePermission.ROLL, get_meeting)
def check_ins(meeting: Meeting) -> str:
    """Show the check-ins of a meeting, the remarkable ones first."""
    g.nav = "classes"
    scans = list_scans(meeting)
    back = url_for("attendance.roll", class_id=meeting.class_id, meeting_id=meeting.id)
    return render_template(
        "attendance/check_ins.html",
        scans=scans,
        remarkable=[one for one in scans if one.flags],
        addresses=Counter(one.scan.address for one in scans),
        refused=list_refused(meeting),
        flags=FLAGS,
        reasons=REASONS,
        ways=WAYS,
        device_name=device_name,
        shut=why_shut(meeting),
        crumbs=trail(meeting, (_("Roll call"), back)),
        **meeting_words(meeting),
    )


@bp.post(f"{CHECK_INS}/<int:enrolment_id>")
@web.requires(AttendancePermission.ROLL, get_meeting)
def review(meeting: Meeting, enrolment_id: int) -> Any:
    """Confirm or strike a check-in."""
    said = request.form.get("verdict", "")
    if said not in set(Verdict):
        raise Invalid("verdict", _("The page sent something that cannot be read. Reload it."))
    agent = request.user_agent.string
    review_check_in(meeting, enrolment_id, verdict=Verdict(said), agent=agent, by=web.actor())
    web.notice(_("The check-in is confirmed.") if said == Verdict.CONFIRM else _("The check-in is struck: absent."))
    return web.see_other("attendance.check_ins", class_id=meeting.class_id, meeting_id=meeting.id)
