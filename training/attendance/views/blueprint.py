"""The blueprint that the pages of attendance share, and what their templates know of a meeting."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, current_app, request, url_for

from training.attendance.access import AttendancePermission
from training.attendance.models import Status
from training.attendance.operations.rules import copy_attendance_rule
from training.attendance.queries.classes import count_recorded
from training.attendance.queries.closings import left_undone
from training.attendance.rules.words import BUTTONS, HOWS, STATUSES
from training.classes import traces
from training.classes.copies import add_to_copies
from training.classes.models import Meeting
from training.classes.queries.meetings import number_of
from training.classes.tabs import add_tab
from training.core import web
from training.core.i18n import _, _l, ngettext

bp = Blueprint("attendance", __name__)
#: Pages that belong to the tab of attendance: of the roll, and of the sheet that people sign.
PAGES = (
    *("roll", "plain_roll", "history", "conflicts", "rule", "slips", "door", "check_ins"),
    *("paper", "scans", "closing"),
)

add_tab(
    _l("Attendance sheet"),
    "attendance.of_class",
    AttendancePermission.SEE,
    position=30,
    also=tuple(f"attendance.{name}" for name in PAGES),
)
if count_recorded not in traces.of_meetings:
    traces.of_meetings.append(count_recorded)
if left_undone not in traces.of_closing:
    traces.of_closing.append(left_undone)
add_to_copies("attendance rule", copy_attendance_rule)


def code_seconds() -> int:
    """Return how long a code stays on the wall."""
    return int(current_app.config["SETTINGS"].check_in_code_seconds)


def base_address() -> str:
    """Return the address of the site as phones reach it."""
    public = str(current_app.config["SETTINGS"].public_url)
    return (public or request.url_root).rstrip("/")


def meeting_words(meeting: Meeting) -> dict[str, Any]:
    """Return what every page of a meeting says of it."""
    number = number_of(meeting)
    return {
        "meeting": meeting,
        "training_class": meeting.training_class,
        "meeting_name": _("Meeting %(number)s", number=number) if number else _("Cancelled meeting"),
        "place": {"class_id": meeting.class_id, "meeting_id": meeting.id},
        "statuses": STATUSES,
        "hows": HOWS,
    }


def choices() -> list[tuple[str, str, str]]:
    """Return the marks as the buttons of a roll: value, word, kind."""
    return [(status.value, str(word), kind) for status, (word, kind) in BUTTONS.items()]


def named(counts: dict[Status | None, int]) -> dict[str, int]:
    """Return counts as scripts know them: those not yet called are under "none"."""
    return {status.value if status else "none": count for status, count in counts.items()}


def tell_said(gone: Collection[int], saved: str = "") -> None:
    """Say that something is saved, and of how many nothing is, since they are no longer in the class."""
    if gone:
        text = ngettext(
            "%(num)s learner has left the class meanwhile and was left out.",
            "%(num)s learners have left the class meanwhile and were left out.",
            len(gone),
        )
        web.notice(text, "warn")
    elif saved:
        web.notice(saved)


def trail(meeting: Meeting, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the path to a page of the meeting."""
    class_id = meeting.class_id
    return [
        (_("Classes"), url_for("classes.index")),
        (meeting.training_class.title, url_for("classes.show", class_id=class_id)),
        (_("Attendance sheet"), url_for("attendance.of_class", class_id=class_id)),
        *more,
    ]
