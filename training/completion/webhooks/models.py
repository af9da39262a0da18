"""Tables of webhooks: which address is told what, what it knows already, and each message with what became of it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from training.core import clock
from training.core.db import Model, UTCDateTime, choice
from training.units.models import Unit


class WebhookEvent(enum.StrEnum):
    """What another system can be told."""

    REACHED = "completion.reached"
    WITHDRAWN = "completion.withdrawn"
    ISSUED = "certificate.issued"
    REVOKED = "certificate.revoked"
    TEST = "test"


class DeliveryState(enum.StrEnum):
    """What has become of a message."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Webhook(Model):
    """An address that is told of the classes of a unit and all below it; its secret follows from `salt` and the key.

    `ended_why` is "person" where somebody ended it, "right" where its maker no longer administers the unit.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name="ended"),
        CheckConstraint("ended_why IN ('', 'person', 'right')", name="ended_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str] = mapped_column(String(500))
    events: Mapped[list[Any]]
    salt: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_why: Mapped[str] = mapped_column(String(20), default="")
    unit: Mapped[Unit] = relationship(lazy="joined")


class WebhookTold(Model):
    """That a webhook counts an enrolment among the completed: it was told so, or knew when it was made."""

    __tablename__ = "webhook_told"

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"), primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True, index=True)


class WebhookDelivery(Model):
    """A message to a webhook: `body` is sent as it stands, each time under the same `event_id`.

    `fault` is a word of rules.FAULTS, `answer` the beginning of what the other system said.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        Index("ix_webhook_deliveries_due", "state", "next_at"),
        Index("ix_webhook_deliveries_webhook_id", "webhook_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id"))
    event_id: Mapped[str] = mapped_column(String(40), unique=True)
    event: Mapped[WebhookEvent] = mapped_column(choice(WebhookEvent))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    state: Mapped[DeliveryState] = mapped_column(choice(DeliveryState), default=DeliveryState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=clock.now)
    tried_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    status_code: Mapped[int | None]
    fault: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")
    webhook: Mapped[Webhook] = relationship(lazy="joined")
