"""Trainers' pages: overrides granted and ended, late answers accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.client import CheckingClient
from tests.learning.conftest import GRACE, Desk
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.learning.models import LateAnswer, Override
from training.learning.operations.answers import Change
from training.learning.operations.expiry import settle_expired


@pytest.fixture
def trainer(client: CheckingClient, desk: Desk) -> CheckingClient:
    client.sign_in(desk.cast.trainer)
    return client


@pytest.fixture
def base(desk: Desk) -> str:
    return f"/classes/{desk.cast.training_class.id}/quizzes/{desk.quiz.id}"


def test_a_trainer_grants_extra_time_and_ends_it(trainer: CheckingClient, desk: Desk, base: str) -> None:
    assert "Chưa có điều chỉnh nào" in trainer.get(f"{base}/overrides").text
    trainer.get(f"{base}/overrides/new")
    form = {"scope": "learner", "enrolment_id": str(desk.cast.enrolment.id), "unit_id": str(desk.cast.ward.id)}
    trainer.post(f"{base}/overrides/new", {**form, "extra_minutes": "10", "reason": "Khiếm thị"})
    shown = trainer.get(f"{base}/overrides").text
    assert "thêm thời gian: 10 phút" in shown
    assert "Khiếm thị" in shown
    override = db.session.scalars(select(Override)).one()
    assert (override.enrolment_id, override.unit_id) == (desk.cast.enrolment.id, None)
    trainer.post(f"{base}/overrides/{override.id}/end")
    assert "Kết thúc điều chỉnh này?" not in trainer.get(f"{base}/overrides").text


def test_a_form_that_grants_nothing_comes_back_with_what_was_typed(
    trainer: CheckingClient, desk: Desk, base: str
) -> None:
    form = {"scope": "class", "enrolment_id": str(desk.cast.enrolment.id), "unit_id": str(desk.cast.ward.id)}
    page = trainer.post(f"{base}/overrides/new", {**form, "reason": "Khiếm thị"}, status=422)
    assert "Cho biết điều chỉnh gì" in page.text
    assert "Khiếm thị" in page.text
    assert db.session.scalars(select(Override)).all() == []


def test_the_heartbeat_of_a_running_page_tells_the_new_deadline(client: CheckingClient, desk: Desk, base: str) -> None:
    attempt_id = desk.begin()
    client.sign_in(desk.cadre)
    before = client.get(f"/learn/attempts/{attempt_id}/state").json["deadline_at"]
    desk.make.save(
        Override(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id, extra_time=600, reason="Mất điện")
    )
    assert client.get(f"/learn/attempts/{attempt_id}/state").json["deadline_at"] == before + 600_000


def test_a_trainer_accepts_late_answers_with_a_reason(trainer: CheckingClient, desk: Desk, base: str) -> None:
    assert "Không có câu trả lời nào đến muộn" in trainer.get(f"{base}/late-answers").text
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(hours=1)):
        settle_expired(grace=GRACE, by=SYSTEM)
        desk.save(attempt_id, Change(1, (desk.right(first),), 1))
    late = str(db.session.scalars(select(LateAnswer.id)).one())
    trainer.get(f"{base}/late-answers")
    refused = trainer.post(f"{base}/late-answers/{attempt_id}", {"late": late, "reason": ""}, status=422)
    assert "checked" in refused.text
    trainer.post(f"{base}/late-answers/{attempt_id}", {"late": late, "reason": "Mất sóng"})
    assert "Mất sóng" in trainer.get(f"{base}/late-answers").text
    assert desk.attempt(attempt_id).score == 1
