"""The pages of regradings: trying out, applying, taking back; what the learner reads."""

from __future__ import annotations

import re

import pytest

from tests.client import CheckingClient
from tests.learning.conftest import Desk
from tests.learning.regrading.test_operations_regrading import first_question, take
from training.core.db import db
from training.learning.regrading.models import Regrading


def address(desk: Desk) -> str:
    return f"/quizzes/{desk.quiz.id}/questions/{first_question(desk).id}/regrade"


def form(desk: Desk, **changes: object) -> dict[str, object]:
    version = first_question(desk).current_version_id
    return {"remedy": "void", "version_id": version, "class_id": 0, "reason": "Câu hỏi mơ hồ", **changes}


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_trainer_tries_out_applies_and_takes_back(desk: Desk, client: CheckingClient) -> None:
    attempt_id = take(desk, right=2, first=1)
    client.sign_in(desk.cast.trainer)
    assert "Câu số 1?" in client.get(f"/quizzes/{desk.quiz.id}/regradings").text
    client.get(address(desk))
    page = client.post(address(desk), form(desk, action="try"), status=200).text
    assert "Nguyễn Thị Hạnh" in page
    client.post(address(desk), form(desk, action="apply", seen=seen(page)))
    done = db.session.query(Regrading).one()
    assert "Câu hỏi mơ hồ" in client.get(f"/regradings/{done.id}").text
    assert "đang áp dụng" in client.get(f"/quizzes/{desk.quiz.id}/regradings").text
    client.post(f"/regradings/{done.id}/undo", {"reason": ""}, status=422)
    client.post(f"/regradings/{done.id}/undo", {"reason": "Câu hỏi vẫn rõ"})
    assert "đã hủy" in client.get(f"/regradings/{done.id}").text
    client.sign_in(desk.cadre)
    assert "Phương án" in client.get(f"/learn/attempts/{attempt_id}/review").text


def test_the_learner_sees_what_was_marked_again(desk: Desk, client: CheckingClient) -> None:
    attempt_id = take(desk, right=2, first=1)
    client.sign_in(desk.cast.trainer)
    option = first_question(desk).current_version.body["options"][1]["id"]  # type: ignore[union-attr]
    wanted = form(desk, remedy="key", key_options=[option])
    page = client.post(address(desk), {**wanted, "action": "try"}, status=200).text
    client.post(address(desk), {**wanted, "action": "apply", "seen": seen(page)})
    client.sign_in(desk.cadre)
    assert "Đã chấm lại theo phiên bản 2" in client.get(f"/learn/attempts/{attempt_id}/review").text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"reason": "", "action": "try"}, 422),
        ({"remedy": "nonsense", "action": "try"}, 422),
        ({"remedy": "key", "key_options": [], "action": "try"}, 422),
        ({"class_id": 999, "action": "try"}, 422),
        ({"action": "apply", "seen": "0" * 64}, 409),
        ({"remedy": "version", "version_id": 999, "action": "try"}, 404),
    ],
)
def test_what_cannot_be_done_is_answered_in_words(
    desk: Desk, client: CheckingClient, changes: dict[str, object], status: int
) -> None:
    take(desk, right=2, first=1)
    client.sign_in(desk.cast.trainer)
    client.post(address(desk), form(desk, **changes), status=status)
    assert db.session.query(Regrading).count() == 0
