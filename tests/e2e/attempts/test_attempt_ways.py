"""Other ways through an attempt: without JavaScript, with keys alone, one question at a time, with more time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.room import SAVED, Room, begin, choose, phone, saved
from training.learning.models import AttemptState, Override
from training.quizzes.sitting import Layout

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(chromium: Browser, room: Room) -> Iterator[Page]:
    """A phone that runs no scripts."""
    with phone(chromium, room, java_script_enabled=False) as opened:
        yield opened


def test_without_javascript_the_form_saves_asks_and_hands_in(plain: Page, room: Room) -> None:
    begin(plain, room.quiz())
    choose(plain, 1, 2, 3)
    plain.get_by_role("button", name="Lưu").click()
    expect(plain.get_by_text(re.compile("Đã lưu lúc")).first).to_be_visible()
    assert room.stored() == 3
    choose(plain, 4)
    plain.get_by_role("button", name="Nộp bài").first.click()
    expect(plain.get_by_text("6 câu chưa trả lời")).to_be_visible()
    plain.get_by_role("button", name="Nộp bài").click()
    plain.wait_for_url("**/review")
    assert (room.stored(), room.attempt().state) == (4, AttemptState.MARKED)


def answer_with_keys(page: Page) -> None:
    """Tab to the next question, choose its second option with the arrow, as a keyboard does."""
    group = page.evaluate("document.activeElement.name")
    while page.evaluate("document.activeElement.name") == group or not is_option(page):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")


def is_option(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.type === 'radio'"))


def test_with_the_keyboard_alone_one_answers_and_hands_in(page: Page, room: Room) -> None:
    page.goto(room.quiz())
    page.get_by_role("button", name="Bắt đầu làm bài").focus()
    page.keyboard.press("Enter")
    expect(page.locator("fieldset.question")).to_have_count(10)
    for _ in range(10):
        answer_with_keys(page)
    expect(page.locator(".map a.done")).to_have_count(10)
    expect(saved(page)).to_have_text(SAVED)
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Đã trả lời tất cả các câu.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    assert room.stored() == 10


@pytest.mark.parametrize("way", ["page", "plain"])
def test_one_question_at_a_time_goes_back_and_forth(way: str, room: Room, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(way)
    page.goto(room.quiz(layout=Layout.ONE_BY_ONE))
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    shown = page.locator("fieldset.question:visible")
    expect(shown).to_have_count(1)
    choose(page, 1)
    page.locator(".map a").nth(4).click()
    expect(page.locator("#q5")).to_be_visible()
    expect(shown).to_have_count(1)
    choose(page, 5)
    if way == "page":
        page.get_by_role("link", name="Câu trước").click()
        expect(page.locator("#q4")).to_be_visible()
        expect(saved(page)).to_have_text(SAVED)
    else:
        page.get_by_role("button", name="Lưu").click()
        expect(page.get_by_text(re.compile("Đã lưu lúc")).first).to_be_visible()
    assert room.stored() == 2


@pytest.mark.parametrize("way", ["page", "plain"])
def test_questions_in_order_lead_to_the_end_without_a_way_back(
    way: str, room: Room, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(way)
    page.goto(room.quiz(layout=Layout.SEQUENTIAL))
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    for number in range(1, 10):
        expect(page.get_by_text(f"Câu {number} trên 10", exact=True).first).to_be_visible()
        choose(page, number)
        page.get_by_role("button", name="Câu tiếp theo").first.click()
    expect(page.locator("#q10")).to_be_visible()
    page.go_back()
    expect(page.locator("fieldset.question")).to_have_count(1)
    page.goto(page.url.split("#")[0])
    choose(page, 10)
    page.get_by_role("button", name="Nộp bài").first.click()
    page.wait_for_url("**/review")
    assert (room.stored(), room.attempt().state) == (10, AttemptState.MARKED)


def test_more_time_reaches_the_running_page_by_itself(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    timer = page.locator("[data-timer]")
    expect(timer).to_have_text(re.compile(r"^(29:\d\d|30:00)$"))
    attempt = room.attempt()
    room.make.save(
        Override(class_id=room.cast.training_class.id, quiz_id=attempt.quiz_id, extra_time=600, reason="Mất điện")
    )
    expect(timer).to_have_text(re.compile(r"^39:\d\d$"), timeout=30_000)


def numeric_quiz(room: Room, **settings: Any) -> str:
    """Make a quiz of two questions that take numbers alone."""
    course = room.cast.course
    asked = [room.make.question(course, kind="numeric", raw={"answers": "12"}, stem=f"Số {n}?") for n in (1, 2)]
    quiz = room.make.quiz(course, asked, **{"time_limit": 1800, **settings})
    return f"/learn/classes/{room.cast.training_class.id}/quizzes/{quiz.id}"


def test_an_answer_that_cannot_be_taken_is_not_said_to_be_saved(page: Page, room: Room) -> None:
    begin(page, numeric_quiz(room))
    first = page.locator("#q1 input[type=text]")
    first.fill("mười hai")
    expect(saved(page)).to_have_text(re.compile("^Chưa lưu: câu 1"))
    expect(page.locator("#q1 .error")).to_be_visible()
    page.reload()
    expect(page.locator("#q1 .error")).to_be_visible()
    page.get_by_role("button", name="Nộp bài").first.click()
    expect(first).to_be_focused()
    first.fill("12")
    expect(saved(page)).to_have_text(SAVED)
    expect(page.locator("#q1 .error")).to_have_count(0)
    assert room.stored() == 1


def test_an_answer_that_cannot_be_taken_does_not_hold_up_the_end(page: Page, room: Room) -> None:
    begin(page, numeric_quiz(room, time_limit=6))
    page.locator("#q2 input[type=text]").fill("12")
    page.locator("#q1 input[type=text]").fill("mười hai")
    page.wait_for_url("**/review", timeout=20_000)
    assert (room.stored(), room.attempt().state) == (1, AttemptState.MARKED)


def test_a_wrong_clock_on_the_device_changes_nothing(page: Page, room: Room) -> None:
    page.add_init_script("const now = Date.now; Date.now = () => now() + 7 * 3600 * 1000;")
    begin(page, room.quiz())
    timer = page.locator("[data-timer]")
    expect(timer).to_have_text(re.compile(r"^(29:\d\d|30:00)$"))
    page.reload()
    expect(timer).to_have_text(re.compile(r"^29:\d\d$"))
