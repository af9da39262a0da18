"""The roll of a meeting: its page, each tap by itself, all present."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, g, render_template, request
from flask_wtf.csrf import generate_csrf

from training.attendance.access import AttendancePermission
from training.attendance.forms.rolls import read_edits
from training.attendance.models import Status
from training.attendance.operations import mark_rest, merge
from training.attendance.queries.closings import why_shut
from training.attendance.queries.rolls import (
    RollRow,
    count_roll,
    digest_of_learners,
    list_roll,
    marks_of_roll,
)
from training.attendance.rules.check_in import opens_at
from training.attendance.views.blueprint import bp, choices, meeting_words, named, trail
from training.classes.models import Meeting
from training.classes.queries import get_meeting
from training.classes.queries.enrolments import list_units_of_learners
from training.core import clock, web
from training.core.formats import hour
from training.core.i18n import _, ngettext
from training.core.vietnamese import search_key

#: All below one path, which the service worker of the roll keeps for times without a connection.
ROLL = "/roll-call/<int:class_id>/<int:meeting_id>"


@bp.get(ROLL)
@web.requires(AttendancePermission.ROLL, get_meeting)
def roll(meeting: Meeting) -> str:
    """Show the roll; without scripts the search and the unit hide rows on the server."""
    g.nav = "classes"
    rows = list_roll(meeting)
    words, unit_id = search()
    return render_template(
        "attendance/roll.html",
        rows=rows,
        hidden={row.enrolment_id for row in rows if not wanted(row, words, unit_id)},
        counts=_counts(rows),
        disputes=sum(row.disputed for row in rows),
        sign=_sign(meeting),
        account_id=web.actor().account_id,
        units=units_to_choose(meeting),
        q=words,
        unit_id=unit_id or "",
        shut=why_shut(meeting),
        ahead=meeting.starts_at > clock.now(),
        opens=round(opens_at(meeting.starts_at).timestamp() * 1000),
        choices=choices(),
        seldom=(Status.LEFT_EARLY, Status.MADE_UP),
        crumbs=trail(meeting),
        **meeting_words(meeting),
    )


def search() -> tuple[str, int | None]:
    """Return the words and the unit that the address asks for."""
    return request.args.get("q", ""), request.args.get("unit", type=int)


def wanted(row: RollRow, words: str, unit_id: int | None) -> bool:
    """Tell whether a learner fits the words of a search, without marks, and is of a unit or below."""
    named_so = all(word in row.search_key for word in search_key(words).split())
    return named_so and (unit_id is None or f"/{unit_id}/" in row.unit_path)


def _counts(rows: list[RollRow]) -> dict[str, int]:
    said = [row.status for row in rows]
    return named({status: said.count(status) for status in (*Status, None)})


def units_to_choose(meeting: Meeting) -> list[tuple[Any, str]]:
    """Return the units that learners of the meeting's class come from, all of them first."""
    units = list_units_of_learners(meeting.training_class, web.actor())
    return [("", _("All units")), *((unit.id, unit.name) for unit in units)]


@bp.post(f"{ROLL}/marks")
@web.requires(AttendancePermission.ROLL, get_meeting)
def save_marks(meeting: Meeting) -> Any:
    """Save the taps that an open page sends as they happen, or has gathered without a connection."""
    device, edits = read_edits(request.get_json(silent=True))
    gone = merge(meeting, edits=edits, device=device, agent=request.user_agent.string, by=web.actor())
    return _state(meeting) | {"gone": _gone(gone)}


def _gone(enrolment_ids: list[int]) -> str:
    if not enrolment_ids:
        return ""
    return ngettext(
        "%(num)s learner is no longer in the class: the mark has been dropped.",
        "%(num)s learners are no longer in the class: their marks have been dropped.",
        len(enrolment_ids),
    )


@bp.post(f"{ROLL}/rest")
@web.requires(AttendancePermission.ROLL, get_meeting)
def save_rest(meeting: Meeting) -> Any:
    """Mark as present all those not yet called, of one unit or of all."""
    unit_id = request.form.get("unit", type=int)
    done = mark_rest(meeting, unit_id=unit_id, agent=request.user_agent.string, by=web.actor())
    if web.wants_json():
        return _state(meeting)
    web.notice(ngettext("%(num)s learner marked present.", "%(num)s learners marked present.", len(done)))
    unit = {"unit": unit_id} if unit_id else {}
    return web.see_other("attendance.roll", class_id=meeting.class_id, meeting_id=meeting.id, **unit)


@bp.get(f"{ROLL}/state")
@web.requires(AttendancePermission.ROLL, get_meeting)
def roll_state(meeting: Meeting) -> Any:
    """Tell an open page what all who keep the roll have said, and who has checked in."""
    return _state(meeting) | {"csrf": generate_csrf()}


def _state(meeting: Meeting) -> dict[str, Any]:
    marks = marks_of_roll(meeting)
    return {
        "marks": {str(one): [mark.status.value if mark.status else "", mark.seen] for one, mark in marks.items()},
        "counts": named(count_roll(meeting)),
        "disputes": sum(mark.disputed for mark in marks.values()),
        "sign": _sign(meeting),
        "account": web.actor().account_id,
        "now": int(clock.now().timestamp() * 1000),
        "saved": _("Saved at %(time)s", time=hour(clock.now(), "second")),
    }


def _sign(meeting: Meeting) -> str:
    """Return a sign of all that the page of a roll shows besides marks: a kept page finds out that it is old."""
    shut = why_shut(meeting)
    asset: Any = current_app.jinja_env.globals["asset"]
    learners = digest_of_learners(meeting.class_id)
    parts = (learners, shut, meeting.starts_at, meeting.ends_at, meeting.title, asset("js/rollcall.js"))
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]
