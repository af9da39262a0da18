"""A running attempt without a connection: reloaded, killed with its browser, and a phone handed on afterwards."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import make_cast
from tests.e2e.conftest import LiveSite
from tests.e2e.lines import KEPT, go_offline, wait_until
from tests.e2e.room import PHONE, SAVED, Room, begin, choose, chosen, make_room, phone, saved
from tests.makers import Makers

pytestmark = pytest.mark.browser

LEFT = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  caches: (await caches.keys()).length,
  databases: (await indexedDB.databases()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "caches": 0, "databases": 0, "workers": 0}


@pytest.fixture
def room(live: LiveSite) -> Room:
    make = Makers()
    return make_room(live, make, make_cast(make))


@pytest.fixture
def page(chromium: Browser, room: Room) -> Iterator[Page]:
    with phone(chromium, room) as opened:
        yield opened


def launched(chromium: Browser, profile: Path, room: Room) -> BrowserContext:
    """Start a browser with a profile on disk, as a phone has."""
    return chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium",
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        base_url=room.site.url,
        viewport=PHONE,  # type: ignore[arg-type]
        locale="vi-VN",
    )


def kill(profile: Path) -> None:
    """Kill the browser that has the profile open, without warning."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}" in command and not any(part.startswith("--type=") for part in command):
            os.kill(int(process.name), signal.SIGKILL)


def test_a_browser_killed_without_a_line_loses_nothing(chromium: Browser, room: Room, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    context = launched(chromium, profile, room)
    room.sign_in(context)
    page = context.new_page()
    begin(page, room.quiz())
    address = page.url
    choose(page, 1, 2, 3, 4, 5)
    expect(saved(page)).to_have_text(SAVED)
    wait_until(page, KEPT)
    room.site.kill()
    choose(page, 6, 7, 8, 9, 10)
    expect(saved(page)).to_have_text("Chưa gửi: 5 câu")
    given = chosen(page)
    kill(profile)
    again = launched(chromium, profile, room)
    room.sign_in(again)  # a browser writes its cookies down every half a minute: those of the killed one may be lost
    page = again.new_page()
    page.goto(address)
    expect(page.locator(".map a.done")).to_have_count(10)
    assert chosen(page) == given
    expect(saved(page)).to_have_text("Chưa gửi: 5 câu")
    expect(page.get_by_text("Mất kết nối.")).to_be_visible()
    assert room.stored() == 5
    room.site.restart()
    expect(saved(page)).to_have_text(SAVED, timeout=40_000)
    expect(page.get_by_text("Mất kết nối.")).to_be_hidden()
    assert room.stored() == 10
    again.close()


def test_a_reload_without_a_line_opens_the_attempt_at_the_right_time(page: Page, room: Room) -> None:
    begin(page, room.quiz(time_limit=600))
    choose(page, 1)
    expect(saved(page)).to_have_text(SAVED)
    wait_until(page, KEPT)
    go_offline(page)
    page.reload()
    expect(page.locator(".map a.done")).to_have_count(1)
    expect(page.get_by_text("Mất kết nối.")).to_be_visible()
    minutes, seconds = page.locator("[data-timer]").inner_text().split(":")
    assert 9 * 60 < int(minutes) * 60 + int(seconds) <= 600
    choose(page, 2)
    page.context.set_offline(False)
    expect(saved(page)).to_have_text(SAVED, timeout=40_000)
    assert room.stored() == 2


def test_only_a_running_attempt_opens_without_a_line(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    address = page.url
    wait_until(page, KEPT)
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").click()
    page.get_by_role("dialog").get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/review")
    assert page.evaluate(
        "async (path) => (await caches.match(path)) === undefined", address.removeprefix(room.site.url)
    )


def test_handing_the_phone_on_leaves_nothing_behind(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    address = page.url
    choose(page, 1, 2)
    expect(saved(page)).to_have_text(SAVED)
    wait_until(page, KEPT)
    assert page.evaluate(LEFT) != NOTHING
    page.goto("/learn/hand-over")
    page.get_by_role("button", name="Trao máy", exact=True).click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate(LEFT) == NOTHING
    page.go_back()
    page.wait_for_url("**/sign-in**")
    assert "Nguyễn Thị Hạnh" not in page.content()
    go_offline(page)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(address)


def test_signing_out_with_unsent_answers_asks_first(page: Page, room: Room) -> None:
    begin(page, room.quiz())
    page.route("**/answers", lambda route: route.abort())
    choose(page, 1)
    expect(saved(page)).to_have_text("Chưa gửi: 1 câu")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Trên máy này còn câu trả lời chưa gửi.")).to_be_visible()
    page.unroute("**/answers")
    page.get_by_role("link", name="Mở bài làm").click()
    expect(saved(page)).to_have_text(SAVED)
    assert room.stored() == 1
