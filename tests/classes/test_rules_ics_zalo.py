"""Calendars that a real parser reads, and texts that fit a Zalo message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.classes.rules.ics import Event, calendar
from training.classes.rules.zalo import MOST, zalo_text

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
EVENT = Event(
    uid="a@front-training",
    sequence=3,
    starts_at=datetime(2026, 11, 26, 1, tzinfo=UTC),
    ends_at=datetime(2026, 11, 26, 4, 30, tzinfo=UTC),
    summary="Lớp bồi dưỡng; công tác, Mặt trận \\ 2026",
    location="Hội trường tầng 2, Trung tâm",
    description="Dòng một\nDòng hai",
    url="https://tap-huan.example/c/1",
)


def read(text: str) -> Any:
    return icalendar.Calendar.from_ical(text)


def first(text: str) -> Any:
    return read(text).walk("VEVENT")[0]


def test_a_parser_reads_back_what_was_written() -> None:
    event = first(calendar("Lớp 1", [EVENT], now=NOW))
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (EVENT.summary, EVENT.location)
    assert str(event["DESCRIPTION"]) == EVENT.description
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (EVENT.starts_at, EVENT.ends_at)
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (EVENT.uid, 3, "CONFIRMED")
    assert str(event["URL"]) == EVENT.url


def test_a_cancelled_meeting_stays_and_says_so() -> None:
    assert str(first(calendar("", [replace(EVENT, cancelled=True)], now=NOW))["STATUS"]) == "CANCELLED"


def test_a_calendar_without_meetings_is_one() -> None:
    assert read(calendar("Lịch", [], now=NOW)).walk("VEVENT") == []


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_any_text_survives_folding_and_escaping(text: str) -> None:
    written = calendar("x", [replace(EVENT, summary=text)], now=NOW)
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert str(first(written).get("SUMMARY", "")) == text


WHEN, LINK = "08:00, Thứ Năm 26/11", "https://tap-huan.example/c/1"


@pytest.mark.parametrize("size", [0, 10, 400, 5000])
def test_a_text_for_zalo_fits_and_keeps_what_matters(size: int) -> None:
    text = zalo_text("T" * size, when=WHEN, where="P" * size, link=LINK, deadline="25/11/2026", more="m" * size)
    assert len(text) <= MOST
    assert all(part in text for part in (WHEN, LINK, "25/11/2026"))


def test_a_text_for_zalo_is_plain_lines() -> None:
    lines = zalo_text("Lớp\n bồi dưỡng", when=WHEN, where="Hội trường", link=LINK, more="Mang theo\nsổ").split("\n")
    assert lines == ["Lớp bồi dưỡng", WHEN, "Hội trường", "Mang theo sổ", LINK]
