"""An attempt with a question of every kind: by the keyboard alone, and as plain forms without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.cast import make_cast
from tests.e2e.axe import Inspector
from tests.e2e.conftest import LiveSite, live_site
from tests.e2e.room import SAVED, Room, begin, make_room, phone, saved
from tests.makers import Makers
from training.core.db import db
from training.learning.models import AttemptQuestion, AttemptState
from training.learning.queries.marked import list_marked
from training.questions.kinds import KINDS

RAW: dict[str, dict[str, Any]] = {
    "single_choice": {"options": [{"markdown": "Một"}, {"markdown": "Hai", "right": True}]},
    "multiple_choice": {"options": [{"markdown": name, "right": name != "Hai"} for name in ("Một", "Hai", "Ba")]},
    "true_false": {"right": False},
    "short_answer": {"answers": "Mặt trận"},
    "numeric": {"answers": "4,5", "unit": "tiết"},
    "matching": {"pairs": "Điều 1 => Vị trí\nĐiều 3 => Trách nhiệm", "extra": "Hiệu lực"},
    "ordering": {"items": "Phân công\nHòa giải\nKết thúc"},
    "gaps": {"text": "Luật có [[41]] điều, ban hành năm [[*2015 / 2016]]."},
    "essay": {"min_words": 3, "rubric": [{"name": "Nội dung", "points": "1"}]},
}
TYPED = {
    "short_answer": "mặt trận",
    "numeric": "4.5 tiết",
    "essay": "Mặt trận giám sát và phản biện xã hội.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    yield from live_site(tmp_path_factory.mktemp("kinds"))


@pytest.fixture(scope="module")
def room(site: LiveSite) -> Room:
    make = Makers()
    return make_room(site, make, make_cast(make))


def quiz(room: Room) -> str:
    """Make a quiz with a question of every kind and return its address."""
    course = room.cast.course
    questions = [room.make.question(course, kind=kind, raw=RAW[kind], stem=f"Câu {kind}?") for kind in KINDS]
    made = room.make.quiz(course, questions, time_limit=1800)
    return f"/learn/classes/{room.cast.training_class.id}/quizzes/{made.id}"


@pytest.fixture
def fresh(site: LiveSite, room: Room) -> Room:
    """The room with a cadre who has not begun anything."""
    return make_room(site, room.make, room.cast)


def bodies(room: Room) -> dict[str, tuple[int, Any]]:
    """Return by kind the place of the question in the cadre's attempt, and its body."""
    asked = db.session.query(AttemptQuestion).filter_by(attempt_id=room.attempt().id)
    return {a.question_version.kind: (a.position, a.question_version.body) for a in asked}


def check_marks(room: Room) -> None:
    """Check that all answers were right as far as a program can tell, and that the essay waits."""
    attempt = room.attempt()
    assert attempt.state is AttemptState.SUBMITTED
    marked = {one.position: one for one in list_marked(attempt.id)}
    for kind, (place, _body) in bodies(room).items():
        assert marked[place].waits is KINDS[kind].by_hand, kind
        assert Fraction(marked[place].fraction) == (not KINDS[kind].by_hand), kind


# --- by the keyboard -----------------------------------------------------------------------------


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _step in range(200):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by Tab: {target}")


def press(page: Page, target: Locator, *keys: str) -> None:
    tab_to(page, target)
    for key in keys:
        page.keyboard.press(key)


def type_into(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.type(text)


def go_to(page: Page, radio: Locator) -> None:
    """Go down the options of a group until one is chosen."""
    for _step in range(10):
        if radio.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("not reached by arrows")


def pick(page: Page, select: Locator, value: str) -> None:
    """Go down a list until it stands at a value."""
    tab_to(page, select)
    for _step in range(10):
        if select.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no such choice: {value}")


def put_in_order(page: Page, question: Locator, body: Any) -> None:
    """Move the items up one after the other, by their buttons."""
    for place, item in enumerate(body["items"]):
        row = question.locator("li", has_text=item["markdown"])
        up = row.get_by_role("button", name="Đưa lên")
        tab_to(page, up)
        for _step in range(5):
            if question.locator("li").nth(place).get_by_text(item["markdown"]).count():
                break
            page.keyboard.press("Enter")
    # Where luck had put them right already, one step there and back says so.
    if question.locator("select").first.input_value() == "":
        press(page, question.get_by_role("button", name="Đưa xuống").first, "Enter")
        press(page, question.get_by_role("button", name="Đưa lên").nth(1), "Enter")


def answer_one(page: Page, question: Locator, kind: str, body: Any) -> None:
    fields = question.locator("[name^=q]")
    if kind == "true_false":
        press(page, fields.first, "Space")
        go_to(page, question.locator("[value=false]"))
    elif kind in {"single_choice", "multiple_choice"}:
        for option in (option for option in body["options"] if option["right"]):
            if kind == "single_choice":
                press(page, fields.first, "Space")
                go_to(page, question.locator(f"[value='{option['id']}']"))
            else:
                press(page, question.locator(f"[value='{option['id']}']"), "Space")
    elif kind == "matching":
        for number, stem in enumerate(body["stems"]):
            pick(page, fields.nth(number), f"{stem['id']}={stem['right']}")
    elif kind == "gaps":
        type_into(page, fields.first, "41")
        pick(page, fields.nth(1), "2015")


def answer_by_keyboard(page: Page, room: Room) -> None:
    for kind, (place, body) in bodies(room).items():
        question = page.locator(f"#q{place}")
        if kind in TYPED:
            type_into(page, question.locator("[name^=q]"), TYPED[kind])
        elif kind == "ordering":
            put_in_order(page, question, body)
        else:
            answer_one(page, question, kind, body)


def test_every_kind_is_answered_by_the_keyboard_alone(chromium: Browser, fresh: Room) -> None:
    inspector = Inspector()
    with phone(chromium, fresh) as page:
        begin(page, quiz(fresh))
        inspector.look(page)
        answer_by_keyboard(page, fresh)
        expect(page.locator(".map a.done")).to_have_count(len(KINDS))
        expect(saved(page)).to_have_text(SAVED)
        assert fresh.stored() == len(KINDS)
        page.reload()
        expect(page.locator(".map a.done")).to_have_count(len(KINDS))
        press(page, page.get_by_role("button", name="Nộp bài").last, "Enter")
        press(page, page.locator("[data-hand-in]"), "Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả")
        inspector.look(page)
        page.emulate_media(color_scheme="dark")
        inspector.look(page)
    assert inspector.faults == []
    check_marks(fresh)


# --- without scripts -----------------------------------------------------------------------------


def answer_parts_plainly(question: Locator, kind: str, body: Any) -> None:
    fields = question.locator("[name^=q]")
    if kind == "gaps":
        fields.nth(0).fill("41")
        fields.nth(1).select_option("2015")
    elif kind == "matching":
        for number, stem in enumerate(body["stems"]):
            fields.nth(number).select_option(f"{stem['id']}={stem['right']}")
    else:
        for number, item in enumerate(body["items"], start=1):
            question.locator("li", has_text=item["markdown"]).locator("select").select_option(str(number), timeout=5000)


def answer_plainly(page: Page, room: Room) -> None:
    for kind, (place, body) in bodies(room).items():
        question = page.locator(f"#q{place}")
        if kind in TYPED:
            question.locator("[name^=q]").fill(TYPED[kind])
        elif kind == "true_false":
            question.locator("[value=false]").check()
        elif kind in {"single_choice", "multiple_choice"}:
            for option in (option for option in body["options"] if option["right"]):
                question.locator(f"[value='{option['id']}']").check()
        else:
            answer_parts_plainly(question, kind, body)


def test_every_kind_is_answered_without_scripts(chromium: Browser, fresh: Room) -> None:
    with phone(chromium, fresh, java_script_enabled=False) as page:
        begin(page, quiz(fresh))
        answer_plainly(page, fresh)
        page.get_by_role("button", name="Lưu", exact=True).click()
        expect(page.locator(".map a.done")).to_have_count(len(KINDS))
        assert fresh.stored() == len(KINDS)
        page.get_by_role("button", name="Nộp bài").last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả")
    check_marks(fresh)
