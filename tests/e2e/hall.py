"""A meeting under way with four learners and those who keep its roll, for browser tests of attendance."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import LiveSite
from tests.e2e.lines import go_offline
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.queries.rolls import statuses_of
from training.classes.models import Meeting, TrainingClass
from training.core.access import Actor, Role
from training.core.db import db

NAMES = ("Huỳnh Ngọc Ánh", "Đặng Thị Hòa", "Trần Văn An")


@dataclass
class Stage:
    """A meeting under way with four learners, and who keeps its roll."""

    meeting: Meeting
    learners: dict[str, int]
    trainer: Actor
    administrator: Actor
    cadre: Actor

    @property
    def path(self) -> str:
        return f"/classes/{self.meeting.class_id}/meetings/{self.meeting.id}"

    @property
    def roll(self) -> str:
        return f"/roll-call/{self.meeting.class_id}/{self.meeting.id}"

    def mark_of(self, name: str) -> Status | None:
        db.session.rollback()
        return statuses_of(self.meeting).get(self.learners[name])


def make_class(make: Makers, cast: Cast) -> TrainingClass:
    """Make a class of the trainer's with nobody in it."""
    return make.training_class(cast.course, unit=cast.city, trainers=[cast.trainer_person])


def make_stage(make: Makers, cast: Cast) -> Stage:
    """Make a class of four people of two units, one of whom signs in, with a meeting under way."""
    training_class = make_class(make, cast)
    units = (cast.ward, cast.other_ward, cast.ward)
    people = [make.person(name, unit=unit) for name, unit in zip(NAMES, units, strict=True)]
    learners = {person.full_name: make.enrolment(training_class, person).id for person in people}
    cadre = make.person("Nguyễn Thị Hạnh", unit=cast.ward)
    make.enrolment(training_class, cadre)
    account = make.account(cadre, Role.LEARNER)
    return Stage(make.meeting(training_class), learners, cast.trainer, cast.administrator, account)


def enter(page: Page, live: LiveSite, actor: Actor) -> Page:
    """Give the page the cookie of a signed-in device."""
    signer = live.app.session_interface.get_signing_serializer(live.app)  # type: ignore[attr-defined]
    value = str(signer.dumps({"_user_id": Makers().sign_in(actor)}))
    page.context.add_cookies([{"name": "front", "value": value, "url": live.url}])
    return page


def tap(page: Page, name: str, mark: str) -> None:
    """Choose a learner's mark on the roll."""
    page.get_by_role("radiogroup", name=name).get_by_label(mark, exact=True).check()


def tap_offline(live: LiveSite, stage: Stage, page: Page, marks: dict[str, str]) -> None:
    """Tap the first marks of a device in airplane mode."""
    enter(page, live, stage.trainer).goto(stage.roll)
    page.locator("[data-held]").wait_for()
    go_offline(page)
    for name, mark in marks.items():
        tap(page, name, mark)
    expect(page.locator("[data-saved]")).to_contain_text(f"{len(marks)} lượt chấm được giữ trên máy")


def tap_offline_and_leave(live: LiveSite, stage: Stage, page: Page) -> None:
    """Tap a mark in airplane mode, then close the page of the roll."""
    tap_offline(live, stage, page, {NAMES[0]: "Vắng"})
    page.goto("about:blank")
