"""What a learner's attendance amounts to, meeting by meeting, with the denominators of every share."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from training.attendance.models import Status
from training.core.i18n import _, ngettext


class Excused(enum.StrEnum):
    """What an excused absence does to the share."""

    #: It is not attended, and shown apart.
    APART = "apart"
    #: The meeting does not count for the learner.
    LEFT_OUT = "left_out"
    #: It counts as attended.
    ATTENDED = "attended"


class MeetingFact(NamedTuple):
    """A meeting as it counts: worth `study_hours` tiết; `rolled` once anything was recorded of anybody there."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    study_hours: int
    rolled: bool
    cancelled: bool = False

    def held(self, now: datetime) -> bool:
        """Tell whether the meeting has begun and has a roll: an excuse noted beforehand makes no roll."""
        return self.rolled and self.starts_at <= now


@dataclass(frozen=True, slots=True)
class Tally:
    """Tiết and meetings of one learner: attended, out of those held, those still awaited, those that do not count.

    `meetings_before` were over before the enrolment; one whose roll names the learner all the same counts.
    `meetings_awaited` have no roll yet, ahead or past. Late ones are among the attended.
    """

    hours_attended: int = 0
    hours_held: int = 0
    hours_awaited: int = 0
    meetings_attended: int = 0
    meetings_held: int = 0
    meetings_awaited: int = 0
    meetings_before: int = 0
    meetings_late: int = 0
    meetings_excused: int = 0

    @property
    def share(self) -> Decimal | None:
        """Return the fraction 0-1 of the tiết held that were attended; None while nothing was held."""
        if not self.hours_held:
            return None
        exact = Fraction(self.hours_attended, self.hours_held)
        return Decimal(exact.numerator) / Decimal(exact.denominator)


def tally(
    meetings: Iterable[MeetingFact],
    statuses: Mapping[int, Status],
    *,
    enrolled_at: datetime,
    now: datetime,
    excused: Excused = Excused.APART,
) -> Tally:
    """Add up a learner's meetings; `statuses` says by meeting what its roll says of the learner."""
    counting = [m for m in meetings if not m.cancelled]
    held = [m for m in counting if m.held(now)]
    before = [m for m in held if m.ends_at <= enrolled_at and m.meeting_id not in statuses]
    mine = [m for m in held if m not in before and _counts(statuses.get(m.meeting_id), excused)]
    attended = [m for m in mine if _attended(statuses.get(m.meeting_id), excused)]
    awaited = [m for m in counting if m not in held and m.ends_at > enrolled_at]
    said = [statuses.get(m.meeting_id) for m in held]
    return Tally(
        hours_attended=_hours(attended),
        hours_held=_hours(mine),
        hours_awaited=_hours(awaited),
        meetings_attended=len(attended),
        meetings_held=len(mine),
        meetings_awaited=len(awaited),
        meetings_before=len(before),
        meetings_late=said.count(Status.LATE),
        meetings_excused=said.count(Status.EXCUSED),
    )


def _counts(status: Status | None, excused: Excused) -> bool:
    return status is not Status.EXCUSED or excused is not Excused.LEFT_OUT


def _attended(status: Status | None, excused: Excused) -> bool:
    return status in {Status.PRESENT, Status.LATE} or (status is Status.EXCUSED and excused is Excused.ATTENDED)


def _hours(meetings: Iterable[MeetingFact]) -> int:
    return sum(m.study_hours for m in meetings)


def sentence(result: Tally) -> str:
    """Say the tally with its denominators, as "6 of 8 meetings with a roll; 2 before the enrolment do not count"."""
    counted = {"attended": result.meetings_attended, "held": result.meetings_held}
    parts = [
        _("%(attended)s of %(held)s meetings with a roll", **counted) if result.meetings_held else _("no roll yet")
    ]
    if result.meetings_excused:
        parts.append(ngettext("%(num)s excused", "%(num)s excused", result.meetings_excused))
    if result.meetings_before:
        parts.append(
            ngettext(
                "%(num)s meeting before the enrolment does not count",
                "%(num)s meetings before the enrolment do not count",
                result.meetings_before,
            )
        )
    return "; ".join(parts)
