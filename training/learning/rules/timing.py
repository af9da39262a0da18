"""When a quiz may be begun, and until when an attempt may be answered; the server's clock alone counts.

Every limit is inclusive to the second: what arrives at 17:00:00.9 is in time for a close at 17:00:00.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from training.core import clock


@dataclass(frozen=True, slots=True)
class Hours:
    """The two ends of a quiz's hours as one place sets them; None leaves an end to the next place."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The instants between which a quiz may be begun and answered, both inclusive."""

    opens_at: datetime
    closes_at: datetime

    def widened(self, granted: Allowance) -> Window:
        """Return the window of one who is granted other hours: they only ever make it longer."""
        return Window(
            min(self.opens_at, granted.opens_at or self.opens_at),
            max(self.closes_at, granted.closes_at or self.closes_at),
        )

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether the window has not opened yet."""
        return now < self.opens_at

    def is_over(self, now: datetime) -> bool:
        """Tell whether the window has closed."""
        return not in_time(now, self.closes_at)


class Hurdle(enum.StrEnum):
    """Why an attempt cannot be begun now."""

    CLASS_NOT_OPEN = "class_not_open"
    AHEAD = "ahead"
    OVER = "over"
    USED_UP = "used_up"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a learner is granted beyond what holds for all; times in seconds, `extra_time` reaches beyond the close."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: int | None = None
    extra_time: int | None = None
    attempts_allowed: int | None = None


NOTHING_GRANTED = Allowance()


def most_lenient(granted: Iterable[Allowance]) -> Allowance:
    """Merge what was granted to a learner: of each field the most lenient, wherever it comes from."""
    given = list(granted)
    return Allowance(
        opens_at=min((one.opens_at for one in given if one.opens_at), default=None),
        closes_at=max((one.closes_at for one in given if one.closes_at), default=None),
        time_limit=max((one.time_limit for one in given if one.time_limit), default=None),
        extra_time=max((one.extra_time for one in given if one.extra_time), default=None),
        attempts_allowed=max((one.attempts_allowed for one in given if one.attempts_allowed), default=None),
    )


def larger(set_for_all: int | None, granted: int | None) -> int | None:
    """Return the limit in force: None is without limit, and what is granted never takes away."""
    return None if set_for_all is None else max(set_for_all, granted or 0)


def window_of(*places: Hours, opens_on: date, closes_on: date) -> Window:
    """Return the hours in force: each end from the first of `places` that sets it, else the days of the class."""
    opens = (p.opens_at for p in places if p.opens_at is not None)
    closes = (p.closes_at for p in places if p.closes_at is not None)
    return Window(next(opens, None) or _first_second(opens_on), next(closes, None) or _last_second(closes_on))


def _first_second(day: date) -> datetime:
    return clock.from_site(datetime.combine(day, time.min))


def _last_second(day: date) -> datetime:
    return clock.from_site(datetime.combine(day, time(23, 59, 59)))


def effective_deadline(
    started_at: datetime,
    *,
    time_limit: int | None,
    closes_at: datetime,
    granted: Allowance = NOTHING_GRANTED,
    promised: datetime | None = None,
) -> datetime:
    """Return until when an attempt may be answered: its start and the time limit, or the close if earlier.

    `granted` makes either longer, and its extra time is added after both: a close does not cut it off. `promised` is
    the deadline given at the start: hours made longer reach a running attempt, shorter ones do not.
    """
    limit = larger(time_limit, granted.time_limit)
    close = max(closes_at, granted.closes_at or closes_at)
    deadline = close if limit is None else min(close, started_at + timedelta(seconds=limit))
    deadline += timedelta(seconds=granted.extra_time or 0)
    return deadline if promised is None else max(deadline, promised)


class Phase(enum.Enum):
    """What may still be done with an open attempt."""

    ANSWERING = enum.auto()
    #: The time is up: no more answers, but what was saved may be handed in.
    HANDING_IN = enum.auto()
    OVER = enum.auto()


def phase_at(arrived: datetime, deadline: datetime, *, grace: int, hand_in_seconds: int = 0) -> Phase:
    """Return what may be done with an attempt by what arrives then.

    `grace` seconds are for what was on its way; `hand_in_seconds` are the quiz's own period to hand in.
    """
    if in_time(arrived, deadline, grace=grace):
        return Phase.ANSWERING
    if hand_in_seconds and in_time(arrived, deadline, grace=grace + hand_in_seconds):
        return Phase.HANDING_IN
    return Phase.OVER


def in_time(arrived: datetime, deadline: datetime, *, grace: int = 0) -> bool:
    """Tell whether what arrived then still counts; `grace` seconds are for what was on its way at the deadline."""
    return arrived.replace(microsecond=0) <= deadline + timedelta(seconds=grace)


def find_hurdle(
    window: Window,
    *,
    now: datetime,
    class_is_open: bool,
    used: int,
    allowed: int | None,
    not_before: datetime | None = None,
) -> Hurdle | None:
    """Return what keeps a learner from beginning an attempt, or None; `allowed` None is without limit.

    `not_before` is when the pause after the attempt before is over.
    """
    if not class_is_open:
        return Hurdle.CLASS_NOT_OPEN
    if window.is_ahead(now):
        return Hurdle.AHEAD
    if window.is_over(now):
        return Hurdle.OVER
    if allowed is not None and used >= allowed:
        return Hurdle.USED_UP
    return Hurdle.TOO_SOON if not_before is not None and now < not_before else None
