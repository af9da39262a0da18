"""A class with quizzes of ten questions and cadres who take them, for browser tests of attempts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from tests.cast import Cast
from tests.e2e.conftest import LiveSite
from tests.makers import Makers
from training.classes.models import Enrolment
from training.core.access import Actor
from training.core.db import db
from training.learning.models import Answer, Attempt, AttemptQuestion, LateAnswer

SAVED = re.compile(r"^Đã lưu lúc \d\d:\d\d:\d\d\.$")
PHONE = {"width": 390, "height": 844}


@dataclass
class Room:
    """A class with quizzes of ten questions, and a cadre who takes one on a phone."""

    site: LiveSite
    make: Makers
    cast: Cast
    cadre: Actor

    def sign_in(self, context: BrowserContext, actor: Actor | None = None) -> None:
        serializer: Any = self.site.app.session_interface.get_signing_serializer(self.site.app)  # type: ignore[attr-defined]
        token = self.make.sign_in(actor or self.cadre)
        value = serializer.dumps({"_user_id": token, "_permanent": True})
        context.add_cookies([{"name": "front", "value": value, "url": self.site.url}])

    def quiz(self, **settings: Any) -> str:
        """Make a quiz and return the address of its page."""
        questions = [self.make.question(self.cast.course, stem=f"Câu số {n}?") for n in range(1, 11)]
        quiz = self.make.quiz(self.cast.course, questions, **{"time_limit": 1800, **settings})
        return f"/learn/classes/{self.cast.training_class.id}/quizzes/{quiz.id}"

    def attempt(self) -> Attempt:
        """Return the cadre's attempt as the database has it now."""
        db.session.rollback()
        found = select(Attempt).join(Enrolment).where(Enrolment.person_id == self.cadre.person_id)
        return db.session.scalars(found.execution_options(populate_existing=True)).one()

    def of_attempt(self, table: type[Answer | LateAnswer]) -> int:
        """Count the answers, or the late ones, that the database has of the cadre's attempt."""
        attempt_id = self.attempt().id
        found = select(func.count()).select_from(table).join(AttemptQuestion)
        return (
            db.session.scalar(found.where(AttemptQuestion.attempt_id == attempt_id, table.response.is_not(None))) or 0
        )

    def stored(self) -> int:
        """Count the answers of record."""
        return self.of_attempt(Answer)


def make_room(site: LiveSite, make: Makers, cast: Cast) -> Room:
    """Enrol another cadre, who takes quizzes of the class."""
    person = make.person("Nguyễn Thị Hạnh", unit=cast.ward)
    make.enrolment(cast.training_class, person)
    return Room(site, make, cast, make.account(person))


@contextmanager
def phone(chromium: Browser, room: Room, **settings: Any) -> Iterator[Page]:
    """Open a page on the cadre's phone."""
    context = chromium.new_context(base_url=room.site.url, viewport=PHONE, locale="vi-VN", **settings)
    room.sign_in(context)
    yield context.new_page()
    context.close()


def begin(page: Page, quiz: str) -> None:
    page.goto(quiz)
    page.get_by_role("button", name="Bắt đầu làm bài").click()
    expect(page.locator("fieldset.question")).not_to_have_count(0)


def choose(page: Page, *places: int, option: int = 0) -> None:
    for place in places:
        page.locator(f"#q{place} input[type=radio]").nth(option).check()


def saved(page: Page) -> Any:
    return page.locator("[data-saved]")


def chosen(page: Page) -> list[str]:
    return [
        str(box.get_attribute("value")) for box in page.locator("fieldset.question input[type=radio]:checked").all()
    ]
