"""Pages of attempts whose quiz is sat otherwise: one question at a time, in order, with a password, out of time."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.client import CheckingClient
from tests.learning.conftest import GRACE, Desk
from training.core import clock
from training.core.db import db
from training.learning.models import AttemptState
from training.quizzes.sitting import Expiry, Layout


def settings(desk: Desk, **fields: Any) -> None:
    revision = desk.quiz.current_revision
    assert revision is not None
    for name, value in fields.items():
        setattr(revision, name, value)
    db.session.commit()


@pytest.fixture
def cadre(client: CheckingClient, desk: Desk) -> CheckingClient:
    client.sign_in(desk.cadre)
    return client


def test_questions_in_order_are_asked_one_at_a_time_without_a_way_back(cadre: CheckingClient, desk: Desk) -> None:
    settings(desk, layout=Layout.SEQUENTIAL)
    attempt_id = desk.begin()
    asked = desk.asked(attempt_id)
    page = cadre.get(f"/learn/attempts/{attempt_id}")
    assert re.findall(r'<fieldset class="question card" id="(q\d)"', page.text) == ["q1"]
    form = {"seen": "0", "at": "1", "q1": desk.right(asked[0]), "action": "next"}
    cadre.post(f"/learn/attempts/{attempt_id}", form)
    cadre.post(f"/learn/attempts/{attempt_id}", {**form, "q1": desk.wrong(asked[0])})
    page = cadre.get(f"/learn/attempts/{attempt_id}")
    assert re.findall(r'<fieldset class="question card" id="(q\d)"', page.text) == ["q2"]
    assert desk.answers(attempt_id)[1] == desk.right(asked[0])


def test_the_last_question_in_order_is_followed_by_handing_in(cadre: CheckingClient, desk: Desk) -> None:
    settings(desk, layout=Layout.SEQUENTIAL)
    attempt_id = desk.begin()
    for place, one in enumerate(desk.asked(attempt_id), 1):
        form = {"seen": "0", "at": str(place), f"q{place}": desk.right(one)}
        action = "next" if place < 5 else "submit"
        cadre.post(f"/learn/attempts/{attempt_id}", {**form, "action": action})
    assert desk.attempt(attempt_id).score == 5


def test_one_question_at_a_time_holds_all_in_one_form(cadre: CheckingClient, desk: Desk) -> None:
    settings(desk, layout=Layout.ONE_BY_ONE)
    page = cadre.get(f"/learn/attempts/{desk.begin()}")
    assert 'class="stack one-by-one"' in page.text
    assert page.text.count("<fieldset") == 5


def test_a_wrong_password_is_told_at_its_field(cadre: CheckingClient, desk: Desk) -> None:
    settings(desk, password="hoa sen")
    path = f"/learn/classes/{desk.cast.training_class.id}/quizzes/{desk.quiz.id}"
    assert 'name="password"' in cadre.get(path).text
    refused = cadre.post(f"{path}/start", {"password": "hoa mai"}, status=422)
    assert "Mật khẩu của bài kiểm tra không đúng." in refused.text
    cadre.post(f"{path}/start", {"password": "hoa sen"}, status=303)


@pytest.mark.parametrize(
    ("expiry", "words", "button"),
    [
        (Expiry.SUBMIT, "được tính", "Xem kết quả"),
        (Expiry.GRACE, "Không sửa câu trả lời được nữa", "Nộp bài"),
        (Expiry.ABANDON, "nên không được tính", "Kết thúc lượt làm bài"),
    ],
)
def test_when_the_time_is_up_the_page_says_what_can_be_done(
    cadre: CheckingClient, desk: Desk, expiry: Expiry, words: str, button: str
) -> None:
    settings(desk, on_expiry=expiry, grace_period=900 if expiry is Expiry.GRACE else None)
    attempt_id = desk.begin()
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(seconds=GRACE + 5)):
        page = cadre.get(f"/learn/attempts/{attempt_id}")
        assert words in page.text
        assert button in page.text
        cadre.post(f"/learn/attempts/{attempt_id}", {"action": "submit", "confirmed": "1"})
        review = cadre.get(f"/learn/attempts/{attempt_id}/review")
    expected = AttemptState.ABANDONED if expiry is Expiry.ABANDON else AttemptState.MARKED
    assert desk.attempt(attempt_id).state is expected
    assert ("không được nộp" in review.text) is (expiry is Expiry.ABANDON)
