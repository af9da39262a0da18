"""Who has other systems told: administrators, each within the units that they administer."""

from __future__ import annotations

from training.classes.access import administers
from training.completion.webhooks.models import Webhook, WebhookDelivery
from training.core.access import Actor, Permission, Role, grants


class WebhookPermission(Permission):
    """Permissions on webhooks."""

    #: Open the list of webhooks and make one.
    LIST = "webhook.list"
    #: See a webhook and its messages, send them again, end it.
    MANAGE = "webhook.manage"


@grants(WebhookPermission.LIST)
def may_list(actor: Actor, _thing: object) -> bool:
    """Tell that administrators have webhooks."""
    return actor.holds(Role.ADMINISTRATOR)


@grants(WebhookPermission.MANAGE)
def may_manage(actor: Actor, thing: Webhook | WebhookDelivery) -> bool:
    """Tell whether the actor administers the unit that is told of."""
    webhook = thing if isinstance(thing, Webhook) else thing.webhook
    return administers(actor, webhook.unit)
