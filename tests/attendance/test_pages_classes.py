"""Pages of a class's attendance: its rule, make-ups and the strip of each learner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.operations import mark
from training.attendance.queries.rules import rule_of
from training.classes.models import Meeting
from training.core import clock

RULE = {
    "late_after": "10",
    "late_worth": "50",
    "left_early_worth": "80",
    "excused": "left_out",
    "make_ups": "1",
    "warn_below": "75",
    "version": "0",
}


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=1))


def test_the_rule_of_a_class_is_filled_in(trainer: CheckingClient, cast: Cast) -> None:
    path = f"/classes/{cast.training_class.id}/attendance/rule"
    assert 'value="15"' in trainer.get(path).text
    trainer.post(path, RULE)
    rule = rule_of(cast.training_class.id)
    assert (rule.late_after, rule.late_worth, rule.excused.value, rule.warn_below) == (10, 50, "left_out", 75)


@pytest.mark.parametrize(
    ("name", "value"),
    [("late_after", "300"), ("late_worth", "101"), ("late_worth", "abc"), ("make_ups", "-1"), ("excused", "maybe")],
)
def test_what_no_rule_can_be_is_said_at_its_field(trainer: CheckingClient, cast: Cast, name: str, value: str) -> None:
    path = f"/classes/{cast.training_class.id}/attendance/rule"
    assert f'id="{name}-error"' in trainer.post(path, RULE | {name: value}, status=422).text
    assert rule_of(cast.training_class.id).late_after == 15


def test_a_make_up_is_noted_shown_and_taken_back(trainer: CheckingClient, cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    path = f"/roll-call/{meeting.class_id}/{meeting.id}/{cast.enrolment.id}"
    assert "dưới 80%" in trainer.get(f"/classes/{meeting.class_id}/attendance").text
    trainer.post(f"{path}/make-up", {"on": "", "reason": ""}, status=422)
    trainer.post(f"{path}/make-up", {"on": "2020-01-01", "reason": "Bài 3"}, status=422)
    today = clock.today()
    trainer.post(f"{path}/make-up", {"on": today.isoformat(), "reason": "Bài 3 và bài kiểm tra"})
    sheet = trainer.get(f"/classes/{meeting.class_id}/attendance").text
    assert f"học bù buổi 1 ngày {today:%d/%m/%Y}: Bài 3 và bài kiểm tra" in sheet
    assert "1/1 buổi đã điểm danh; học bù 1 buổi" in sheet
    assert "Rút lại học bù" in trainer.get(path).text
    trainer.post(f"{path}/make-up/take-back")
    assert "học bù buổi 1" not in trainer.get(f"/classes/{meeting.class_id}/attendance").text
