"""Taps that come too late: of a roll that was closed meanwhile, of learners who were withdrawn meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import LiveSite
from tests.e2e.hall import NAMES, Stage, enter, tap, tap_offline, tap_offline_and_leave
from tests.e2e.lines import wait_until
from training.attendance.models import Status
from training.attendance.operations.closings import close_roll, reopen_roll
from training.classes.models import Enrolment
from training.classes.operations import withdraw_learner
from training.core.db import db

pytestmark = pytest.mark.browser

ANH, HOA, AN = NAMES
GONE = "1 người không còn trong lớp: lượt chấm được bỏ qua."


@pytest.fixture
def closed(live: LiveSite, stage: Stage, page: Page) -> Page:
    """The page of a roll that was closed while two taps waited on the phone, opened anew with a connection."""
    tap_offline(live, stage, page, {ANH: "Có mặt", HOA: "Vắng"})
    close_roll(stage.meeting, signed=0, by=stage.administrator)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#roll[data-shut][data-heard]")).to_be_visible()
    return page


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))


def withdraw(stage: Stage, name: str) -> None:
    db.session.rollback()
    withdraw_learner(db.session.get_one(Enrolment, stage.learners[name]), reason="Chuyển công tác", by=stage.trainer)


def test_a_closed_roll_names_the_taps_that_wait_and_takes_no_more(closed: Page) -> None:
    expect(closed.get_by_text("Điểm danh buổi này đã khóa")).to_be_visible()
    expect(closed.get_by_text("Còn 2 lượt chấm trên máy này chưa gửi")).to_be_visible()
    expect(row_of(closed, ANH)).to_contain_text("Chưa gửi: Có mặt")
    expect(row_of(closed, HOA)).to_contain_text("Chưa gửi: Vắng")
    expect(row_of(closed, AN)).not_to_contain_text("Chưa gửi")
    expect(closed.locator('[data-count="present"]')).to_have_text("0")
    expect(closed.locator('[data-count="none"]')).to_have_text("4")
    expect(closed.get_by_role("button", name="Tất cả có mặt")).to_have_count(0)
    expect(closed.get_by_role("radio")).to_have_count(0)


def test_a_closed_roll_that_is_opened_again_is_sent_the_taps(closed: Page, stage: Stage) -> None:
    reopen_roll(stage.meeting, by=stage.administrator)
    expect(closed.get_by_role("button", name="Tất cả có mặt")).to_be_visible(timeout=30_000)
    expect(closed.locator("#roll[data-unsent='0']")).to_be_visible()
    expect(closed.locator('[data-count="present"]')).to_have_text("1")
    assert (stage.mark_of(ANH), stage.mark_of(HOA)) == (Status.PRESENT, Status.ABSENT)


def test_taps_of_a_closed_roll_are_dropped_after_a_question(closed: Page, stage: Stage) -> None:
    button = closed.get_by_role("button", name="Bỏ các lượt chưa gửi")
    button.click()
    closed.get_by_role("button", name="Quay lại").click()
    expect(row_of(closed, ANH)).to_contain_text("Chưa gửi")
    button.click()
    closed.get_by_role("button", name="Tiếp tục").click()
    expect(closed.locator("[data-saved]")).to_have_text("Đã bỏ 2 lượt chấm chưa gửi.")
    expect(button).to_be_hidden()
    expect(row_of(closed, ANH)).not_to_contain_text("Chưa gửi")
    reopen_roll(stage.meeting, by=stage.administrator)
    closed.reload()
    expect(closed.get_by_role("button", name="Tất cả có mặt")).to_be_visible()
    expect(closed.locator("#roll[data-heard][data-unsent='0']")).to_be_visible()
    assert stage.mark_of(ANH) is None


def test_a_tap_on_a_roll_that_was_just_closed_leads_to_its_closed_page(
    live: LiveSite, stage: Stage, page: Page
) -> None:
    enter(page, live, stage.trainer).goto(stage.roll)
    page.locator("[data-held]").wait_for()
    close_roll(stage.meeting, signed=0, by=stage.administrator)
    tap(page, AN, "Muộn")
    expect(row_of(page, AN)).to_contain_text("Chưa gửi: Đi muộn")
    expect(page.get_by_text("Còn 1 lượt chấm trên máy này chưa gửi")).to_be_visible()


def test_whatever_page_sends_a_tap_of_a_withdrawn_learner_says_so_until_it_is_read(
    live: LiveSite, stage: Stage, page: Page
) -> None:
    tap_offline_and_leave(live, stage, page)
    withdraw(stage, ANH)
    page.context.set_offline(False)
    page.goto("/classes")
    expect(page.get_by_role("status").get_by_text(GONE)).to_be_visible()
    page.goto("/people")
    expect(page.get_by_text(GONE)).to_be_visible()
    page.get_by_role("link", name="Mở bảng điểm danh").click()
    expect(page.locator("#roll[data-heard]")).to_be_visible()
    expect(page.get_by_text(GONE)).to_be_visible()
    page.get_by_role("button", name="Đánh dấu đã đọc").click()
    expect(page.get_by_text(GONE)).to_have_count(0)
    page.reload()
    expect(page.locator("#roll[data-heard]")).to_be_visible()
    expect(page.get_by_text(GONE)).to_have_count(0)


def test_the_page_of_the_roll_says_so_though_it_gives_way_to_a_newer_one(
    live: LiveSite, stage: Stage, page: Page
) -> None:
    tap_offline(live, stage, page, {ANH: "Vắng"})
    withdraw(stage, ANH)
    page.context.set_offline(False)
    expect(row_of(page, ANH)).to_have_count(0)
    expect(page.get_by_role("status").get_by_text(GONE)).to_be_visible()


def test_nobody_signs_out_without_reading_of_taps_that_were_dropped(live: LiveSite, stage: Stage, page: Page) -> None:
    tap_offline_and_leave(live, stage, page)
    withdraw(stage, ANH)
    page.route("**/marks", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/classes")
    page.unroute("**/marks")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("dialog").get_by_text(GONE)).to_be_visible()
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/sign-in**")
    wait_until(page, "async () => localStorage.getItem('roll-gone') === null")
