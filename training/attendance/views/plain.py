"""The roll as one plain form, for browsers that run no scripts."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from training.attendance.access import AttendancePermission
from training.attendance.forms.rolls import changed_marks, shown_as_text
from training.attendance.operations import mark
from training.attendance.queries.closings import why_shut
from training.attendance.queries.rolls import list_roll
from training.attendance.views.blueprint import bp, choices, meeting_words, tell_said, trail
from training.attendance.views.rolls import ROLL, search, units_to_choose, wanted
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import web
from training.core.i18n import ngettext

PLAIN = f"{ROLL}/plain"


@bp.get(PLAIN)
@web.requires(AttendancePermission.ROLL, get_meeting)
def plain_roll(meeting: Meeting) -> Any:
    """Show the learners who fit the search with their buttons; a roll that is shut has none."""
    if why_shut(meeting):
        return web.see_other("attendance.roll", class_id=meeting.class_id, meeting_id=meeting.id)
    g.nav = "classes"
    words, unit_id = search()
    rows = [(number, row) for number, row in enumerate(list_roll(meeting), 1) if wanted(row, words, unit_id)]
    return render_template(
        "attendance/plain_roll.html",
        rows=rows,
        shown=shown_as_text((row.enrolment_id, row.status, row.seen) for _number, row in rows),
        units=units_to_choose(meeting),
        q=words,
        unit_id=unit_id or "",
        choices=choices(),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )


@bp.post(PLAIN)
@web.requires(AttendancePermission.ROLL, get_meeting)
def save_roll(meeting: Meeting) -> Any:
    """Save what the form changes, and show the same learners again."""
    said, seen = changed_marks(request.form)
    gone = mark(meeting, said=said, seen=seen, agent=request.user_agent.string, by=web.actor())
    web.notice(ngettext("%(num)s mark has been saved.", "%(num)s marks have been saved.", len(said) - len(gone)))
    tell_said(gone)
    words, unit_id = search()
    again = {"class_id": meeting.class_id, "meeting_id": meeting.id, "q": words or None, "unit": unit_id}
    return web.see_other("attendance.plain_roll", **again)
