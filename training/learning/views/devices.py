"""What stays on a learner's device: the worker that keeps a running attempt, and the page that leaves nothing."""

from __future__ import annotations

from pathlib import Path

from flask import Response, current_app, render_template

from training.core import web
from training.learning.access import LearningPermission
from training.learning.views.blueprint import bp


@bp.get("/attempts/worker.js")
@web.public
def worker() -> Response:
    """Send the service worker, below the one path that it may look after."""
    script = Path(current_app.root_path) / "static" / "js" / "attempt-worker.js"
    response = Response(script.read_text(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/hand-over")
@web.requires(LearningPermission.LEARN)
def hand_over() -> str:
    """Ask whether the device is handed to the next person, and say what that leaves behind: nothing."""
    return render_template("learning/hand_over.html")
