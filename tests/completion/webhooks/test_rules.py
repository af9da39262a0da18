"""Which addresses may be told, how messages are signed, how pauses grow."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from training.completion.webhooks.models import WebhookEvent
from training.completion.webhooks.rules import (
    MOST_TRIES,
    PAUSES,
    RECORDS,
    checked_address,
    is_public,
    message,
    pause_after,
    secret_of,
    signature,
)
from training.core.errors import Invalid

INNER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.1.2.3", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1",
    "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:5ef5:79fb::1", "::127.0.0.1", "240.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_addresses_inside_a_network_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.4.191", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_addresses_of_the_open_network_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.vn/", "ftp://example.vn/", "https://", "example.vn", "https://a:b@example.vn/", "https://u@x.vn",
        "https://example.vn/#a", "https://example.vn:0/", "https://example.vn:99999/", "https://exa mple.vn/",
        "https://example.vn/\r\nX: y", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://a.local/",
        "https://169.254.169.254/latest", "javascript:alert(1)", "https://[::1", "https://đà-nẵng.vn/",
    ],
)  # fmt: skip
def test_an_address_without_sense_is_refused(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_address(url, inside=False)
    assert refused.value.field == "url"


@pytest.mark.parametrize("url", ["https://example.vn", "https://example.vn:8443/a?b=c", "https://1.1.1.1/x"])
def test_an_address_of_the_open_network_is_taken(url: str) -> None:
    assert checked_address(url, inside=False) == url


def test_http_is_for_this_machine_alone_and_only_where_it_is_set() -> None:
    assert checked_address("http://127.0.0.1:8000/", inside=True)
    for inside, url in ((False, "http://127.0.0.1:8000/"), (True, "http://10.0.0.1/"), (True, "http://example.vn/")):
        with pytest.raises(Invalid):
            checked_address(url, inside=inside)
    assert checked_address("https://10.0.0.1/", inside=True)


def test_a_message_is_signed_over_id_time_and_body() -> None:
    secret = secret_of("khóa", "muối")
    made = signature(secret, "evt_1", 1_700_000_000, '{"tên": "Hạnh"}')
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    asked = hmac.new(raw, 'evt_1.1700000000.{"tên": "Hạnh"}'.encode(), hashlib.sha256).digest()
    assert made == "v1," + base64.b64encode(asked).decode()
    assert len(raw) == 32


def test_the_example_of_the_specification_is_met() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_differ_by_webhook_and_by_installation() -> None:
    assert len({secret_of("a", "b"), secret_of("a", "c"), secret_of("d", "b"), secret_of("ab", "")}) == 4


def test_pauses_grow_and_then_a_message_has_failed() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert [pause_after(tries) for tries in range(1, MOST_TRIES)] == list(PAUSES)
    assert timedelta(days=1) < sum(PAUSES, timedelta()) < timedelta(days=3)
    assert pause_after(MOST_TRIES + 5) == PAUSES[-1]


def test_a_message_says_what_when_and_which() -> None:
    told = json.loads(message(WebhookEvent.TEST, "evt_1", datetime(2026, 3, 6, tzinfo=UTC), {"name": "Hệ"}))
    assert told == {"id": "evt_1", "type": "test", "timestamp": "2026-03-06T00:00:00+00:00", "data": {"name": "Hệ"}}


def test_every_event_has_a_record() -> None:
    assert set(RECORDS) == set(WebhookEvent)
