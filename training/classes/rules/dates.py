"""Rules of days and hours: a class's dates, its meetings within them, the hours of a quiz, the number of a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from training.classes.models import Meeting
from training.core import clock
from training.core.errors import Invalid
from training.core.formats import day
from training.core.i18n import _


@dataclass(frozen=True, slots=True)
class Numbered:
    """A meeting and its number in the class; a cancelled one has none."""

    meeting: Meeting
    number: int | None


def numbered(meetings: Iterable[Meeting]) -> list[Numbered]:
    """Return the meetings in order of time; those that are not cancelled are counted from 1."""
    found: list[Numbered] = []
    number = 0
    for meeting in sorted(meetings, key=lambda m: (m.starts_at, m.id)):
        number += meeting.cancelled_at is None
        found.append(Numbered(meeting, None if meeting.cancelled_at else number))
    return found


def check_dates(opens_on: date, closes_on: date) -> None:
    """Raise Invalid where a class ends before it begins."""
    if closes_on < opens_on:
        raise Invalid("closes_on", _("The class ends before it begins."))


def check_deadline(register_by: date | None, closes_on: date) -> None:
    """Raise Invalid where units could put people forward for a class that is over."""
    if register_by and register_by > closes_on:
        text = _("The class is over on %(last)s; choose this day or one before.", last=day(closes_on))
        raise Invalid("register_by", text)


def check_meetings_within(meetings: Iterable[Meeting], opens_on: date, closes_on: date) -> None:
    """Raise Invalid where a meeting that is not cancelled would lie outside the class's days."""
    outside = (m for m in meetings if m.cancelled_at is None and not opens_on <= _day_of(m.starts_at) <= closes_on)
    stray = next(outside, None)
    if stray is not None:
        field = "opens_on" if _day_of(stray.starts_at) < opens_on else "closes_on"
        raise Invalid(field, _("The meeting of %(day)s would lie outside the class.", day=day(stray.starts_at)))


def _day_of(instant: datetime) -> date:
    return clock.to_site(instant).date()


def meeting_times(on: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """Return the instants of a meeting held on a day of the site's calendar; raise Invalid where it ends too early."""
    if ends <= begins:
        raise Invalid("ends", _("The meeting ends before it begins."))
    return clock.from_site(datetime.combine(on, begins)), clock.from_site(datetime.combine(on, ends))


def check_meeting_day(on: date, opens_on: date, closes_on: date) -> None:
    """Raise Invalid where a meeting's day lies outside the class."""
    if not opens_on <= on <= closes_on:
        dates = {"first": day(opens_on), "last": day(closes_on)}
        raise Invalid("on", _("The class is held from %(first)s to %(last)s.", **dates))


def check_quiz_hours(opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Raise Invalid where a quiz would close before it opens."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid("closes_at", _("The quiz would close before it opens."))
