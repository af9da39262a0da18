"""Reads of webhooks: those of an administrator, messages that are due, and who is complete beside who was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from training.accounts.models import Account
from training.classes.models import ClassState, Enrolment, TrainingClass
from training.completion.queries.learners import Learner
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of
from training.completion.rules.findings import Outcome
from training.completion.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookEvent, WebhookTold
from training.completion.webhooks.rules import COMPARED
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.people.models import Person
from training.units.access import under
from training.units.models import Unit

#: Classes whose standings are read at a time.
_AT_ONCE = 50


def get_webhook(webhook_id: int) -> Webhook:
    """Return a webhook, or raise NotFound."""
    found = db.session.get(Webhook, webhook_id)
    if found is None:
        raise NotFound(_("There is no such webhook."))
    return found


def get_delivery(delivery_id: int) -> WebhookDelivery:
    """Return a message, or raise NotFound."""
    found = db.session.get(WebhookDelivery, delivery_id)
    if found is None:
        raise NotFound(_("There is no such message; it may have been dropped."))
    return found


def list_webhooks(actor: Actor) -> list[Webhook]:
    """Return the webhooks of units that the actor administers, those that are live first."""
    found = select(Webhook).join(Unit, Unit.id == Webhook.unit_id).where(under(actor.paths(Role.ADMINISTRATOR)))
    return list(db.session.scalars(found.order_by(Webhook.ended_at.is_not(None), Webhook.id.desc())))


def maker_of(webhook: Webhook) -> str:
    """Return the name of who made a webhook."""
    name = select(Person.full_name).join(Account, Account.person_id == Person.id)
    return db.session.scalar(name.where(Account.id == webhook.account_id)) or ""


def select_deliveries(webhook: Webhook) -> Select[WebhookDelivery]:
    """Return the statement that gives the messages of a webhook, the newest first."""
    return select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id).order_by(WebhookDelivery.id.desc())


def live_webhooks(unit_path: str, event: WebhookEvent) -> list[Webhook]:
    """Return the webhooks that are told of an event in a unit; one query."""
    live = db.session.scalars(select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id))
    return [one for one in live if event in one.events and unit_path.startswith(one.unit.path)]


def comparing_webhooks() -> list[Webhook]:
    """Return the webhooks that are told who completes."""
    live = db.session.scalars(select(Webhook).where(Webhook.ended_at.is_(None)).order_by(Webhook.id))
    return [one for one in live if not COMPARED.isdisjoint(one.events)]


def find_due(resting: Collection[int]) -> int | None:
    """Return the message that has been due longest, of a webhook that is not among those `resting`, or None."""
    due = (WebhookDelivery.state == DeliveryState.WAITING, WebhookDelivery.next_at <= clock.now())
    wanted = select(WebhookDelivery.id).where(*due, WebhookDelivery.webhook_id.not_in(resting))
    return db.session.scalar(wanted.order_by(WebhookDelivery.next_at, WebhookDelivery.id).limit(1))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who of some classes is complete now and was not told, and who was told and no longer is."""

    gained: list[Learner]
    lost: list[int]

    def pieces(self, size: int) -> Iterator[Comparison]:
        """Give it in parts of at most `size` learners who gained and as many who lost."""
        for start in range(0, max(len(self.gained), len(self.lost)), size):
            end = start + size
            yield Comparison(self.gained[start:end], self.lost[start:end])


def classes_told(unit_path: str, *, closed_since: date | None = None) -> list[int]:
    """Return the classes of a unit and all below it, drafts left out.

    With `closed_since`, only of classes whose last day is not before it.
    """
    found = (
        select(TrainingClass.id)
        .join(Unit, Unit.id == TrainingClass.unit_id)
        .where(under([unit_path]), TrainingClass.state != ClassState.DRAFT)
    )
    if closed_since is not None:
        found = found.where(TrainingClass.closes_on >= closed_since)
    return list(db.session.scalars(found))


def completed_of(class_ids: Iterable[int]) -> dict[int, Learner]:
    """Return the learners of the classes who are complete at this moment, by their enrolment."""
    found = {}
    ids = sorted(class_ids)
    for start in range(0, len(ids), _AT_ONCE):
        for one in standings_under(terms_of(ids[start : start + _AT_ONCE])):
            if one.outcome is Outcome.COMPLETED:
                found[one.learner.enrolment_id] = one.learner
    return found


def told_of(webhook_id: int, class_ids: Collection[int]) -> set[int]:
    """Return the enrolments of the classes that a webhook counts among the completed."""
    told = select(WebhookTold.enrolment_id).join(Enrolment, Enrolment.id == WebhookTold.enrolment_id)
    return set(db.session.scalars(told.where(WebhookTold.webhook_id == webhook_id, Enrolment.class_id.in_(class_ids))))


def compare(webhook: Webhook, completed: dict[int, Learner], class_ids: Collection[int]) -> Comparison:
    """Hold who is complete in the classes against what a webhook was told."""
    told = told_of(webhook.id, class_ids)
    among = set(class_ids)
    now = {key: one for key, one in completed.items() if one.class_id in among}
    return Comparison([one for key, one in now.items() if key not in told], sorted(told - now.keys()))
