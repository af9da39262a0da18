"""Webhooks from deed to delivery: written with the deed, sent, tried again, given up; completions by comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.completion.doings import read
from tests.completion.issuing import complete_class, issue, make_template
from tests.completion.webhooks.receiver import Receiver, receiving
from tests.makers import Makers
from training.accounts.models import RoleGrant
from training.completion.models import CompletionRule
from training.completion.operations.certificates import reissue_certificate, revoke_certificate
from training.completion.webhooks import working
from training.completion.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookEvent, WebhookTold
from training.completion.webhooks.operations import (
    KEPT,
    drop_old_deliveries,
    end_webhook,
    register_webhook,
    send_again,
    send_test,
    take_delivery,
)
from training.completion.webhooks.rules import EVENTS, MOST_TRIES, PAUSES, RECORDS, secret_of, signature
from training.completion.webhooks.working import compare_classes, send_due
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid

KEY = "x" * 40


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def hook(cast: Cast, receiver: Receiver, *events: WebhookEvent, **fields: Any) -> Webhook:
    values: dict[str, Any] = {"name": "Hệ khác", "url": receiver.url, "by": cast.administrator}
    return register_webhook(cast.city, events=events or tuple(EVENTS), **values | fields)


def messages() -> list[WebhookDelivery]:
    db.session.rollback()
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def told(receiver: Receiver) -> list[tuple[str, dict[str, Any]]]:
    return [(body["type"], body["data"]) for body in (json.loads(body) for _headers, body in receiver.received)]


def send(at: timedelta = timedelta()) -> int:
    with clock.frozen(clock.now() + at):
        return send_due(KEY, inside=True)


def test_certificates_are_told_signed_and_once(make: Makers, cast: Cast, receiver: Receiver) -> None:
    webhook = hook(cast, receiver)
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    assert receiver.received == []
    assert send() == 1
    assert send() == 0
    [(headers, body)] = receiver.received
    secret, timestamp = secret_of(KEY, webhook.salt), int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signature(secret, headers["webhook-id"], timestamp, body)
    data = json.loads(body)["data"]
    assert set(data) == set(RECORDS[WebhookEvent.ISSUED])
    assert (data["full_name"], data["serial"], data["state"]) == ("Trần Văn Bình", one.serial, "valid")
    assert [(m.state, m.status_code, m.tries) for m in messages()] == [(DeliveryState.DELIVERED, 200, 1)]


def test_certificates_that_end_are_told(make: Makers, cast: Cast, receiver: Receiver) -> None:
    hook(cast, receiver)
    [one] = issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    anew = reissue_certificate(
        one,
        template=make_template(cast.city),
        issued_on=clock.today(),
        reason="Sai",
        verify_at="https://a.vn",
        by=cast.administrator,
    )
    revoke_certificate(anew, reason="Nhầm", by=cast.administrator)
    send()
    assert [(kind, data["serial"], data["state"]) for kind, data in told(receiver)] == [
        ("certificate.issued", one.serial, "valid"),
        ("certificate.issued", anew.serial, "valid"),
        ("certificate.revoked", one.serial, "superseded"),
        ("certificate.revoked", anew.serial, "revoked"),
    ]


def test_a_deed_that_is_refused_tells_nothing(make: Makers, cast: Cast, receiver: Receiver) -> None:
    hook(cast, receiver)
    with pytest.raises(Conflict):
        issue(cast, [*complete_class(make, cast, "Trần Văn Bình"), cast.enrolment.id])
    assert messages() == []


def test_only_what_was_asked_for_and_below_the_unit_is_told(make: Makers, cast: Cast, receiver: Receiver) -> None:
    hook(cast, receiver, WebhookEvent.REVOKED)
    register_webhook(cast.ward, name="A", url=receiver.url, events=[WebhookEvent.ISSUED], by=cast.administrator)
    ended = hook(cast, receiver)
    end_webhook(ended, by=cast.administrator)
    issue(cast, complete_class(make, cast, "Trần Văn Bình"))
    assert messages() == []


def test_who_completes_is_told_once_and_who_had_before_is_not(make: Makers, cast: Cast, receiver: Receiver) -> None:
    complete_class(make, cast, "Trần Văn Bình")
    hook(cast, receiver)
    compare_classes()
    assert messages() == []
    read(cast.enrolment, cast.course)
    for _time in range(2):
        compare_classes(closed_since=clock.today())
    send()
    [(kind, data)] = told(receiver)
    assert kind == "completion.reached"
    assert set(data) == set(RECORDS[WebhookEvent.REACHED])
    assert (data["enrolment_id"], data["result"]) == (cast.enrolment.id, "completed")


def test_who_no_longer_has_completed_is_told_and_may_complete_again(
    make: Makers, cast: Cast, receiver: Receiver
) -> None:
    complete_class(make, cast)
    hook(cast, receiver)
    read(cast.enrolment, cast.course)
    compare_classes()
    for number, quiz in ((2, [{"kind": "quiz", "share": None, "quiz_id": 99}]), (3, None)):
        rule = quiz or [{"kind": "modules", "share": "0.5", "quiz_id": None}]
        make.save(CompletionRule(class_id=cast.training_class.id, number=number, conditions=rule))
        compare_classes()
    send()
    assert [kind for kind, _data in told(receiver)] == [
        "completion.reached",
        "completion.withdrawn",
        "completion.reached",
    ]
    assert set(told(receiver)[1][1]) == set(RECORDS[WebhookEvent.WITHDRAWN])
    assert len({message.event_id for message in messages()}) == 3


def test_a_message_is_tried_again_after_growing_pauses_and_then_given_up(cast: Cast, receiver: Receiver) -> None:
    receiver.status, receiver.body = 500, b"down"
    send_test(hook(cast, receiver), by=cast.administrator)
    at = timedelta()
    for pause in (*PAUSES, timedelta()):
        assert send(at) == 1
        assert send(at) == 0
        at += pause + timedelta(seconds=1)
    [message] = messages()
    assert (message.state, message.tries, message.status_code) == (DeliveryState.FAILED, MOST_TRIES, 500)
    assert (message.fault, message.answer) == ("status", "down")
    assert send(timedelta(days=30)) == 0
    assert len({headers["webhook-id"] for headers, _body in receiver.received}) == 1


def test_a_failed_message_is_sent_again_under_its_id(cast: Cast, receiver: Receiver) -> None:
    receiver.status = 503
    made = send_test(hook(cast, receiver), by=cast.administrator)
    with pytest.raises(Conflict):
        send_again(made, by=cast.administrator)
    send()
    receiver.status = 200
    send(PAUSES[0])
    send_again(messages()[0], by=cast.administrator)
    assert send() == 1
    assert messages()[0].state is DeliveryState.DELIVERED
    assert len({body for _headers, body in receiver.received}) == 1


def test_a_worker_that_ends_in_the_middle_sends_again_later(cast: Cast, receiver: Receiver) -> None:
    made = send_test(hook(cast, receiver), by=cast.administrator)
    assert take_delivery(made.id) is not None
    assert take_delivery(made.id) is None
    assert send() == 0
    assert send(PAUSES[0] + timedelta(seconds=1)) == 1
    assert messages()[0].state is DeliveryState.DELIVERED


def test_a_system_that_fails_does_not_hold_up_others(cast: Cast, receiver: Receiver) -> None:
    with receiving() as bad:
        bad.status = 500
        broken = hook(cast, bad)
        for _time in range(3):
            send_test(broken, by=cast.administrator)
        send_test(hook(cast, receiver), by=cast.administrator)
        assert send() == 2
        assert (len(bad.received), len(receiver.received)) == (1, 1)


def test_nothing_is_told_for_who_no_longer_administers(cast: Cast, receiver: Receiver) -> None:
    webhook = hook(cast, receiver)
    send_test(webhook, by=cast.administrator)
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == cast.administrator.account_id)):
        db.session.delete(grant)
    db.session.commit()
    send()
    assert receiver.received == []
    assert (messages()[0].state, messages()[0].fault) == (DeliveryState.FAILED, "ended")
    assert messages()[0].webhook.ended_why == "right"


def test_ending_forgets_and_refuses(make: Makers, cast: Cast, receiver: Receiver) -> None:
    complete_class(make, cast, "Trần Văn Bình")
    webhook = hook(cast, receiver)
    assert db.session.scalar(select(WebhookTold.enrolment_id)) is not None
    end_webhook(webhook, by=cast.administrator)
    assert db.session.scalar(select(WebhookTold.enrolment_id)) is None
    for act in (end_webhook, send_test):
        with pytest.raises(Conflict):
            act(webhook, by=cast.administrator)


def test_messages_are_forgotten_after_a_while(cast: Cast, receiver: Receiver) -> None:
    send_test(hook(cast, receiver), by=cast.administrator)
    with clock.frozen(clock.now() + KEPT + timedelta(days=1)):
        drop_old_deliveries()
        assert len(messages()) == 1
        send_due(KEY, inside=True)
        drop_old_deliveries()
    assert messages() == []


def test_a_webhook_without_sense_or_right_is_refused(cast: Cast, receiver: Receiver) -> None:
    for events in ((), ("test",), ("nonsense",)):
        with pytest.raises(Invalid):
            register_webhook(cast.city, name="A", url="https://a.vn", events=events, by=cast.administrator)
    with pytest.raises(Denied):
        hook(cast, receiver, by=cast.manager)


def test_many_are_told_in_pieces(make: Makers, cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PIECE", 2)
    hook(cast, receiver)
    complete_class(make, cast, *(f"Trần Văn {letter}" for letter in "ABCDE"))
    compare_classes()
    assert len({message.event_id for message in messages()}) == 5
