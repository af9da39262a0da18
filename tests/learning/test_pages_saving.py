"""What the page of an attempt sends and asks by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.client import CheckingClient
from tests.counting import counted
from tests.learning.conftest import GRACE, Desk
from tests.learning.phone import begin, form_of, id_of
from training.core import clock


def change_of(desk: Desk, address: str, position: int, sequence: int) -> dict[str, Any]:
    shown = desk.asked(id_of(address))[position - 1].option_order
    return {"position": position, "response": [shown[0]], "sequence": sequence}


def test_a_page_saves_by_itself(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    change = change_of(desk, address, 3, 1)
    answer = phone.post(f"{address}/answers", json={"writer": "w", "changes": [change]}, status=200).json
    assert {"saved_at", "server_now", "deadline_at", "state"} <= set(answer)
    assert desk.answers(id_of(address))[3] == change["response"][0]


def test_a_closing_page_saves_by_a_form_of_one_field(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    payload = '{"writer": "w", "changes": [{"position": 1, "response": [], "sequence": 1}], "flags": []}'
    phone.post(f"{address}/answers", {"payload": payload}, status=200)
    assert desk.asked(id_of(address))[0].sequence == 1


def test_a_second_page_is_told_and_can_take_over(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/answers", json={"writer": "a", "changes": [change_of(desk, address, 1, 1)]}, status=200)
    packet = {"writer": "b", "changes": [change_of(desk, address, 2, 2)]}
    assert phone.post(f"{address}/answers", json=packet, status=409).json["code"] == "elsewhere"
    assert phone.get(f"{address}/state?writer=b").json["elsewhere"] is True
    taken = phone.post(f"{address}/take-over", json={"writer": "b"}, status=200).json
    assert taken["answers"]["1"]["sequence"] == 1
    phone.post(f"{address}/answers", json=packet, status=200)
    assert phone.get(f"{address}/state?writer=a").json["elsewhere"] is True


def test_saving_after_the_end_is_told(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    with clock.frozen(desk.attempt(id_of(address)).deadline_at + timedelta(seconds=GRACE + 1)):
        packet = {"writer": "a", "changes": [change_of(desk, address, 1, 1)]}
        assert phone.post(f"{address}/answers", json=packet, status=409).json["code"] == "ended"
    assert not desk.attempt(id_of(address)).is_open
    assert phone.get(f"{address}/state").json["state"] == "ended"


@pytest.mark.parametrize(
    "packet",
    [
        None,
        [],
        "text",
        {"changes": "x"},
        {"changes": [1]},
        {"changes": [{}]},
        {"changes": [{"position": 1, "response": "a", "sequence": 1}]},
        {"changes": [{"position": 1, "response": [1], "sequence": 1}]},
        {"changes": [{"position": "1", "response": [], "sequence": 1}]},
        {"changes": [{"position": True, "response": [], "sequence": 1}]},
        {"changes": [{"position": 1, "response": [], "sequence": 10**12}]},
        {"changes": [{"position": 1, "response": [], "sequence": -1}]},
        {"flags": [{"position": 1}]},
        {"writer": 5},
        {"writer": "x" * 41},
        {"changes": [{"position": 1, "response": ["x" * 300_000], "sequence": 1}]},
    ],
)
def test_what_cannot_be_read_is_refused_and_stores_nothing(
    phone: CheckingClient, desk: Desk, base: str, packet: Any
) -> None:
    address = begin(phone, desk, base)
    assert "error" in phone.post(f"{address}/answers", json=packet, status=422).json
    assert not any(one.sequence for one in desk.asked(id_of(address)))


def test_taking_over_needs_a_name(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/take-over", json={}, status=422)


def test_a_packet_is_small_and_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/answers", json={"writer": "a", "changes": [change_of(desk, address, 1, 1)]}, status=200)
    packet = {"writer": "a", "changes": [change_of(desk, address, 2, 2)]}
    with counted() as sent:
        phone.post(f"{address}/answers", json=packet, status=200)
    assert len([s for s in sent if "sign_ins" not in s]) == 3


def test_an_attempt_page_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    with counted() as sent:
        phone.get(address)
    assert len([s for s in sent if "sign_ins" not in s]) <= 4
    phone.post(address, form_of(desk, address, action="submit"))
    with counted() as sent:
        phone.get(f"{address}/review")
    assert len([s for s in sent if "sign_ins" not in s]) <= 4
