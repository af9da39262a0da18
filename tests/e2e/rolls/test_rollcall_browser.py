"""The roll and the wall in a real browser: taps, search, a lost connection, two takers, codes that change."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cast import Cast
from tests.e2e.conftest import LiveSite
from tests.e2e.hall import NAMES, Stage, enter, tap
from tests.e2e.lines import go_offline
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, Status
from training.core.db import db

pytestmark = pytest.mark.browser


@pytest.fixture
def roll(page: Page, live: LiveSite, stage: Stage) -> Page:
    enter(page, live, stage.trainer).goto(stage.roll)
    expect(page.locator("#roll[data-heard]")).to_be_visible()
    return page


def all_sent(page: Page) -> None:
    expect(page.locator("#roll[data-unsent='0']")).to_be_visible()


def test_a_tap_is_saved_and_counted_at_once(roll: Page, stage: Stage) -> None:
    tap(roll, "Huỳnh Ngọc Ánh", "Muộn")
    expect(roll.locator("[data-saved]")).to_contain_text("Đã lưu lúc")
    expect(roll.locator('[data-count="late"]')).to_have_text("1")
    expect(roll.locator('[data-count="none"]')).to_have_text("3")
    assert stage.mark_of("Huỳnh Ngọc Ánh") is Status.LATE
    roll.reload()
    expect(roll.locator('[data-count="late"]')).to_have_text("1")


def test_a_search_without_marks_finds_and_a_unit_narrows(roll: Page) -> None:
    rows = roll.locator("#roll > li:visible")
    roll.get_by_label("Tìm học viên").fill("dang hoa")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Đặng Thị Hòa")
    roll.get_by_label("Tìm học viên").fill("không ai")
    expect(roll.locator("[data-nobody]")).to_be_visible()
    roll.get_by_label("Tìm học viên").fill("")
    roll.get_by_label("Đơn vị").select_option(label="Xã Tam Ngọc")
    expect(rows).to_have_count(1)


def test_rows_of_a_long_roll_have_buttons_when_scrolled_or_tabbed_to(
    page: Page, live: LiveSite, stage: Stage, scene: tuple[Makers, Cast]
) -> None:
    make, cast = scene
    for number in range(60):
        make.enrolment(stage.meeting.training_class, make.person(f"Trần Văn Yên {number:02}", unit=cast.ward))
    enter(page, live, stage.trainer).goto(stage.roll)
    expect(page.locator("#roll[data-heard]")).to_be_visible()
    rows, buttons = page.locator("#roll > li"), page.get_by_role("radiogroup")
    expect(rows).to_have_count(64)
    assert 0 < buttons.count() < 40
    last = rows.last
    expect(last).to_contain_text("Chưa điểm danh")
    last.scroll_into_view_if_needed()
    last.get_by_role("radio", name="Muộn").check()
    expect(page.locator('[data-count="late"]')).to_have_text("1")
    middle = rows.nth(30)
    assert middle.get_by_role("radio").count() == 0
    middle.get_by_role("link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator('[data-count="present"]')).to_have_text("1")
    expect(middle.get_by_role("radio", name="Có mặt")).to_be_checked()
    all_sent(page)


def test_all_present_then_the_exceptions(roll: Page, stage: Stage) -> None:
    tap(roll, "Trần Văn An", "Vắng")
    expect(roll.locator('[data-count="absent"]')).to_have_text("1")
    roll.get_by_role("button", name="Tất cả có mặt").click()
    roll.get_by_role("button", name="Tiếp tục").click()
    expect(roll.locator('[data-count="present"]')).to_have_text("3")
    tap(roll, "Đặng Thị Hòa", "Có phép")
    expect(roll.locator('[data-count="excused"]')).to_have_text("1")
    all_sent(roll)
    found = [stage.mark_of(name) for name in NAMES]
    assert found == [Status.PRESENT, Status.EXCUSED, Status.ABSENT]


def test_taps_without_a_connection_are_kept_and_sent_once_it_is_back(roll: Page, stage: Stage) -> None:
    go_offline(roll)
    tap(roll, "Huỳnh Ngọc Ánh", "Có mặt")
    expect(roll.locator("[data-saved]")).to_contain_text("Chưa có mạng")
    tap(roll, "Huỳnh Ngọc Ánh", "Muộn")
    tap(roll, "Trần Văn An", "Vắng")
    assert stage.mark_of("Huỳnh Ngọc Ánh") is None
    roll.context.set_offline(False)
    expect(roll.locator("[data-saved]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    expect(roll.locator('[data-count="absent"]')).to_have_text("1")
    assert (stage.mark_of("Huỳnh Ngọc Ánh"), stage.mark_of("Trần Văn An")) == (Status.LATE, Status.ABSENT)


def test_an_answer_that_was_lost_makes_no_second_event(roll: Page, stage: Stage) -> None:
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    roll.route("**/marks", lose_the_first)
    tap(roll, "Trần Văn An", "Có mặt")
    expect(roll.locator("[data-saved]")).to_contain_text("Đã lưu lúc", timeout=15_000)
    assert stage.mark_of("Trần Văn An") is Status.PRESENT
    assert db.session.query(AttendanceEvent).filter_by(meeting_id=stage.meeting.id).count() == 1


def test_a_sign_in_that_ended_keeps_the_taps_until_one_is_in_again(roll: Page, live: LiveSite, stage: Stage) -> None:
    roll.context.clear_cookies()
    tap(roll, "Trần Văn An", "Vắng")
    expect(roll.locator("[data-saved]")).to_contain_text("hết phiên đăng nhập")
    assert stage.mark_of("Trần Văn An") is None
    enter(roll, live, stage.trainer)
    expect(roll.locator("[data-saved]")).to_contain_text("Đã lưu lúc", timeout=20_000)
    assert stage.mark_of("Trần Văn An") is Status.ABSENT


def test_two_takers_change_only_the_rows_they_tap(roll: Page, live: LiveSite, stage: Stage, chromium: Browser) -> None:
    other_context = chromium.new_context(base_url=live.url)
    other = enter(other_context.new_page(), live, stage.administrator)
    other.goto(stage.roll)
    tap(roll, "Huỳnh Ngọc Ánh", "Vắng")
    expect(roll.locator('[data-count="absent"]')).to_have_text("1")
    all_sent(roll)
    tap(other, "Trần Văn An", "Muộn")
    expect(other.locator('[data-count="late"]')).to_have_text("1")
    # The answer to a tap brings what the other taker has said.
    expect(other.locator('[data-count="absent"]')).to_have_text("1")
    all_sent(other)
    expect(other.get_by_role("radiogroup", name="Huỳnh Ngọc Ánh").get_by_label("Vắng")).to_be_checked()
    other_context.close()
    assert (stage.mark_of("Huỳnh Ngọc Ánh"), stage.mark_of("Trần Văn An")) == (Status.ABSENT, Status.LATE)


def test_without_scripts_one_button_saves_the_roll(live: LiveSite, stage: Stage, chromium: Browser) -> None:
    context = chromium.new_context(base_url=live.url, java_script_enabled=False)
    page = enter(context.new_page(), live, stage.trainer)
    page.goto(stage.roll)
    page.get_by_role("link", name="Mở bản đơn giản").click()
    tap(page, "Trần Văn An", "Có phép")
    page.get_by_role("button", name="Lưu điểm danh").click()
    assert "Đã lưu 1 lượt" in page.content()
    context.close()
    assert stage.mark_of("Trần Văn An") is Status.EXCUSED


def test_the_wall_changes_its_code_and_a_learner_checks_in_with_it(
    page: Page, live: LiveSite, stage: Stage, chromium: Browser
) -> None:
    wall = enter(page, live, stage.trainer)
    wall.goto(f"{stage.path}/wall")
    first, path = wall.locator("#wall-code").inner_text(), wall.locator("#wall-path").get_attribute("d")
    expect(wall.locator("#wall-code")).not_to_have_text(first, timeout=30_000)
    assert wall.locator("#wall-path").get_attribute("d") != path
    context = chromium.new_context(base_url=live.url, viewport={"width": 390, "height": 844})
    phone = enter(context.new_page(), live, stage.cadre)
    phone.goto("/check-in")
    phone.get_by_label("Sáu chữ số").press_sequentially(wall.locator("#wall-code").inner_text())
    expect(phone.get_by_text(re.compile("Đã điểm danh lúc"))).to_be_visible()
    context.close()
    expect(wall.locator("#wall-count")).to_contain_text("1/4", timeout=15_000)


def test_a_wall_without_connection_says_its_code_may_be_old(page: Page, live: LiveSite, stage: Stage) -> None:
    wall = enter(page, live, stage.trainer)
    wall.goto(f"{stage.path}/wall")
    go_offline(wall)
    expect(wall.locator("#wall-words")).to_contain_text("Mất kết nối", timeout=15_000)
    wall.context.set_offline(False)
    expect(wall.locator("#wall-words")).to_contain_text("mở đến", timeout=15_000)
