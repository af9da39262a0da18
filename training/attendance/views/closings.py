"""The sign-in sheet: printed, entered back with one tap a line, and the roll closed once both numbers are explained."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, url_for

from training.attendance.access import AttendancePermission
from training.attendance.forms.classes import ClosingForm
from training.attendance.forms.rolls import read_signed
from training.attendance.operations.closings import close_roll, enter_sheet, reopen_roll
from training.attendance.queries.closings import (
    count_in_the_room,
    find_closing,
    list_sheet,
    why_shut,
)
from training.attendance.queries.conflicts import count_disputes
from training.attendance.queries.rolls import count_away, count_roll, statuses_of
from training.attendance.queries.scans import count_scans
from training.attendance.views.blueprint import base_address, bp, meeting_words, tell_said, trail
from training.attendance.views.rolls import ROLL
from training.attendance.views.sheets import sheet_data
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import pdf, web
from training.core.errors import Invalid
from training.core.i18n import _, ngettext


@bp.get(f"{ROLL}/sheet.pdf")
@web.requires(AttendancePermission.ROLL, get_meeting)
def sheet_file(meeting: Meeting) -> Response:
    """Send the sign-in sheet of a meeting."""
    address = base_address() + url_for("attendance.paper", class_id=meeting.class_id, meeting_id=meeting.id)
    made = pdf.render_pdf("attendance/sheet.typ", sheet_data(meeting, list_sheet(meeting), address), tags=False)
    name = f"ky-ten-{meeting.class_id}-{meeting.id}.pdf"
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


@bp.route(f"{ROLL}/paper", methods=["GET", "POST"])
@web.requires(AttendancePermission.ROLL, get_meeting)
def paper(meeting: Meeting) -> Any:
    """Enter the signed sheet back: one tap for each line that is signed, in the order of the sheet."""
    g.nav = "classes"
    place = {"class_id": meeting.class_id, "meeting_id": meeting.id}
    if request.method == "POST":
        signed = read_signed(request.form.getlist("signed"))
        gone = enter_sheet(meeting, signed=signed, agent=request.user_agent.string, by=web.actor())
        entered = len(signed) - len(gone)
        web.notice(ngettext("%(num)s signature entered.", "%(num)s signatures entered.", entered))
        tell_said(gone)
        return web.see_other("attendance.closing", signed=entered, **place)
    return render_template(
        "attendance/paper.html",
        lines=list_sheet(meeting),
        marks=statuses_of(meeting),
        shut=why_shut(meeting),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )


@bp.route(f"{ROLL}/close", methods=["GET", "POST"])
@web.requires(AttendancePermission.ROLL, get_meeting)
def closing(meeting: Meeting) -> Any:
    """Compare signatures and marks, and close the roll."""
    form = ClosingForm(data={"signed": request.args.get("signed", type=int)})
    if not form.validate_on_submit():
        return _page(meeting, form), 422 if form.errors else 200
    if count_disputes(meeting):
        form.refuse(Invalid("signed", _("Two people have marked a learner differently. Decide that first.")))
        return _page(meeting, form), 422
    try:
        close_roll(meeting, signed=form.signed.data, explanation=form.explanation.data or "", by=web.actor())
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(meeting, form), 422
    web.notice(_("The roll is closed."))
    return web.see_other("attendance.closing", class_id=meeting.class_id, meeting_id=meeting.id)


def _page(meeting: Meeting, form: ClosingForm) -> str:
    g.nav = "classes"
    return render_template(
        "attendance/closing.html",
        form=form,
        counted=count_in_the_room(meeting),
        uncalled=count_roll(meeting)[None],
        away=count_away(meeting),
        disputes=count_disputes(meeting),
        closing=find_closing(meeting.id),
        scans=count_scans(meeting.id),
        shut=why_shut(meeting),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )


@bp.post(f"{ROLL}/reopen")
@web.requires(AttendancePermission.ROLL, get_meeting)
def reopen(meeting: Meeting) -> Any:
    """Open a closed roll again."""
    reopen_roll(meeting, by=web.actor())
    web.notice(_("The roll is open again."))
    return web.see_other("attendance.closing", class_id=meeting.class_id, meeting_id=meeting.id)
