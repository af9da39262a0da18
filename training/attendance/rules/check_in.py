"""When learners may check in, as what they count then, and how many wrong codes are borne."""

from __future__ import annotations

import enum
from collections.abc import Collection
from datetime import datetime, timedelta

from training.attendance.models import Status

OPENS_BEFORE = timedelta(minutes=30)
CLOSES_AFTER = timedelta(minutes=30)

#: Wrong codes that an account may give within the span; a room of learners mistypes, a program guesses.
MOST_TRIES = 10
TRIES_SPAN = timedelta(minutes=10)
#: A code seen in time may be confirmed so much later: a phone that was not signed in signs in first.
SEEN_GOOD_FOR = timedelta(minutes=10)


class Door(enum.StrEnum):
    """Whether check-in to a meeting is open."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    #: The class is in preparation.
    UNOPENED = "unopened"


def opens_at(starts_at: datetime) -> datetime:
    """Return when check-in opens."""
    return starts_at - OPENS_BEFORE


def closes_at(ends_at: datetime) -> datetime:
    """Return when check-in closes; at that instant it is closed."""
    return ends_at + CLOSES_AFTER


def door_at(at: datetime, *, starts_at: datetime, ends_at: datetime, cancelled: datetime | None) -> Door:
    """Return whether check-in is open at an instant."""
    if cancelled is not None:
        return Door.CANCELLED
    if at < opens_at(starts_at):
        return Door.EARLY
    return Door.OPEN if at < closes_at(ends_at) else Door.OVER


def status_at(at: datetime, *, starts_at: datetime, late_after: int) -> Status:
    """Return as what a learner counts who checks in then: late more than `late_after` minutes after the beginning."""
    return Status.LATE if at > starts_at + timedelta(minutes=late_after) else Status.PRESENT


def blocked_until(tries: Collection[datetime], now: datetime) -> datetime | None:
    """Return until when no code is taken after wrong `tries`, or None; the oldest of the last ten decides."""
    recent = sorted(at for at in tries if at > now - TRIES_SPAN)
    return recent[-MOST_TRIES] + TRIES_SPAN if len(recent) >= MOST_TRIES else None
