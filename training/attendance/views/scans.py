"""Scans of the signed sheet of a meeting: kept, looked at, taken away."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, render_template

from training.attendance.access import AttendancePermission
from training.attendance.forms.classes import ScansForm
from training.attendance.operations.scans import drop_scan, keep_scans
from training.attendance.queries.scans import get_scan, list_scans
from training.attendance.rules.words import roll_shut
from training.attendance.views.blueprint import bp, meeting_words, trail
from training.attendance.views.rolls import ROLL
from training.catalog.rules.scans import MAX_SCAN_BYTES, ending_of
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import web
from training.core.errors import Invalid
from training.core.i18n import _, ngettext
from training.core.uploads import send_upload

_MEGABYTE = 1024 * 1024


@bp.route(f"{ROLL}/scans", methods=["GET", "POST"])
@web.requires(AttendancePermission.ROLL, get_meeting)
def scans(meeting: Meeting) -> Any:
    """List the scans of the signed sheet and take new ones."""
    form = ScansForm()
    if form.validate_on_submit():
        try:
            new = keep_scans(meeting, scans=[file.read() for file in form.scans.data], by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            web.notice(_told(len(new)))
            return web.see_other("attendance.scans", class_id=meeting.class_id, meeting_id=meeting.id)
    g.nav = "classes"
    page = render_template(
        "attendance/scans.html",
        form=form,
        scans=list_scans(meeting.id),
        most=MAX_SCAN_BYTES // _MEGABYTE,
        all_of=current_app.config["MAX_CONTENT_LENGTH"] // _MEGABYTE,
        shut=roll_shut(cancelled_at=meeting.cancelled_at, state=meeting.training_class.state),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )
    return page, 422 if form.errors else 200


def _told(new: int) -> str:
    if not new:
        return _("These scans were kept already.")
    return str(ngettext("%(num)s scan is kept.", "%(num)s scans are kept.", new))


@bp.get(f"{ROLL}/scans/<int:scan_id>")
@web.requires(AttendancePermission.ROLL, get_meeting)
def scan(meeting: Meeting, scan_id: int) -> Response:
    """Send a scan."""
    scan = get_scan(meeting, scan_id)
    return send_upload(scan.data, scan.media_type, f"bang-ky-{meeting.id}-{scan.id}.{ending_of(scan.media_type)}")


@bp.post(f"{ROLL}/scans/<int:scan_id>/remove")
@web.requires(AttendancePermission.ROLL, get_meeting)
def remove_scan(meeting: Meeting, scan_id: int) -> Any:
    """Take a scan away."""
    drop_scan(meeting, get_scan(meeting, scan_id), by=web.actor())
    web.notice(_("The scan has been taken away."))
    return web.see_other("attendance.scans", class_id=meeting.class_id, meeting_id=meeting.id)
