"""What learners see of attendance beside their meetings: the mark, or the way to check in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template
from markupsafe import Markup

from training.attendance.models import Status
from training.attendance.queries.check_in import marks_of
from training.attendance.rules.check_in import Door, door_at
from training.attendance.rules.words import STATUSES
from training.core import clock
from training.learning.panels import add_meeting_panel
from training.learning.queries.classes import EnrolledClass, MeetingLine


def beside_meetings(classes: Sequence[EnrolledClass], meetings: Sequence[MeetingLine]) -> Mapping[int, Markup]:
    """Return for each meeting that has something to show the mark or a link to check in."""
    marks = marks_of([c.enrolment_id for c in classes], [m.id for m in meetings])
    open_classes = {c.class_id for c in classes if c.is_open}
    shown = {m.id: _panel(marks.get(m.id), m, is_open=m.class_id in open_classes) for m in meetings}
    return {meeting_id: panel for meeting_id, panel in shown.items() if panel}


def _panel(status: Status | None, meeting: MeetingLine, *, is_open: bool) -> Markup:
    door = door_at(clock.now(), starts_at=meeting.starts_at, ends_at=meeting.ends_at, cancelled=meeting.cancelled_at)
    if door is Door.CANCELLED or (status is None and not (is_open and door is Door.OPEN)):
        return Markup()
    shown = render_template("attendance/panel.html", status=status, statuses=STATUSES)
    return Markup(shown)  # noqa: S704 -- a template of ours, which escapes what it shows


add_meeting_panel(beside_meetings)
