"""What slices above add to learners' pages: attendance to meetings, completion to a class.

A panel is given what the page is about and returns markup, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from training.learning.queries.classes import EnrolledClass, MeetingLine

ClassPanel = Callable[[EnrolledClass], Markup | None]
#: Given all meetings of a page at once, so that it may ask the database once; answers by meeting id.
MeetingPanel = Callable[[Sequence[EnrolledClass], Sequence[MeetingLine]], Mapping[int, Markup]]

_on_classes: list[ClassPanel] = []
_on_meetings: list[MeetingPanel] = []


def add_class_panel(panel: ClassPanel) -> None:
    """Show `panel` on the page of a class, such as what completing it needs."""
    _on_classes.append(panel)


def add_meeting_panel(panel: MeetingPanel) -> None:
    """Show `panel` beside meetings, such as a link to check in or the attendance noted."""
    _on_meetings.append(panel)


def class_panels(enrolled: EnrolledClass) -> list[Markup]:
    """Return what other slices show of the class."""
    return [shown for panel in _on_classes if (shown := panel(enrolled))]


def meeting_panels(classes: Sequence[EnrolledClass], meetings: Sequence[MeetingLine]) -> dict[int, Markup]:
    """Return what other slices show beside the meetings, by meeting."""
    found: dict[int, Markup] = {}
    if meetings:
        for panel in _on_meetings:
            for meeting_id, shown in panel(classes, meetings).items():
                found[meeting_id] = found.get(meeting_id, Markup()) + shown
    return found
