"""When a quiz may be begun, and until when an attempt may be answered; the server's clock alone counts.

Every limit is inclusive to the second: what arrives at 17:00:00.9 is in time for a close at 17:00:00.
"""

from __future__ import annotations

import enum
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
    started_at: datetime, *, time_limit: int | None, closes_at: datetime, promised: datetime | None = None
) -> datetime:
    """Return until when an attempt may be answered: its start and `time_limit` seconds, or the close if earlier.

    `promised` is the deadline given at the start: hours made longer reach a running attempt, shorter ones do not.
    """
    deadline = closes_at if time_limit is None else min(closes_at, started_at + timedelta(seconds=time_limit))
    return deadline if promised is None else max(deadline, promised)


def in_time(arrived: datetime, deadline: datetime, *, grace: int = 0) -> bool:
    """Tell whether what arrived then still counts; `grace` seconds are for what was on its way at the deadline."""
    return arrived.replace(microsecond=0) <= deadline + timedelta(seconds=grace)


def find_hurdle(window: Window, *, now: datetime, class_is_open: bool, used: int, allowed: int | None) -> Hurdle | None:
    """Return what keeps a learner from beginning an attempt, or None; `allowed` None is without limit."""
    if not class_is_open:
        return Hurdle.CLASS_NOT_OPEN
    if window.is_ahead(now):
        return Hurdle.AHEAD
    if window.is_over(now):
        return Hurdle.OVER
    if allowed is not None and used >= allowed:
        return Hurdle.USED_UP
    return None
