"""What the sign-in sheet shows, as plain data for its template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import segno

from training.attendance.queries.closings import SheetLine
from training.classes.models import Meeting
from training.classes.queries.meetings import number_of
from training.core.formats import day, hour, weekday
from training.core.i18n import _


def sheet_data(meeting: Meeting, lines: Sequence[SheetLine], address: str) -> dict[str, Any]:
    """Return the sheet of a meeting: learners by unit, numbered through; the QR leads to where it is entered back."""
    numbered = list(enumerate(lines, start=1))
    groups = groupby(numbered, key=lambda one: (one[1].unit_id, one[1].unit_name))
    number = number_of(meeting)
    return {
        "title": _("Sign-in sheet"),
        "class_title": meeting.training_class.title,
        "meeting": _("Meeting %(number)s", number=number) if number else _("Cancelled meeting"),
        "topic": meeting.title,
        "when": f"{weekday(meeting.starts_at)} {day(meeting.starts_at)}, "
        f"{hour(meeting.starts_at)}–{hour(meeting.ends_at)}",
        "room": meeting.where,
        "heads": [_("No."), _("Full name"), _("Post"), _("Signature"), _("Note")],
        "count": _("Learners: %(number)s. Signed: ………… Counted by: …………………………", number=len(lines)),
        "sign": _("Who kept the sheet (sign, full name)"),
        "page": _("page"),
        "qr": _svg(address),
        "units": [
            {"name": unit, "rows": [[number, line.full_name, line.post] for number, line in rows]}
            for (_id, unit), rows in groups
        ],
    }


def _svg(text: str) -> str:
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue().decode()
