"""The worker's side of webhooks, in a thread of its own: a slow system holds up neither pages nor other work."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from training.completion.webhooks.access import may_manage
from training.completion.webhooks.models import WebhookDelivery
from training.completion.webhooks.operations import (
    drop_old_deliveries,
    end_webhook,
    note_answer,
    take_delivery,
    tell_of_completions,
)
from training.completion.webhooks.queries import (
    classes_told,
    compare,
    comparing_webhooks,
    completed_of,
    find_due,
    get_webhook,
)
from training.completion.webhooks.rules import secret_of, signature
from training.completion.webhooks.sending import post
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.core.jobs.registry import actor_for

log = logging.getLogger(__name__)

#: Seconds between two looks for messages that are due.
LOOK = 2.0
#: Seconds between two comparisons of classes under way or lately closed, and of all classes.
COMPARE_LATE, COMPARE_ALL = 60.0, 3600.0
#: Learners that are told of in one transaction; other writers wait for it.
PIECE = 500
#: For how long after its last day a class counts as lately closed.
LATELY = timedelta(days=60)


def work_on_webhooks(app: Flask, stop: threading.Event) -> None:
    """Compare and send until `stop` is set; what fails is logged and done again at its next time."""
    key, inside = app.config["SECRET_KEY"], app.config["SETTINGS"].webhooks_inside
    late = all_due = 0.0
    while not stop.is_set():
        now = time.monotonic()
        if now >= all_due:
            late, all_due = now + COMPARE_LATE, now + COMPARE_ALL
            _guarded(app, lambda: compare_classes(closed_since=None))
            _guarded(app, drop_old_deliveries)
        elif now >= late:
            late = now + COMPARE_LATE
            _guarded(app, lambda: compare_classes(closed_since=clock.today() - LATELY))
        _guarded(app, lambda: send_due(key, inside=inside, stop=stop))
        stop.wait(LOOK)


def _guarded(app: Flask, run: Callable[[], object]) -> None:
    with app.app_context():
        try:
            run()
        except Exception:
            log.exception("work on webhooks failed")
        finally:
            db.session.remove()


def compare_classes(*, closed_since: date | None = None) -> None:
    """Tell each webhook who has completed since it was last told, and who no longer has.

    With `closed_since`, only of classes whose last day is not before it. Learners of a class are read once, however
    many webhooks are told of them, and before any write begins.
    """
    told = {one.id: classes_told(one.unit.path, closed_since=closed_since) for one in comparing_webhooks()}
    completed = completed_of(set().union(*told.values()))
    for webhook_id, class_ids in told.items():
        for piece in compare(get_webhook(webhook_id), completed, class_ids).pieces(PIECE):
            tell_of_completions(webhook_id, piece)


def send_due(key: str, *, inside: bool, stop: threading.Event | None = None) -> int:
    """Send the messages that are due; return how many were taken up.

    A webhook that fails rests until the next call: one that does not answer must not hold up the others for long.
    """
    resting: set[int] = set()
    sent = 0
    while stop is None or not stop.is_set():
        delivery_id = find_due(resting)
        if delivery_id is None:
            break
        delivery = take_delivery(delivery_id)
        if delivery is not None and not _send(delivery, key, inside=inside):
            resting.add(delivery.webhook_id)
        sent += 1
    return sent


def _send(delivery: WebhookDelivery, key: str, *, inside: bool) -> bool:
    webhook, delivery_id = delivery.webhook, delivery.id
    if not may_manage(actor_for(webhook.account_id), webhook):
        end_webhook(webhook, why="right", by=SYSTEM)
        return False
    url, body, headers = webhook.url, delivery.body, _headers(delivery, secret_of(key, webhook.salt))
    # The database is let go while the other system takes its time.
    db.session.rollback()
    answer = post(url, body, headers, inside=inside)
    note_answer(delivery_id, status=answer.status, fault=answer.fault, answer=answer.text)
    return not answer.fault


def _headers(delivery: WebhookDelivery, secret: str) -> dict[str, str]:
    timestamp = int(clock.now().timestamp())
    return {
        "webhook-id": delivery.event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, delivery.event_id, timestamp, delivery.body),
    }
