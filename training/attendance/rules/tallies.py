"""The one arithmetic of attendance: which meetings count for whom, and what a learner's marks amount to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from training.attendance.models import Status
from training.attendance.rules.rule import USUAL, Rule


class MeetingShape(NamedTuple):
    """A meeting that was not cancelled, worth `study_hours` tiết.

    It is `held` once its roll is over, and `running` as long as that says something of some and others may yet come:
    then it counts for those who have a mark, and is awaited for the others.
    """

    meeting_id: int
    ends_at: datetime
    study_hours: int
    held: bool
    running: bool = False


class MeetingFact(NamedTuple):
    """A meeting as it counts: worth `study_hours` tiết; `rolled` once its roll says anything of an enrolled learner.

    It is `over` once the roll says all that it will.
    """

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    study_hours: int
    rolled: bool
    over: bool
    cancelled: bool = False

    def shape(self, now: datetime) -> MeetingShape:
        """Return what of the meeting counts: an excuse noted before it begins makes no roll."""
        called = self.rolled and self.starts_at <= now
        held, running = called and self.over, called and not self.over
        return MeetingShape(self.meeting_id, self.ends_at, self.study_hours, held, running)


class Recorded(NamedTuple):
    """Meetings held, or still `running`, at which rolls say `status`; `early` ones had ended before the enrolment."""

    status: Status
    early: bool
    study_hours: int
    meetings: int
    running: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Tiết and meetings of one learner: attended, out of those held, those still awaited, those that do not count.

    Held are meetings whose roll was taken, and one still running whose roll names the learner. Awaited are the others
    that run, and those without a roll, ahead or past, while the class is open: once it is closed no roll will come, and
    a meeting that nobody recorded counts for nobody. `meetings_before` were over before the enrolment; one whose roll
    names the learner all the same counts. Late ones, those left early and those made up are among the attended as far
    as they are worth anything.
    """

    hours_attended: Fraction | int = 0
    hours_held: int = 0
    hours_awaited: int = 0
    meetings_attended: int = 0
    meetings_held: int = 0
    meetings_awaited: int = 0
    meetings_before: int = 0
    meetings_late: int = 0
    meetings_left_early: int = 0
    meetings_excused: int = 0
    meetings_made_up: int = 0

    @property
    def hours(self) -> int:
        """Return the tiết that an asked share is of: held and awaited."""
        return self.hours_held + self.hours_awaited

    @property
    def share(self) -> Decimal | None:
        """Return the fraction 0-1 of the tiết held that were attended; None while nothing was held."""
        if not self.hours_held:
            return None
        exact = Fraction(self.hours_attended) / self.hours_held
        return Decimal(exact.numerator) / Decimal(exact.denominator)


NO_ATTENDANCE = Tally()


class _Sums(NamedTuple):
    """Tiết and meetings of the last meetings of a class."""

    hours_held: int = 0
    meetings_held: int = 0
    hours_awaited: int = 0
    meetings_awaited: int = 0


class Roll:
    """The meetings of a class, added up from each of them to the last, once for all learners."""

    def __init__(self, meetings: Iterable[MeetingShape], *, rule: Rule = USUAL, closed: bool = False) -> None:
        in_order = sorted(meetings, key=lambda m: m.ends_at)
        weights = [_weight(m, closed=closed) for m in reversed(in_order)]
        self._rule = rule
        self._ends = [m.ends_at for m in in_order]
        self._from = list(accumulate(weights, _add, initial=_Sums()))[::-1]
        #: Of a large class, many learners have the same marks.
        self._found: dict[tuple[int, tuple[Recorded, ...]], Tally] = {}

    def tally(self, enrolled_at: datetime, recorded: Sequence[Recorded] = ()) -> Tally:
        """Return the attendance of a learner who was enrolled then and of whom the rolls say `recorded`."""
        key = bisect_right(self._ends, enrolled_at), tuple(recorded)
        if key not in self._found:
            self._found[key] = self._tally(*key)
        return self._found[key]

    def _tally(self, first: int, recorded: Sequence[Recorded]) -> Tally:
        after, rule = self._from[first], self._rule
        # The sums know nothing of marks at meetings before the enrolment, and await the meetings that still run.
        unknown = [r for r in recorded if r.early or r.running]
        awaited = [r for r in recorded if r.running and not r.early]
        early = [r for r in recorded if r.early and not r.running]
        left_out = [r for r in recorded if not rule.counts(r.status)]
        return Tally(
            hours_attended=Fraction(sum(r.study_hours * rule.worth(r.status) for r in recorded), 100),
            hours_held=after.hours_held + _hours(unknown) - _hours(left_out),
            hours_awaited=after.hours_awaited - _hours(awaited),
            meetings_attended=_meetings(r for r in recorded if rule.worth(r.status)),
            meetings_held=after.meetings_held + _meetings(unknown) - _meetings(left_out),
            meetings_awaited=after.meetings_awaited - _meetings(awaited),
            meetings_before=self._from[0].meetings_held - after.meetings_held - _meetings(early),
            meetings_late=_with(recorded, Status.LATE),
            meetings_left_early=_with(recorded, Status.LEFT_EARLY),
            meetings_excused=_with(recorded, Status.EXCUSED),
            meetings_made_up=_with(recorded, Status.MADE_UP),
        )


def tally(
    meetings: Iterable[MeetingFact],
    statuses: Mapping[int, Status],
    *,
    enrolled_at: datetime,
    now: datetime,
    rule: Rule = USUAL,
    closed: bool = False,
) -> Tally:
    """Add up one learner's meetings; `statuses` says by meeting what its roll says of the learner."""
    counting = [m for m in meetings if not m.cancelled]
    shapes = [m.shape(now) for m in counting]
    recorded = [
        Recorded(statuses[m.meeting_id], m.ends_at <= enrolled_at, m.study_hours, 1, m.running)
        for m in shapes
        if (m.held or m.running) and m.meeting_id in statuses
    ]
    return Roll(shapes, rule=rule, closed=closed).tally(enrolled_at, recorded)


def _weight(meeting: MeetingShape, *, closed: bool) -> _Sums:
    if meeting.held:
        return _Sums(hours_held=meeting.study_hours, meetings_held=1)
    return _Sums() if closed else _Sums(hours_awaited=meeting.study_hours, meetings_awaited=1)


def _add(one: _Sums, other: _Sums) -> _Sums:
    return _Sums(*(a + b for a, b in zip(one, other, strict=True)))


def _hours(recorded: Iterable[Recorded]) -> int:
    return sum(r.study_hours for r in recorded)


def _meetings(recorded: Iterable[Recorded]) -> int:
    return sum(r.meetings for r in recorded)


def _with(recorded: Iterable[Recorded], status: Status) -> int:
    return _meetings(r for r in recorded if r.status is status)


def is_low(result: Tally, rule: Rule) -> bool:
    """Tell whether a share is below what the class warns of; nothing held is no share, and 0 warns of nothing."""
    return bool(result.hours_held) and result.hours_attended * 100 < rule.warn_below * result.hours_held
