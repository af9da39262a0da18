"""The only clock. Instants are aware and in UTC; the site's zone is applied on display and on input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SITE = ZoneInfo("Asia/Ho_Chi_Minh")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))
_frozen: ContextVar[datetime | None] = ContextVar("clock_frozen", default=None)


def now() -> datetime:
    """Return this instant, in UTC."""
    return _frozen.get() or datetime.now(UTC) + _offset.get()


def today() -> date:
    """Return the date on the wall calendar of the site."""
    return now().astimezone(SITE).date()


def to_site(instant: datetime) -> datetime:
    """Return `instant` as the site's wall clock shows it."""
    return instant.astimezone(SITE)


def from_site(wall: datetime) -> datetime:
    """Return the instant at which the site's wall clock shows the naive `wall`."""
    return wall.replace(tzinfo=SITE).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` in this context, as tests and rehearsals of deadlines need."""
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
