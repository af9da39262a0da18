"""The main job from end to end in a real browser: people in, course read, quiz taken, roll called, roster out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import actions, holding, scenery, studying
from tests.e2e.axe import Inspector
from tests.e2e.conftest import LiveSite
from tests.e2e.walker import DESK, PHONE, Walker, windows
from training.core import clock
from training.core.vietnamese import name_sort_key
from training.people.models import Person
from training.units.models import Unit

pytestmark = pytest.mark.browser

CLASS = "Bồi dưỡng cán bộ khu dân cư"
COURSE = "Tự quản ở khu dân cư"
QUIZ = "Kiểm tra nhanh"
WARD = "Phường An Mỹ"
PASSWORD = "song que nha toi"

#: A roster by full name, as the page shows it and as the file holds it.
Lines = dict[str, list[str]]
Rows = dict[str, list[Any]]


@pytest.fixture
def inspector() -> Inspector:
    return Inspector()


@pytest.fixture
def start(live: LiveSite, chromium: Browser) -> Iterator[Callable[..., Walker]]:
    with windows(chromium, live.url) as opening:
        yield opening


@pytest.fixture
def city(live: LiveSite) -> dict[str, Unit]:
    units = scenery.load_city()
    scenery.add_administrator(units[scenery.CITY])
    return units


def test_a_city_holds_a_class_from_the_list_to_the_roster(
    city: dict[str, Unit], start: Callable[..., Walker], inspector: Inspector, shared_data: Path, tmp_path: Path
) -> None:
    staff, cadre = start(DESK, inspector=inspector), start(PHONE, inspector=inspector)
    starter = scenery.load_starter_course(city[scenery.CITY])
    actions.sign_in(staff, scenery.PHONE, scenery.PASSWORD)
    people_come_in(staff, shared_data / "people" / "can-bo-tam-ky.xlsx")
    learners = scenery.cadres_of(city[WARD])
    me, absent = choose_two(learners)
    a_course_is_written(staff)
    a_class_is_opened(staff, [starter, COURSE], len(learners))
    studying.sign_in_first(cadre, actions.hand_out_code(staff, me.full_name, me.phone or ""), PASSWORD)
    modules = the_courses_are_read(cadre)
    the_quiz_is_taken(cadre)
    the_roll_is_called(staff, cadre, count=len(learners), absent=absent.full_name)
    the_cadre_sees_what_became_of_it(cadre)
    page, file = the_roster_goes_out(staff, tmp_path, learners)
    assert page[me.full_name] == [f"{modules}/{modules}", "1/1", "5", "Hoàn thành"]
    assert file[me.full_name] == [modules, modules, 1, 1, 4, 4, 1, 5, "Hoàn thành"]
    assert file[absent.full_name] == [0, modules, 0, 1, 0, 4, 0, None, "Đang học"]
    assert not [*staff.faults, *cadre.faults]
    assert not inspector.faults, "\n".join(inspector.faults)


def test_learning_and_the_roll_go_without_scripts(live: LiveSite, start: Callable[..., Walker]) -> None:
    scene = scenery.set_small_class(live.app.config["SECRET_KEY"])
    staff, cadre = start(DESK, scripts=False), start(PHONE, scripts=False)
    studying.sign_in_first(cadre, scene.code, PASSWORD)
    studying.go_to_class(cadre, scene.title)
    assert studying.read_course(cadre) == 2
    the_quiz_is_taken_by_forms(cadre, scene.questions)
    actions.sign_in(staff, scene.trainer_phone, scenery.PASSWORD)
    staff.follow(scene.title)
    staff.follow("Điểm danh")
    holding.call_roll_by_form(staff, scene.absent)
    assert scenery.statuses_of([scene.me, scene.absent]) == ["present", "absent"]
    assert not [*staff.faults, *cadre.faults]


def the_quiz_is_taken_by_forms(cadre: Walker, questions: list[str]) -> None:
    first, *others = questions
    studying.begin_quiz(cadre)
    studying.choose(cadre, first, "Phương án 1")
    cadre.press("Lưu")
    cadre.told("Đã lưu lúc")
    studying.lose_the_line(cadre)
    cadre.follow("Làm bài tiếp")
    cadre.press("Nộp bài")
    expect(cadre.page.get_by_role("main")).to_contain_text("Còn 2 câu chưa trả lời.")
    cadre.follow("Quay lại làm tiếp")
    for question in others:
        studying.choose(cadre, question, "Phương án 1")
    cadre.press("Nộp bài")
    expect(cadre.page.get_by_role("main")).to_contain_text("3 / 3 điểm")


def people_come_in(staff: Walker, file: Path) -> None:
    actions.upload_people(staff, file)
    assert [actions.count_on_tab(staff, tab) for tab in ("Thêm mới", "Đã có", "Bị từ chối")] == [326, 1, 3]
    actions.confirm_people(staff, 326)
    assert scenery.count_people() == 326 + 1


def choose_two(learners: list[Person]) -> tuple[Person, Person]:
    names = [person.full_name for person in learners]
    known = [person for person in learners if person.phone and names.count(person.full_name) == 1]
    return known[0], known[-1]


def a_course_is_written(staff: Walker) -> None:
    actions.make_course(staff, COURSE)
    actions.write_module(staff, "Khu dân cư tự quản")
    actions.publish_course(staff, COURSE)
    actions.write_questions(staff, COURSE)
    actions.make_quiz(staff, COURSE, QUIZ)


def a_class_is_opened(staff: Walker, courses: list[str], learners: int) -> None:
    today = clock.today()
    holding.plan_class(staff, CLASS, today=today)
    holding.add_courses(staff, courses)
    holding.plan_meeting(staff, today=today)
    holding.enrol_unit(staff, WARD, learners)
    holding.open_class(staff)
    holding.set_rule(staff, quiz=QUIZ)


def the_courses_are_read(cadre: Walker) -> int:
    studying.go_to_class(cadre, CLASS)
    return studying.read_course(cadre) + studying.read_course(cadre)


def the_quiz_is_taken(cadre: Walker) -> None:
    studying.begin_quiz(cadre)
    studying.choose(cadre, actions.QUESTION, "Người dân trong khu")
    expect(studying.saying(cadre.page)).to_contain_text("Đã lưu lúc")
    assert len(scenery.answers_saved()) == 1
    heard = studying.answer_offline(cadre, actions.STATEMENT, ("Đúng", "Sai"))
    assert heard
    assert not [words for words in heard if "Đã lưu" in words]
    studying.come_back(cadre)
    assert len(scenery.answers_saved()) == 2
    assert "false" in scenery.answers_saved()
    studying.hand_in(cadre)
    result = cadre.page.get_by_role("main")
    expect(result).to_contain_text("1 / 2 điểm")
    expect(result).to_contain_text(actions.REASON)
    expect(result.get_by_role("article").filter(has_text=actions.STATEMENT)).to_contain_text("Đáp án: Đúng")


def the_roll_is_called(staff: Walker, cadre: Walker, *, count: int, absent: str) -> None:
    staff.turn_to("Lớp học")
    staff.follow(CLASS)
    staff.follow("Điểm danh")
    studying.go_to_class(cadre, CLASS)
    cadre.follow("Điểm danh")
    studying.check_in(cadre, holding.show_code(staff))
    staff.follow("Về trang điểm danh")
    holding.call_roll(staff, count=count, absent=absent)


def the_cadre_sees_what_became_of_it(cadre: Walker) -> None:
    studying.go_to_class(cadre, CLASS)
    cadre.follow("Xem điều kiện hoàn thành lớp")
    expect(cadre.page.get_by_role("heading", name="Hoàn thành", exact=True)).to_be_visible()
    cadre.turn_to("Kết quả")
    expect(cadre.page.get_by_role("row").filter(has_text=QUIZ)).to_contain_text("1 / 2")
    cadre.turn_to("Trang chủ")


def the_roster_goes_out(staff: Walker, folder: Path, learners: list[Person]) -> tuple[Lines, Rows]:
    staff.turn_to("Lớp học")
    staff.follow(CLASS)
    staff.follow("Kết quả")
    page = holding.read_roster(staff)
    file = holding.read_workbook(holding.download_roster(staff, folder))
    names = [f"{row['Họ và tên đệm']} {row['Tên']}" for row in file]
    assert names == list(page) == [person.full_name for person in learners]
    assert names == sorted(names, key=name_sort_key)
    assert [row["STT"] for row in file] == list(range(1, len(learners) + 1))
    assert all(isinstance(row["Ngày ghi danh"], datetime) for row in file)
    return page, dict(zip(names, map(figures, file), strict=True))


def figures(row: dict[str, Any]) -> list[Any]:
    """Return what the file says of what a learner did and what came of it."""
    return list(row.values())[8:]
