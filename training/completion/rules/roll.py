"""The denominators of attendance: which meetings count for whom, added up once for a whole class."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple

from training.completion.rules.facts import AttendanceFact, ClassShape, MeetingShape


class Recorded(NamedTuple):
    """What the rolls say of a learner: tiết and meetings attended; those over before the enrolment that name them."""

    hours_attended: int
    meetings_attended: int
    hours_early: int
    meetings_early: int


NOTHING_RECORDED = Recorded(0, 0, 0, 0)


class _Sums(NamedTuple):
    """Tiết and meetings of the last meetings of a class."""

    hours_held: int = 0
    meetings_held: int = 0
    hours_awaited: int = 0
    meetings_awaited: int = 0


class Roll:
    """The meetings of a class, added up from each of them to the last."""

    def __init__(self, shape: ClassShape) -> None:
        meetings = sorted(shape.meetings, key=lambda m: m.ends_at)
        weights = [_weight(m, closed=shape.closed) for m in reversed(meetings)]
        self._ends = [m.ends_at for m in meetings]
        self._from = list(accumulate(weights, _add, initial=_Sums()))[::-1]

    def fact(self, enrolled_at: datetime, recorded: Recorded) -> AttendanceFact:
        """Return the attendance of a learner who was enrolled then and of whom the rolls say `recorded`."""
        after = self._from[bisect_right(self._ends, enrolled_at)]
        return AttendanceFact(
            hours_attended=recorded.hours_attended,
            hours_held=after.hours_held + recorded.hours_early,
            hours_awaited=after.hours_awaited,
            meetings_attended=recorded.meetings_attended,
            meetings_held=after.meetings_held + recorded.meetings_early,
            meetings_awaited=after.meetings_awaited,
            meetings_before=self._from[0].meetings_held - after.meetings_held - recorded.meetings_early,
        )


def _weight(meeting: MeetingShape, *, closed: bool) -> _Sums:
    if meeting.held:
        return _Sums(hours_held=meeting.study_hours, meetings_held=1)
    return _Sums() if closed else _Sums(hours_awaited=meeting.study_hours, meetings_awaited=1)


def _add(one: _Sums, other: _Sums) -> _Sums:
    return _Sums(*(a + b for a, b in zip(one, other, strict=True)))
