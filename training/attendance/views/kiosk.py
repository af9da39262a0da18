"""Check-in at the door: one tablet that scans slips or finds names, one after another."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request

from training.attendance.access import AttendancePermission
from training.attendance.operations import Outcome, Receipt
from training.attendance.operations.kiosk import let_in
from training.attendance.queries.check_in import find_mark
from training.attendance.queries.rolls import count_checked_in, count_roll, get_learner, list_roll
from training.attendance.rules.slips import read_slip
from training.attendance.rules.words import STATUSES
from training.attendance.views.answers import answer_to
from training.attendance.views.blueprint import bp, code_seconds, meeting_words, trail
from training.attendance.views.rolls import wanted
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.core import web
from training.core.formats import hour
from training.core.i18n import _

DOOR = "/classes/<int:class_id>/meetings/<int:meeting_id>/door"


@bp.get(DOOR)
@web.requires(AttendancePermission.ROLL, get_meeting)
def door(meeting: Meeting) -> str:
    """Show the one field of the door: a slip is scanned into it, or a name typed."""
    g.nav = "classes"
    words = request.args.get("q", "").strip()
    rows = list_roll(meeting)
    return render_template(
        "attendance/door.html",
        rows=rows,
        shown={row.enrolment_id for row in rows if words and wanted(row, words, None)},
        q=words,
        count=_count(meeting),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )


@bp.post(DOOR)
@web.requires(AttendancePermission.ROLL, get_meeting)
def enter_door(meeting: Meeting) -> Any:
    """Check in whose slip was scanned or whose name was tapped; a name that was typed is looked for."""
    typed, who = request.form.get("q", ""), request.form.get("who", type=int)
    if who is None and read_slip(typed) is None and not web.wants_json():
        return web.see_other("attendance.door", class_id=meeting.class_id, meeting_id=meeting.id, q=typed)
    agent = request.user_agent.string
    receipt = let_in(meeting, slip="" if who else typed, enrolment_id=who, agent=agent, by=web.actor())
    told = _told(meeting, receipt)
    if web.wants_json():
        return told
    web.notice(f"{told['name']} {told['words']}".strip(), told["kind"])
    return web.see_other("attendance.door", class_id=meeting.class_id, meeting_id=meeting.id)


def _told(meeting: Meeting, receipt: Receipt) -> dict[str, Any]:
    """Return what the tablet shows: who it was, what became of it, and how many are in."""
    told = {"id": receipt.enrolment_id, "count": _count(meeting), "name": "", "unit": ""}
    if receipt.enrolment_id and receipt.outcome in {Outcome.DONE, Outcome.ALREADY}:
        enrolment = get_learner(meeting, receipt.enrolment_id)
        told |= {"name": enrolment.person.full_name, "unit": enrolment.unit.name}
    if receipt.status and receipt.outcome is Outcome.DONE:
        word, kind = STATUSES[receipt.status]
        mark = find_mark(meeting.id, receipt.enrolment_id or 0)
        if mark and mark.status is not receipt.status:
            told_otherwise = _("%(came)s; the roll says: %(mark)s", came=word, mark=STATUSES[mark.status][0])
            return told | {"words": told_otherwise, "kind": "warn"}
        return told | {"words": str(word), "kind": kind}
    if receipt.outcome is Outcome.ALREADY:
        return told | {"words": _("checked in before, at %(time)s", time=hour(receipt.until)), "kind": "info"}
    if receipt.outcome is Outcome.NOT_ENROLLED:
        return told | {"words": _("This person is no longer in the class."), "kind": "bad"}
    return told | {"words": answer_to(receipt, code_seconds()), "kind": "bad"}


def _count(meeting: Meeting) -> str:
    learners = sum(count_roll(meeting).values())
    return _("%(count)s of %(all)s have checked in", count=count_checked_in(meeting), all=learners)
