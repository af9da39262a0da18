"""The wall: a QR code and six digits that change, for learners to check in with."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import segno
from flask import g, render_template

from training.attendance.access import AttendancePermission
from training.attendance.operations.entering import door_to
from training.attendance.queries.rolls import count_checked_in, count_roll
from training.attendance.rules import codes
from training.attendance.rules.check_in import Door, closes_at
from training.attendance.views.answers import shut_words
from training.attendance.views.blueprint import base_address, bp, code_seconds, meeting_words
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import clock, web
from training.core.formats import hour
from training.core.i18n import _

WALL = "/classes/<int:class_id>/meetings/<int:meeting_id>/wall"


@bp.get(WALL)
@web.requires(AttendancePermission.WALL, get_meeting)
def wall(meeting: Meeting) -> str:
    """Show the codes of a meeting, to be cast on a wall."""
    g.nav = "classes"
    return render_template(
        "attendance/wall.html",
        showing=_showing(meeting),
        typed_at=base_address().partition("://")[2] + "/check-in",
        **meeting_words(meeting),
    )


@bp.get(f"{WALL}/code")
@web.requires(AttendancePermission.WALL, get_meeting)
def wall_code(meeting: Meeting) -> dict[str, Any]:
    """Tell an open wall the code of the moment and how many have checked in."""
    return _showing(meeting)


def _showing(meeting: Meeting) -> dict[str, Any]:
    now, every = clock.now(), code_seconds()
    door = door_to(meeting, now)
    learners = sum(count_roll(meeting).values())
    shown: dict[str, Any] = {
        "open": door is Door.OPEN,
        "words": _words(door, meeting),
        "left": codes.seconds_left(now, every=every),
        "every": every,
        "count": _("%(count)s of %(all)s have checked in", count=count_checked_in(meeting), all=learners),
    }
    if door is Door.OPEN:
        key, step = codes.key_of(meeting.secret, meeting.room), codes.step_at(now, every=every)
        address = f"{base_address()}/check-in/{meeting.id}?code={codes.signature_of(key, step)}"
        shown |= {"code": codes.spaced(codes.code_of(key, step)), "qr": qr_path(address)}
    return shown


def _words(door: Door, meeting: Meeting) -> str:
    if door is Door.OPEN:
        return _("Check-in is open until %(time)s.", time=hour(closes_at(meeting.ends_at)))
    return shut_words(meeting)


def qr_path(text: str) -> dict[str, Any]:
    """Return a QR code as the side of its square, in modules, and the path of an SVG that draws it."""
    code = segno.make(text, error="m", micro=False)
    rows = [_runs(y, row) for y, row in enumerate(code.matrix)]
    return {"size": len(rows), "path": "".join(rows)}


def _runs(y: int, row: bytes | bytearray) -> str:
    drawn, x = "", 0
    for dark, run in groupby(row):
        width = len(list(run))
        drawn += f"M{x} {y}h{width}v1h-{width}z" if dark else ""
        x += width
    return drawn
