"""A whole roll call in airplane mode, on two phones over the same people, synced in either order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import LiveSite
from tests.e2e.hall import NAMES, Stage, enter, tap, tap_offline, tap_offline_and_leave
from tests.e2e.lines import KEPT, go_offline, wait_until
from training.attendance.models import Status
from training.attendance.queries.conflicts import list_disputes
from training.attendance.queries.rolls import get_learner, list_events
from training.core.db import db

pytestmark = pytest.mark.browser


@pytest.fixture
def phones(live: LiveSite, stage: Stage, chromium: Browser) -> Iterator[list[Page]]:
    """Two phones of two takers, with the roll opened once and the connection gone since."""
    with ExitStack() as stack:
        pages = []
        for taker in (stage.trainer, stage.administrator):
            context = stack.enter_context(
                chromium.new_context(base_url=live.url, viewport={"width": 390, "height": 844})
            )
            page = enter(context.new_page(), live, taker)
            page.goto(stage.roll)
            page.locator("[data-held]").wait_for()
            go_offline(page)
            pages.append(page)
        yield pages


def call_the_roll(phone: Page, marks: dict[str, str]) -> None:
    """Open the page anew without a connection, tap the exceptions, then all others as present."""
    phone.reload()
    for name, mark in marks.items():
        tap(phone, name, mark)
    phone.get_by_role("button", name="Tất cả có mặt").click()
    phone.get_by_role("button", name="Tiếp tục").click()
    expect(phone.locator("[data-saved]")).to_contain_text("4 lượt chấm được giữ trên máy")
    phone.reload()
    expect(phone.locator('[data-count="none"]')).to_have_text("0")


def sync(phone: Page) -> None:
    phone.context.set_offline(False)
    expect(phone.locator("[data-saved]")).to_contain_text("Đã lưu lúc", timeout=20_000)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_phones_in_airplane_mode_end_the_same_in_either_order(
    phones: list[Page],
    stage: Stage,
    order: tuple[int, int],
) -> None:
    anh, hoa, an = NAMES
    call_the_roll(phones[0], {anh: "Vắng", hoa: "Muộn"})
    call_the_roll(phones[1], {anh: "Có phép", an: "Vắng"})
    for number in order:
        sync(phones[number])
    db.session.rollback()
    assert [stage.mark_of(name) for name in NAMES] == [Status.EXCUSED, Status.LATE, Status.ABSENT]
    (dispute,) = list_disputes(stage.meeting)
    claimed = [claim.said.status for claim in dispute.claims]
    assert (dispute.full_name, set(claimed)) == (anh, {Status.ABSENT, Status.EXCUSED})
    told = {event.status for event in list_events(stage.meeting, get_learner(stage.meeting, stage.learners[anh]))}
    assert told == {Status.ABSENT, Status.EXCUSED}
    expect(phones[order[1]].get_by_role("link", name="Hai người chấm khác nhau")).to_be_visible()


def test_signing_out_throws_the_kept_pages_away(live: LiveSite, stage: Stage, page: Page) -> None:
    enter(page, live, stage.trainer).goto(stage.roll)
    wait_until(page, KEPT)
    page.locator("summary").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in**")
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_taps_are_sent_by_whatever_page_is_opened_next(live: LiveSite, stage: Stage, page: Page) -> None:
    tap_offline_and_leave(live, stage, page)
    page.context.set_offline(False)
    page.goto("/classes")
    wait_until(page, SENT)
    db.session.rollback()
    assert stage.mark_of(NAMES[0]) is Status.ABSENT


def test_nobody_signs_out_without_being_told_of_taps_that_were_not_sent(
    live: LiveSite, stage: Stage, page: Page
) -> None:
    tap_offline_and_leave(live, stage, page)
    page.route("**/marks", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/classes")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Còn 1 lượt điểm danh giữ trên máy này chưa gửi được.")).to_be_visible()
    page.get_by_role("button", name="Quay lại").click()
    page.unroute("**/marks")
    page.locator("summary").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/sign-in**")
    db.session.rollback()
    assert stage.mark_of(NAMES[0]) is Status.ABSENT


def test_the_page_of_the_roll_tells_before_signing_out_too(live: LiveSite, stage: Stage, page: Page) -> None:
    tap_offline(live, stage, page, {NAMES[0]: "Vắng"})
    page.locator("summary").first.click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Còn 1 lượt điểm danh giữ trên máy này chưa gửi được.")).to_be_visible()


#: Tells whether no tap waits on the device.
SENT = """() => new Promise((told) => {
    const opening = indexedDB.open("roll-call", 1);
    opening.onsuccess = () => {
        const all = opening.result.transaction("taps").objectStore("taps").count();
        all.onsuccess = () => { opening.result.close(); told(all.result === 0); };
    };
})"""
