"""One tablet at the door: sixty slips as a scanner types them, within a minute."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import LiveSite
from tests.e2e.hall import enter, make_class
from tests.makers import Makers
from training.attendance.operations.slips import issue_slips
from training.attendance.queries.rolls import count_checked_in
from training.attendance.queries.slips import list_slips
from training.core.db import db

pytestmark = pytest.mark.browser

PEOPLE = 60


def test_sixty_people_go_in_within_a_minute(page: Page, live: LiveSite, scene: tuple[Makers, Cast]) -> None:
    make, cast = scene
    training_class = make_class(make, cast)
    for number in range(PEOPLE):
        make.enrolment(training_class, make.person(f"Trần Văn {number}", unit=cast.ward))
    meeting = make.meeting(training_class)
    issue_slips(training_class, by=cast.trainer)
    slips = [line.code for line in list_slips(training_class.id)][:PEOPLE]
    enter(page, live, cast.trainer).goto(f"/classes/{meeting.class_id}/meetings/{meeting.id}/door")
    began = time.monotonic()
    for slip in slips:
        page.keyboard.type(slip)
        page.keyboard.press("Enter")
    expect(page.locator("#door-count")).to_contain_text(f"{PEOPLE}/{PEOPLE}", timeout=60_000)
    assert time.monotonic() - began < 60
    db.session.rollback()
    assert count_checked_in(meeting) == PEOPLE


def test_a_name_without_marks_and_enter_lets_one_in(page: Page, live: LiveSite, scene: tuple[Makers, Cast]) -> None:
    make, cast = scene
    training_class = make_class(make, cast)
    make.enrolment(training_class, cast.stranger_person)
    make.enrolment(training_class, make.person("Đặng Thị Hòa", unit=cast.ward))
    meeting = make.meeting(training_class)
    enter(page, live, cast.trainer).goto(f"/classes/{meeting.class_id}/meetings/{meeting.id}/door")
    page.get_by_label("Quét phiếu hoặc gõ tên").press_sequentially("dang hoa")
    expect(page.locator("#door-names li:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#door-last")).to_contain_text("Đặng Thị Hòa")
    expect(page.locator("#door-count")).to_contain_text("1/2")


def test_of_several_with_the_name_one_has_to_be_tapped(page: Page, live: LiveSite, scene: tuple[Makers, Cast]) -> None:
    make, cast = scene
    training_class = make_class(make, cast)
    for unit in (cast.ward, cast.other_ward):
        make.enrolment(training_class, make.person("Đặng Thị Hòa", unit=unit))
    meeting = make.meeting(training_class)
    enter(page, live, cast.trainer).goto(f"/classes/{meeting.class_id}/meetings/{meeting.id}/door")
    field = page.get_by_label("Quét phiếu hoặc gõ tên")
    field.press_sequentially("hoa")
    page.keyboard.press("Enter")
    expect(page.locator("#door-last")).to_contain_text("chọn đúng người")
    expect(field).to_have_value("hoa")
    page.locator("#door-names li:visible", has_text=cast.ward.name).get_by_role("button").click()
    expect(page.locator("#door-last")).to_contain_text("Đặng Thị Hòa")
    expect(page.locator("#door-count")).to_contain_text("1/2")
