"""The roll call as an application of its own on a phone: its list of meetings and its service worker."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, g, render_template

from training.attendance.access import AttendancePermission
from training.attendance.queries.rolls import list_meetings_about_now
from training.attendance.views.blueprint import bp
from training.core import clock, web


@bp.get("/roll-call/")
@web.requires(AttendancePermission.ROLLS)
def roll_list() -> str:
    """List the meetings about now whose roll the person keeps; those opened once open without a connection."""
    g.nav = "classes"
    meetings = list_meetings_about_now(web.actor())
    return render_template("attendance/roll_list.html", meetings=meetings, now=clock.now())


@bp.get("/roll-call/worker.js")
@web.public
def roll_worker() -> Response:
    """Send the service worker, below the one path that it may look after."""
    script = Path(current_app.root_path) / "static" / "js" / "roll-worker.js"
    response = Response(script.read_text(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
