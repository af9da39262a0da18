"""Pages of webhooks: the secret is shown once, messages are listed, sent again, tested, ended."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from training.completion.webhooks.models import Webhook
from training.completion.webhooks.operations import note_answer, register_webhook, send_test, take_delivery

URL = "https://example.vn/hook"


def register(cast: Cast) -> Webhook:
    return register_webhook(cast.city, name="Hệ khác", url=URL, events=["certificate.issued"], by=cast.administrator)


def sent(cast: Cast, **fields: Any) -> dict[str, Any]:
    events = ["certificate.issued", "completion.reached"]
    return {"name": "Hệ báo cáo", "url": URL, "unit_id": str(cast.city.id), "events": events, **fields}


def test_a_secret_is_shown_once(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    page = client.post("/webhooks", sent(cast), status=200).text
    assert "<code>whsec_" in page
    again = client.get("/webhooks").text
    assert "Hệ báo cáo" in again
    assert "whsec_" not in again + client.get("/webhooks/1").text


def test_two_submits_make_one_webhook_and_the_second_leads_to_it(cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.administrator)
    client.post("/webhooks", sent(cast, once="x"), status=200)
    again = client.post("/webhooks", sent(cast, once="x"), status=303)
    assert again.headers["Location"] == "/webhooks/1"
    page = client.get("/webhooks/1").text
    assert "đã được tạo" in page
    assert "whsec_" not in page
    client.get("/webhooks/2", status=404)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"url": "http://example.vn"}, {"url": "https://10.0.0.1/"}, {"url": ""}, {"events": []},
     {"events": ["test"]}, {"unit_id": "999"}, {"unit_id": "x"}],
)  # fmt: skip
def test_a_webhook_without_sense_is_refused_and_typing_is_kept(
    cast: Cast, client: CheckingClient, wrong: dict[str, Any]
) -> None:
    client.sign_in(cast.administrator)
    page = client.post("/webhooks", sent(cast, **wrong), status=422).text
    assert "whsec_" not in page
    assert "name" in wrong or 'value="Hệ báo cáo"' in page
    assert "https://example.vn/hook</span>" not in client.get("/webhooks").text


def test_messages_are_shown_with_what_came_of_them(cast: Cast, client: CheckingClient) -> None:
    webhook = register(cast)
    client.sign_in(cast.administrator)
    assert "Chưa có tin nào" in client.get(f"/webhooks/{webhook.id}").text
    client.post(f"/webhooks/{webhook.id}/test", {}, status=303)
    take_delivery(1)
    note_answer(1, status=500, fault="status", answer="<b>down</b>")
    page = client.get(f"/webhooks/{webhook.id}").text
    assert "Máy chủ trả lời là có lỗi" in page
    assert "&lt;b&gt;down&lt;/b&gt;" in page
    note_answer(1, status=200, fault="", answer="ok")
    client.post("/webhook-deliveries/1/again", {}, status=303)
    assert "Đang chờ" in client.get(f"/webhooks/{webhook.id}").text


def test_a_webhook_is_ended_once(cast: Cast, client: CheckingClient) -> None:
    webhook = register(cast)
    client.sign_in(cast.administrator)
    client.post(f"/webhooks/{webhook.id}/end", {}, status=303)
    assert "Đã chấm dứt" in client.get(f"/webhooks/{webhook.id}").text
    client.post(f"/webhooks/{webhook.id}/end", {}, status=303)
    client.post(f"/webhooks/{webhook.id}/test", {}, status=303)
    assert "Chưa có tin nào" in client.get(f"/webhooks/{webhook.id}").text


def test_long_lists_of_messages_take_as_many_queries_as_short_ones(cast: Cast, client: CheckingClient) -> None:
    webhook = register(cast)
    client.sign_in(cast.administrator)
    counts = []
    for many in (2, 60):
        for _time in range(many):
            send_test(webhook, by=cast.administrator)
        with counted() as queries:
            client.get(f"/webhooks/{webhook.id}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
