"""Taking a quiz in a real browser: dropped lines, reloads, second tabs, the clock."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from tests.e2e.lines import go_offline
from tests.e2e.room import SAVED, Room, begin, choose, chosen, saved
from training.core.db import db
from training.learning.models import AttemptQuestion, AttemptState, LateAnswer

pytestmark = pytest.mark.browser


def watch_for_claims(page: Page) -> None:
    """Have the page remember every text that its save line ever shows from now on."""
    page.evaluate(
        """() => {
          window.said = [];
          const line = document.querySelector("[data-saved]");
          new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true });
        }"""
    )


def test_answers_given_offline_are_sent_when_the_line_is_back(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1, 2, 3, 4, 5)
    expect(saved(page)).to_have_text(SAVED)
    assert room.stored() == 5
    go_offline(page)
    watch_for_claims(page)
    choose(page, 6, 7, 8, 9, 10)
    expect(page.get_by_text("Mất kết nối.")).to_be_visible()
    expect(saved(page)).to_have_text("Chưa gửi: 5 câu")
    assert not [text for text in page.evaluate("window.said") if SAVED.match(text)]
    assert room.stored() == 5
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(SAVED)
    expect(page.get_by_text("Mất kết nối.")).to_be_hidden()
    assert room.stored() == 10


def test_a_reload_keeps_what_could_not_be_sent(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1)
    expect(saved(page)).to_have_text(SAVED)
    page.route("**/answers", lambda route: route.abort())
    choose(page, 2, 3, option=1)
    expect(saved(page)).to_have_text("Chưa gửi: 2 câu")
    before = chosen(page)
    page.reload()
    expect(saved(page)).to_have_text("Chưa gửi: 2 câu")
    assert chosen(page) == before
    page.unroute("**/answers")
    expect(saved(page)).to_have_text(SAVED, timeout=20_000)
    assert room.stored() == 3


def test_a_reload_stays_with_the_same_page_and_its_answers(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1, 2)
    expect(saved(page)).to_have_text(SAVED)
    before = chosen(page)
    page.reload()
    expect(page.locator("[data-elsewhere]")).to_be_hidden()
    assert chosen(page) == before
    choose(page, 3)
    expect(page.locator(".map a.done")).to_have_count(3)
    expect(saved(page)).to_have_text(SAVED)
    assert room.stored() == 3


def test_closing_the_page_at_once_loses_nothing(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    address = page.url
    choose(page, 1, 2, 3)
    page.close()
    again = room_page(room, address, page.context)
    expect(again.locator(".map a.done")).to_have_count(3)
    expect(saved(again)).to_have_text(SAVED)
    assert room.stored() == 3


def room_page(room: Room, address: str, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def test_a_second_tab_asks_before_it_takes_over(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1)
    expect(saved(page)).to_have_text(SAVED)
    second = room_page(room, page.url, page.context)
    expect(second.get_by_text("đang mở ở thiết bị hoặc thẻ khác")).to_be_visible()
    second.get_by_role("button", name="Làm tiếp ở đây").click()
    expect(second.locator("[data-elsewhere]")).to_be_hidden()
    choose(second, 2)
    expect(saved(second)).to_have_text(SAVED)
    choose(page, 3)
    expect(page.get_by_text("đang mở ở thiết bị hoặc thẻ khác")).to_be_visible()
    assert room.stored() == 2
    page.get_by_role("button", name="Làm tiếp ở đây").click()
    expect(saved(page)).to_have_text(SAVED)
    expect(page.locator(".map a.done")).to_have_count(3)
    assert room.stored() == 3


def test_another_device_goes_on_with_the_same_attempt(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1, 2)
    expect(saved(page)).to_have_text(SAVED)
    tablet = page.context.browser.new_context(base_url=room.site.url, locale="vi-VN")  # type: ignore[union-attr]
    room.sign_in(tablet)
    other = room_page(room, page.url, tablet)
    other.get_by_role("button", name="Làm tiếp ở đây").click()
    assert chosen(other) == chosen(page)
    choose(other, 3)
    expect(saved(other)).to_have_text(SAVED)
    assert room.stored() == 3
    tablet.close()


def test_handing_in_names_what_is_blank_first(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1, 2, 3, 4, 5, 6, 7, 8)
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("9, 10")
    dialog.get_by_role("button", name="Quay lại").click()
    choose(page, 9, 10)
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").click()
    expect(dialog).to_contain_text("Đã trả lời tất cả các câu.")
    dialog.get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/review")
    assert room.stored() == 10


def test_nothing_is_handed_in_without_a_line(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    go_offline(page)
    choose(page, 1)
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Nộp bài").click()
    expect(dialog).to_contain_text("Hiện không có kết nối.")
    page.context.set_offline(False)
    dialog.get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/review")
    assert room.stored() == 1


def test_when_time_runs_out_what_was_chosen_counts(page: Page, room: Room) -> None:
    begin(page, room.quiz(time_limit=4))
    choose(page, 1, 2, 3)
    page.wait_for_url("**/review", timeout=20_000)
    assert room.stored() == 3
    attempt = room.attempt()
    assert (attempt.state, attempt.submitted_how) == (AttemptState.MARKED, "deadline")


def test_the_clock_can_be_hidden_and_stays_so(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    clock = page.locator("[data-timer]")
    expect(clock).to_have_text(re.compile(r"^(29:\d\d|30:00)$"))
    page.get_by_role("button", name="Ẩn đồng hồ").click()
    expect(clock).to_be_hidden()
    page.reload()
    expect(clock).to_be_hidden()
    page.get_by_role("button", name="Ẩn đồng hồ").click()
    expect(clock).to_be_visible()


def test_the_minutes_left_are_announced_once(page: Page, room: Room) -> None:
    begin(page, room.quiz(time_limit=302))
    announced = page.locator("[data-announce]")
    expect(announced).to_have_text("Còn 5 phút", timeout=10_000)


def test_packets_stay_under_a_kilobyte(page: Page, room: Room) -> None:
    sizes: list[int] = []

    def note(route: Route) -> None:
        sizes.append(len(route.request.post_data or ""))
        route.continue_()

    begin(page, room.quiz())
    go_offline(page)
    choose(page, *range(1, 11))
    page.route("**/answers", note)
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(SAVED, timeout=20_000)
    assert room.stored() == 10
    assert max(sizes) < 1024


def test_flags_are_kept_on_the_server(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    page.get_by_label("Đánh dấu xem lại").nth(3).check()
    expect(page.locator(".map a.flag")).to_have_count(1)
    expect(page.locator("fieldset.question")).to_have_count(10)
    with page.expect_response("**/answers"):
        page.get_by_label("Đánh dấu xem lại").nth(5).check()
    flagged = select(AttemptQuestion.position).where(AttemptQuestion.attempt_id == room.attempt().id)
    assert 6 in db.session.scalars(flagged.where(AttemptQuestion.flagged)).all()


def test_a_sign_in_that_ends_is_told_and_taken_up_again(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1)
    expect(saved(page)).to_have_text(SAVED)
    page.context.clear_cookies()
    choose(page, 2)
    expect(page.get_by_text("Phiên đăng nhập đã hết.")).to_be_visible()
    expect(saved(page)).to_have_text("Chưa gửi: 1 câu")
    room.sign_in(page.context)
    expect(saved(page)).to_have_text(SAVED, timeout=20_000)
    expect(page.get_by_text("Phiên đăng nhập đã hết.")).to_be_hidden()
    assert room.stored() == 2


def test_what_comes_after_handing_in_elsewhere_is_evidence(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    choose(page, 1)
    expect(saved(page)).to_have_text(SAVED)
    other = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=room.site.url, locale="vi-VN", java_script_enabled=False
    )
    room.sign_in(other)
    plain = room_page(room, page.url, other)
    plain.get_by_role("button", name="Nộp bài").first.click()
    plain.get_by_role("button", name="Nộp bài").click()
    plain.wait_for_url("**/review")
    choose(page, 2)
    page.wait_for_url("**/review")
    assert (room.stored(), room.of_attempt(LateAnswer)) == (1, 1)
    other.close()
