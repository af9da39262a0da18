"""Pages of the hours ledger: a learner's own, a person's, the targets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import days_ago, mark
from tests.makers import Makers
from training.attendance.models import Status
from training.completion.hours.models import HourTarget

TARGET = {
    "title": "Cán bộ chuyên trách",
    "posts": "Ủy viên",
    "hours": "40",
    "valid_from": "2023-01-01",
    "valid_to": "",
    "basis": "",
}


@pytest.fixture
def attended(make: Makers, cast: Cast) -> None:
    mark(make.meeting(cast.training_class, starts_at=days_ago(2)), cast.enrolment.id, Status.LATE)


@pytest.fixture
def target(make: Makers, cast: Cast) -> HourTarget:
    return make.save(HourTarget(title="Cán bộ", unit_id=cast.city.id, hours=40, valid_from=date(2020, 1, 1)))


@pytest.mark.usefixtures("attended", "target")
@pytest.mark.parametrize("who", ["cadre", "manager"])
def test_a_ledger_says_its_lines_and_what_is_missing(client: CheckingClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))
    address = "/learn/hours" if who == "cadre" else f"/people/{cast.cadre_person.id}/hours"
    page = client.get(f"{address}?year=2026").text
    assert "4/40 tiết năm 2026, còn 36 tiết" in page
    assert "Đi muộn" in page
    assert cast.training_class.title in page


def test_a_ledger_without_lines_says_what_will_stand_there(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.cadre)
    assert "chưa có tiết nào" in client.get("/learn/hours?year=1999").text


@pytest.mark.parametrize("path", ["/learn", "/learn/results"])
def test_learners_find_their_ledger(client: CheckingClient, cast: Cast, path: str) -> None:
    client.sign_in(cast.cadre)
    assert 'href="/learn/hours"' in client.get(path).text


def test_a_target_is_set_and_stands_in_the_list(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.administrator)
    client.get("/hours/targets/new")
    client.post("/hours/targets/new", {**TARGET, "unit_id": cast.city.id})
    assert "Cán bộ chuyên trách" in client.get("/hours/targets").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"hours": "0"}, "1"),
        ({"hours": "rất nhiều"}, "số nguyên"),
        ({"valid_to": "2022-01-01"}, "trước"),
        ({"title": ""}, "bắt buộc"),
        ({"posts": "x" * 501}, "500"),
    ],
)
def test_a_faulty_target_is_answered_at_its_field(
    client: CheckingClient, cast: Cast, sent: dict[str, Any], words: str
) -> None:
    client.sign_in(cast.administrator)
    page = client.post("/hours/targets/new", {**TARGET, "unit_id": cast.city.id, **sent}, status=422).text
    assert words in page
    assert HourTarget.__table__.name not in page


def test_of_two_who_change_a_target_the_second_sees_both(
    client: CheckingClient, cast: Cast, target: HourTarget
) -> None:
    client.sign_in(cast.administrator)
    address = f"/hours/targets/{target.id}"
    assert "Cán bộ" in client.get(address).text
    client.post(address, {**TARGET, "hours": "48", "version": 1})
    page = client.post(address, {**TARGET, "hours": "56", "version": 1}, status=409).text
    assert "48" in page
    assert 'value="56"' in page
    client.post(address, {**TARGET, "hours": "56", "version": 2})
    assert "56" in client.get("/hours/targets").text
