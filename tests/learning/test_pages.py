"""Pages of learners: what comes next, classes, modules; nobody sees those of others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.client import CheckingClient
from tests.counting import counted
from tests.learning.conftest import Desk
from tests.learning.phone import begin
from training.classes.models import ClassState
from training.core import clock
from training.core.db import db
from training.learning.models import Reading


def test_home_says_what_comes_next_with_one_main_button(phone: CheckingClient, desk: Desk) -> None:
    page = phone.get("/learn").text
    main = page[page.index("<main") : page.index("</main>")]
    assert len(re.findall(r'class="button"', main)) == 1
    assert "Bài 1" in main


def test_home_leads_to_the_attempt_under_way(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    assert f'href="{address}"' in phone.get("/learn").text


def test_home_of_one_without_a_class_says_what_it_is_for(client: CheckingClient, desk: Desk) -> None:
    assert "Chưa có lớp" in client.sign_in(desk.cast.stranger).get("/learn").text


def test_home_shows_meetings_to_come(phone: CheckingClient, desk: Desk) -> None:
    starts = clock.now() + timedelta(days=2)
    desk.make.meeting(desk.cast.training_class, starts_at=starts, room="Hội trường B")
    desk.make.meeting(desk.cast.training_class, starts_at=starts, room="Hội trường hủy", cancelled_at=clock.now())
    page = phone.get("/learn").text
    assert "Hội trường B" in page
    assert "Hội trường hủy" not in page


@pytest.mark.parametrize("path", ["/learn", "/learn/classes", "/learn/results"])
def test_lists_take_the_same_queries_for_many_classes(phone: CheckingClient, desk: Desk, path: str) -> None:
    def count() -> int:
        phone.get(path)
        with counted() as sent:
            phone.get(path)
        return len(sent)

    desk.make.meeting(desk.cast.training_class)
    one = count()
    for _ in range(3):
        made = desk.make.training_class(desk.cast.course, unit=desk.cast.city)
        desk.make.enrolment(made, desk.cast.cadre_person)
        desk.make.meeting(made)
    assert count() == one <= 8


def test_the_page_of_a_class_takes_the_same_queries_for_a_long_course(
    phone: CheckingClient, desk: Desk, base: str
) -> None:
    def count() -> int:
        phone.get(base)
        with counted() as sent:
            assert "Kiểm tra cuối khóa" in phone.get(base).text
        return len(sent)

    desk.make.meeting(desk.cast.training_class)
    one = count()
    for position in range(3, 9):
        desk.make.module(desk.cast.course, position=position)
        desk.make.meeting(desk.cast.training_class)
    assert count() == one


def test_a_closed_class_can_be_read(phone: CheckingClient, desk: Desk, base: str) -> None:
    desk.cast.training_class.state = ClassState.CLOSED
    db.session.commit()
    assert "đã kết thúc" in phone.get(base).text
    assert "/done" not in phone.get(f"{base}/modules/{desk.cast.course.modules[0].id}").text


def test_modules_are_read_one_after_the_other(phone: CheckingClient, desk: Desk, base: str) -> None:
    first, second = desk.cast.course.modules
    page = phone.get(f"{base}/modules/{first.id}").text
    assert "Nội dung" in page
    opened = int(clock.now().timestamp()) - 30
    answer = phone.post(f"{base}/modules/{first.id}/done", {"opened": str(opened)})
    assert answer.headers["Location"] == f"{base}/modules/{second.id}"
    assert 30 <= db.session.scalars(select(Reading.seconds)).one() < 60


def test_after_the_last_module_comes_the_quiz(phone: CheckingClient, desk: Desk, base: str) -> None:
    last = desk.cast.course.modules[-1]
    answer = phone.post(f"{base}/modules/{last.id}/done", {})
    assert answer.headers["Location"] == f"{base}/quizzes/{desk.quiz.id}"


def test_a_page_reports_its_reading_quietly(phone: CheckingClient, desk: Desk, base: str) -> None:
    first = desk.cast.course.modules[0]
    phone.post(f"{base}/modules/{first.id}/reading", {"seconds": "12"}, status=204)
    phone.post(f"{base}/modules/{first.id}/reading", {"seconds": "abc"}, status=204)
    assert db.session.scalars(select(Reading.seconds)).one() == 12


def test_looking_at_pages_writes_nothing(phone: CheckingClient, desk: Desk, base: str) -> None:
    for path in ("/learn", base, f"{base}/modules/{desk.cast.course.modules[0].id}", f"{base}/quizzes/{desk.quiz.id}"):
        with counted() as sent:
            phone.get(path)
        assert not [s for s in sent if not s.startswith("SELECT") and "sign_ins" not in s]


def test_a_module_page_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    path = f"{base}/modules/{desk.cast.course.modules[0].id}"
    phone.get(path)
    with counted() as sent:
        phone.get(path)
    assert len(sent) <= 6


@pytest.mark.parametrize("who", ["stranger", "trainer", "manager", "administrator"])
def test_others_find_nothing(phone: CheckingClient, desk: Desk, base: str, who: str) -> None:
    address = begin(phone, desk, base)
    module = f"{base}/modules/{desk.cast.course.modules[0].id}"
    quiz = f"{base}/quizzes/{desk.quiz.id}"
    phone.sign_in(getattr(desk.cast, who))
    for path in (base, module, quiz, address, f"{address}/confirm", f"{address}/review", f"{address}/state"):
        phone.get(path, status=404)
    for path in (f"{module}/done", f"{module}/reading", f"{quiz}/start", address):
        phone.post(path, {"action": "submit"}, status=404)
    for path in (f"{address}/answers", f"{address}/take-over"):
        phone.post(path, json={"writer": "x", "changes": []}, status=404)


def test_nobody_learns_without_signing_in(client: CheckingClient, desk: Desk, base: str) -> None:
    for path in ("/learn", "/learn/classes", "/learn/results", base):
        assert client.get(path, status=302).headers["Location"].startswith("/sign-in")
