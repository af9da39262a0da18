"""Writes of webhooks: made, ended, told of deeds and completions; what became of each try."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from training.classes.models import Enrolment
from training.completion.models import Certificate
from training.completion.queries.certificates import certificate_record
from training.completion.queries.learners import Learner
from training.completion.webhooks.access import may_manage
from training.completion.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookEvent, WebhookTold
from training.completion.webhooks.queries import (
    Comparison,
    classes_told,
    completed_of,
    list_webhooks,
    live_webhooks,
)
from training.completion.webhooks.rules import COMPARED, EVENTS, MOST_TRIES, message, pause_after
from training.core import clock
from training.core.access import Actor
from training.core.db import db, operation
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.units.models import Unit

#: How many live webhooks an administrator has at most.
MOST = 20
#: How long messages that ended are kept.
KEPT = timedelta(days=30)


def register_webhook(unit: Unit, *, name: str, url: str, events: Collection[str], by: Actor) -> Webhook:
    """Have `url` told of `events` in the classes of a unit from now on; raise as create_webhook does.

    Who has completed already is not told. It is read before the write begins, so that nobody waits for it; who
    completes meanwhile is told a little later.
    """
    compared = not COMPARED.isdisjoint(events)
    known = sorted(completed_of(classes_told(unit.path))) if compared else []
    return create_webhook(unit, name=name, url=url, events=events, known=known, by=by)


@operation
def create_webhook(
    unit: Unit, *, name: str, url: str, events: Collection[str], known: Sequence[int], by: Actor
) -> Webhook:
    """Keep a webhook that takes the enrolments `known` for completed; Denied, or Invalid at the field at fault."""
    if not events or not set(events) <= set(EVENTS):
        raise Invalid("events", _("Choose at least one thing to be told of."))
    if sum(one.ended_at is None for one in list_webhooks(by)) >= MOST:
        raise Invalid("name", _("%(most)s webhooks are kept at most. End one first.", most=MOST))
    made = Webhook(
        unit_id=unit.id,
        account_id=by.account_id,
        name=name,
        url=url,
        events=sorted(events),
        salt=secrets.token_hex(16),
        unit=unit,
    )
    if not may_manage(by, made):
        raise Denied(_("You do not administer this unit."))
    db.session.add(made)
    db.session.flush()
    _remember(made.id, known)
    return made


def _remember(webhook_id: int, enrolment_ids: Iterable[int]) -> None:
    db.session.add_all(WebhookTold(webhook_id=webhook_id, enrolment_id=one) for one in enrolment_ids)


@operation
def end_webhook(webhook: Webhook, *, why: str = "person", by: Actor) -> Webhook:  # noqa: ARG001 -- for the audit trail
    """Tell the webhook nothing more; what waits has failed. Conflict where it was ended before."""
    if webhook.ended_at is not None:
        raise Conflict(_("The webhook was ended before."))
    webhook.ended_at, webhook.ended_why = clock.now(), why
    waiting = (WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == DeliveryState.WAITING)
    ended = {"state": DeliveryState.FAILED, "fault": "ended"}
    db.session.execute(update(WebhookDelivery).where(*waiting).values(ended))
    db.session.execute(delete(WebhookTold).where(WebhookTold.webhook_id == webhook.id))
    return webhook


@operation
def send_test(webhook: Webhook, *, by: Actor) -> WebhookDelivery:  # noqa: ARG001 -- for the audit trail
    """Have the webhook sent a message that tells nothing; Conflict where it has been ended."""
    _refuse_ended(webhook)
    made = _delivery(webhook, WebhookEvent.TEST, {"webhook_id": webhook.id, "name": webhook.name})
    db.session.add(made)
    db.session.flush()
    return made


@operation
def send_again(delivery: WebhookDelivery, *, by: Actor) -> WebhookDelivery:  # noqa: ARG001 -- for the audit trail
    """Have a message sent once more, the same under the same id; Conflict where it waits still."""
    _refuse_ended(delivery.webhook)
    if delivery.state is DeliveryState.WAITING:
        raise Conflict(_("This message is waiting to be sent already."))
    delivery.state, delivery.tries, delivery.next_at = DeliveryState.WAITING, 0, clock.now()
    return delivery


def _refuse_ended(webhook: Webhook) -> None:
    if webhook.ended_at is not None:
        raise Conflict(_("The webhook has been ended."))


def _delivery(webhook: Webhook, event: WebhookEvent, data: Mapping[str, Any]) -> WebhookDelivery:
    event_id, at = f"evt_{secrets.token_hex(16)}", clock.now()
    body = message(event, event_id, at, data)
    return WebhookDelivery(webhook_id=webhook.id, event_id=event_id, event=event, body=body, at=at, next_at=at)


@operation
def tell_of_certificates(certificates: Sequence[Certificate], *, unit: Unit) -> None:
    """Put down messages about certificates of a class of `unit`, in the transaction of the deed; one read.

    Those that hold are told as issued, others as revoked.
    """
    for event in (WebhookEvent.ISSUED, WebhookEvent.REVOKED):
        concerned = [one for one in certificates if (one.state.value == "valid") == (event is WebhookEvent.ISSUED)]
        if concerned:
            webhooks = live_webhooks(unit.path, event)
            db.session.add_all(_delivery(hook, event, certificate_record(c)) for hook in webhooks for c in concerned)


def completion_record(one: Learner) -> dict[str, Any]:
    """Return what another system is told of a learner who has completed."""
    return {
        "enrolment_id": one.enrolment_id,
        "class_id": one.class_id,
        "person_id": one.person_id,
        "code": one.code,
        "full_name": one.full_name,
        "unit": one.unit,
        "post": one.post,
        "result": "completed",
    }


@operation
def tell_of_completions(webhook_id: int, found: Comparison) -> None:
    """Put down messages about who has completed since, and who no longer has; what another worker told is left out."""
    webhook = db.session.get(Webhook, webhook_id, with_for_update={"of": Webhook})
    if webhook is None or webhook.ended_at is not None:
        return
    concerned = [one.enrolment_id for one in found.gained] + found.lost
    mine = (WebhookTold.webhook_id == webhook_id, WebhookTold.enrolment_id.in_(concerned))
    told = set(db.session.scalars(select(WebhookTold.enrolment_id).where(*mine)))
    gained = [one for one in found.gained if one.enrolment_id not in told]
    lost = [one for one in found.lost if one in told]
    _remember(webhook_id, [one.enrolment_id for one in gained])
    db.session.execute(delete(WebhookTold).where(mine[0], WebhookTold.enrolment_id.in_(lost)))
    reached = [(WebhookEvent.REACHED, completion_record(one)) for one in gained]
    withdrawn = [(WebhookEvent.WITHDRAWN, record) for record in _withdrawals(lost)]
    db.session.add_all(_delivery(webhook, *told) for told in (*reached, *withdrawn) if told[0] in webhook.events)


def _withdrawals(enrolment_ids: Collection[int]) -> list[dict[str, Any]]:
    wanted = select(Enrolment.id, Enrolment.class_id, Enrolment.person_id).where(Enrolment.id.in_(enrolment_ids))
    found = db.session.execute(wanted.order_by(Enrolment.id))
    return [dict(zip(("enrolment_id", "class_id", "person_id"), row, strict=True)) for row in found]


@operation
def take_delivery(delivery_id: int) -> WebhookDelivery | None:
    """Take a message that is due to be sent once; None where another has it, or it was tried often enough.

    Its next time is set at once: where the worker ends in the middle, it is sent again then.
    """
    now = clock.now()
    waiting = (WebhookDelivery.id == delivery_id, WebhookDelivery.state == DeliveryState.WAITING)
    due = select(WebhookDelivery).where(*waiting, WebhookDelivery.next_at <= now)
    found = db.session.scalar(due.with_for_update(of=WebhookDelivery).execution_options(populate_existing=True))
    if found is None:
        return None
    if found.tries >= MOST_TRIES:
        found.state = DeliveryState.FAILED
        return None
    found.tries += 1
    found.tried_at, found.next_at = now, now + pause_after(found.tries)
    return found


@operation
def note_answer(delivery_id: int, *, status: int | None, fault: str, answer: str) -> None:
    """Note what came of a try: delivered where there is no `fault`, failed where it was the last."""
    found = db.session.get(WebhookDelivery, delivery_id, populate_existing=True)
    if found is None or found.state is not DeliveryState.WAITING:
        return
    found.status_code, found.fault, found.answer = status, fault, answer
    if not fault:
        found.state = DeliveryState.DELIVERED
    elif found.tries >= MOST_TRIES:
        found.state = DeliveryState.FAILED


@operation
def drop_old_deliveries() -> None:
    """Forget messages that ended long ago; they name people."""
    ended = (WebhookDelivery.state != DeliveryState.WAITING, WebhookDelivery.at < clock.now() - KEPT)
    db.session.execute(delete(WebhookDelivery).where(*ended))
