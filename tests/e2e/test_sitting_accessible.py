"""The pages around attempts as axe-core sees them, on a phone and on a desk; none scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import make_cast
from tests.e2e.axe import Inspector
from tests.e2e.conftest import LiveSite, live_site
from tests.e2e.room import SAVED, Room, begin, choose, make_room, saved
from tests.makers import Makers
from training.core import clock
from training.core.db import db
from training.learning.models import LateAnswer, Override
from training.learning.queries.attempts import list_asked
from training.quizzes.sitting import Expiry, Layout

pytestmark = pytest.mark.browser

WIDTHS = [(390, 844, "light"), (1200, 900, "dark")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    yield from live_site(tmp_path_factory.mktemp("sitting"))


@pytest.fixture(scope="module")
def room(site: LiveSite) -> Room:
    make = Makers()
    return make_room(site, make, make_cast(make))


@pytest.fixture(params=WIDTHS, ids=lambda size: f"{size[0]} {size[2]}")
def page(request: pytest.FixtureRequest, chromium: Browser, room: Room) -> Iterator[Page]:
    width, height, scheme = request.param
    context = chromium.new_context(
        base_url=room.site.url, viewport={"width": width, "height": height}, color_scheme=scheme, locale="vi-VN"
    )
    yield context.new_page()
    context.close()


def look(page: Page, inspector: Inspector) -> None:
    inspector.look(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def test_learners_pages(page: Page, room: Room) -> None:
    inspector = Inspector()
    learner = make_room(room.site, room.make, room.cast)
    learner.sign_in(page.context)
    for layout in Layout:
        quiz = learner.quiz(layout=layout, password="hoa sen" if layout is Layout.ONE_PAGE else "", delay_second=3600)
        page.goto(quiz)
        look(page, inspector)
        if layout is Layout.ONE_PAGE:
            page.get_by_label("Mật khẩu của bài kiểm tra").fill("hoa sen")
        page.get_by_role("button", name="Bắt đầu làm bài").click()
        choose(page, 1)
        look(page, inspector)
        # Its page saves by itself: nothing is to be written while the next quiz is.
        expect(saved(page)).to_have_text(SAVED)
        page.goto("about:blank")
    page.goto("/learn/hand-over")
    look(page, inspector)
    assert inspector.faults == []


def test_the_page_when_the_time_is_up(page: Page, room: Room) -> None:
    inspector = Inspector()
    for expiry in Expiry:
        learner = make_room(room.site, room.make, room.cast)
        page.context.clear_cookies()
        learner.sign_in(page.context)
        begin(
            page, learner.quiz(on_expiry=expiry, grace_period=900 if expiry is Expiry.GRACE else None, time_limit=600)
        )
        address = page.url
        page.goto("about:blank")
        attempt = learner.attempt()
        attempt.started_at -= timedelta(minutes=14)
        attempt.deadline_at = clock.now() - timedelta(minutes=4)
        db.session.commit()
        page.goto(address)
        look(page, inspector)
    assert inspector.faults == []


def test_trainers_pages(page: Page, room: Room) -> None:
    inspector = Inspector()
    learner = make_room(room.site, room.make, room.cast)
    learner.sign_in(page.context)
    begin(page, learner.quiz())
    page.locator(".quizbar").get_by_role("button", name="Nộp bài").click()
    page.get_by_role("dialog").get_by_role("button", name="Nộp bài").click()
    page.wait_for_url("**/review")
    attempt = learner.attempt()
    asked = list_asked(attempt.id)[0]
    learner.make.save(LateAnswer(attempt_question_id=asked.id, response=asked.option_order[0], sequence=9))
    grant = {"class_id": room.cast.training_class.id, "quiz_id": attempt.quiz_id, "reason": "Mất điện"}
    learner.make.save(Override(**grant, extra_time=600))
    page.context.clear_cookies()
    learner.sign_in(page.context, room.cast.trainer)
    base = f"/classes/{room.cast.training_class.id}/quizzes/{attempt.quiz_id}"
    for path in (
        f"{base}/overrides",
        f"{base}/overrides/new",
        f"{base}/late-answers",
        f"/quizzes/{attempt.quiz_id}/edit",
    ):
        page.goto(path)
        look(page, inspector)
    assert inspector.faults == []
