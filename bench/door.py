"""One tablet at the door of a hall: slips as a scanner types them, and names as a volunteer types them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from bench.phone import SLOW, slow_phone
from training.attendance.operations.slips import issue_slips
from training.attendance.queries.rolls import RollRow, list_roll
from training.attendance.queries.slips import list_slips
from training.classes.models import Meeting
from training.core.access import SYSTEM

PEOPLE = 60
#: Between two keys: a scanner types without a pause, a volunteer with both hands takes so many milliseconds.
TYPING = 80


@dataclass
class Door:
    """Who comes to the door: the first sixty show a slip, the next sixty say their name."""

    path: str
    slips: list[str]
    named: list[RollRow]


def prepare_door(meeting: Meeting) -> Door:
    """Issue the slips of the class, and choose who comes."""
    issue_slips(meeting.training_class, by=SYSTEM)
    codes = {line.enrolment_id: line.code for line in list_slips(meeting.class_id)}
    rows = list_roll(meeting)
    slips = [codes[row.enrolment_id] for row in rows[:PEOPLE]]
    path = f"/classes/{meeting.class_id}/meetings/{meeting.id}/door"
    return Door(path, slips, rows[PEOPLE : 2 * PEOPLE])


def measure_door(door: Door, port: int, cookie: str) -> None:
    """Print how many people a minute one slow tablet lets in, by slip and by name."""
    base = f"http://127.0.0.1:{port}"
    with slow_phone(base, cookie, width=800) as page:
        if page is None:
            return
        page.goto(base + door.path)
        by_slip = _scan(page, door.slips)
        by_name = _find(page, door.named)
    print(f"door of a hall of 400, one slow tablet ({SLOW}), people a minute (60):", end=" ")
    rates = [60 * PEOPLE / seconds for seconds in (by_slip, by_name)]
    print(f"{rates[0]:.0f} by slip, {rates[1]:.0f} by family and given name, {TYPING} ms a key")


def _scan(page: Page, slips: list[str]) -> float:
    began = time.perf_counter()
    for slip in slips:
        page.keyboard.type(slip)
        page.keyboard.press("Enter")
    _all_in(page, PEOPLE)
    return time.perf_counter() - began


def _find(page: Page, named: list[RollRow]) -> float:
    began = time.perf_counter()
    for row in named:
        family, *_middle, given = row.search_key.split()
        page.keyboard.type(f"{family} {given}", delay=TYPING)
        # Of several with one name, the volunteer asks for the unit and taps one.
        page.locator(f"#door-names li:has(input[value='{row.enrolment_id}'])").get_by_role("button").click()
    _all_in(page, 2 * PEOPLE)
    return time.perf_counter() - began


def _all_in(page: Page, count: int) -> None:
    """Wait until the tablet has shown that so many are in; its lines go one after another."""
    expect(page.locator("#door-count")).to_contain_text(f"{count}/", timeout=180_000)
