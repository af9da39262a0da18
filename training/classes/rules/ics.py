"""Calendars for phones and desks: meetings as an iCalendar file (RFC 5545), for others to read again and again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

#: A line has at most 75 octets, its continuation begins with a blank (RFC 5545, 3.1).
_OCTETS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A meeting in a calendar: its `uid` never changes, its `sequence` grows with every change."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, now: datetime) -> str:
    """Return the text of a calendar that is published under `name`, as of `now`."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Front Training//Timetable//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ]
    body = [line for event in events for line in _event(event, now)]
    return "".join(_folded(line) for line in [*head, *body, "END:VCALENDAR"])


def _event(event: Event, now: datetime) -> list[str]:
    said = [("LOCATION", event.location), ("DESCRIPTION", event.description)]
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_instant(now)}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"DTSTART:{_instant(event.starts_at)}",
        f"DTEND:{_instant(event.ends_at)}",
        f"SUMMARY:{_text(event.summary)}",
        *(f"{name}:{_text(value)}" for name, value in said if value),
        *([f"URL:{event.url}"] if event.url else []),
        "END:VEVENT",
    ]


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Write text as its type asks for: backslash, comma and semicolon escaped, no bare line ends (3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut a line where 75 octets are full, never within a letter."""
    parts, part, room = [], "", _OCTETS
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = "", _OCTETS - 1
        part, room = part + letter, room - size
    return "\r\n ".join([*parts, part]) + "\r\n"
