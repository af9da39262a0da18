"""Pages of webhooks: made with a secret shown once, the messages of one, sent again, tested, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from training.classes.queries.plans import list_planning_units
from training.completion.webhooks.access import WebhookPermission
from training.completion.webhooks.forms import WebhookForm
from training.completion.webhooks.models import DeliveryState, Webhook, WebhookDelivery, WebhookEvent
from training.completion.webhooks.operations import end_webhook, register_webhook, send_again, send_test
from training.completion.webhooks.queries import (
    get_delivery,
    get_webhook,
    list_webhooks,
    maker_of,
    select_deliveries,
)
from training.completion.webhooks.rules import EVENTS, FAULTS, MOST_TRIES, checked_address, secret_of
from training.core import web
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, _l
from training.core.once import AlreadyDone
from training.core.paging import page_of
from training.units.queries import get_unit

bp = Blueprint("webhooks", __name__)

EVENT_WORDS = {**EVENTS, WebhookEvent.TEST: _l("A test")}
STATE_WORDS = {
    DeliveryState.WAITING: (_l("Waiting"), "info"),
    DeliveryState.DELIVERED: (_l("Delivered"), "ok"),
    DeliveryState.FAILED: (_l("Failed"), "bad"),
}


@bp.before_request
def _mark_navigation() -> None:
    g.nav = "reporting"


@bp.route("/webhooks", methods=["GET", "POST"])
@web.requires(WebhookPermission.LIST)
def index() -> Any:
    """List the webhooks of one's units and make one; its secret is shown on this answer and never again."""
    form = WebhookForm()
    form.unit_id.choices = [SelectChoice(u.id, u.name) for u in list_planning_units(web.actor())]
    secret = ""
    if form.validate_on_submit():
        try:
            secret = _register(form)
            form = _fresh(form)
        except AlreadyDone as done:
            return _made_before(done)
        except Invalid as refusal:
            form.refuse(refusal)
    page = render_template(
        "webhooks/index.html",
        form=form,
        secret=secret,
        webhooks=list_webhooks(web.actor()),
        events=EVENT_WORDS,
        crumbs=[(_("Reports"), url_for("reporting.index"))],
    )
    return page, 422 if form.errors else 200


def _register(form: WebhookForm) -> str:
    url = checked_address(form.url.data or "", inside=current_app.config["SETTINGS"].webhooks_inside)
    events = form.events.data or ()
    made = register_webhook(
        get_unit(form.unit_id.data), name=form.name.data or "", url=url, events=events, by=web.actor()
    )
    web.once_leads_to(".show", webhook_id=made.id)
    return secret_of(current_app.config["SECRET_KEY"], made.salt)


def _made_before(done: AlreadyDone) -> Any:
    """Lead to what the first submit of the form has made."""
    said = _(
        "This webhook has been made already; its secret was shown once. Without it, end this one and make another."
    )
    web.notice(said, "info")
    return redirect(done.location or url_for(".index"), 303)


def _fresh(form: WebhookForm) -> WebhookForm:
    fresh = WebhookForm(formdata=None)
    fresh.unit_id.choices = form.unit_id.choices
    return fresh


@bp.get("/webhooks/<int:webhook_id>")
@web.requires(WebhookPermission.MANAGE, get_webhook)
def show(webhook: Webhook) -> str:
    """Show a webhook and its messages."""
    number = request.args.get("page", 1, type=int)
    return render_template(
        "webhooks/show.html",
        webhook=webhook,
        maker=maker_of(webhook),
        page=page_of(select_deliveries(webhook), number=number),
        events=EVENT_WORDS,
        states=STATE_WORDS,
        faults=FAULTS,
        most_tries=MOST_TRIES,
        crumbs=[(_("Reports"), url_for("reporting.index")), (_("Webhooks"), url_for(".index"))],
    )


@bp.post("/webhooks/<int:webhook_id>/test")
@web.requires(WebhookPermission.MANAGE, get_webhook)
def test(webhook: Webhook) -> Any:
    """Have a message sent that tells nothing."""
    said = _("A test is on its way. Load this page again in a few seconds to see what came of it.")
    return _done(lambda: send_test(webhook, by=web.actor()), said, webhook_id=webhook.id)


@bp.post("/webhooks/<int:webhook_id>/end")
@web.requires(WebhookPermission.MANAGE, get_webhook)
def end(webhook: Webhook) -> Any:
    """Tell a webhook nothing more."""
    said = _("The webhook has been ended; nothing more is sent.")
    return _done(lambda: end_webhook(webhook, by=web.actor()), said, webhook_id=webhook.id)


@bp.post("/webhook-deliveries/<int:delivery_id>/again")
@web.requires(WebhookPermission.MANAGE, get_delivery)
def again(delivery: WebhookDelivery) -> Any:
    """Have a message sent once more."""
    said = _("The message is sent once more.")
    return _done(lambda: send_again(delivery, by=web.actor()), said, webhook_id=delivery.webhook_id)


def _done(deed: Callable[[], object], said: str, *, webhook_id: int) -> Any:
    """Do the deed and say so, or say why not, on the webhook's page."""
    try:
        deed()
        web.notice(said)
    except Conflict as refusal:
        web.notice(refusal.text, "warn")
    return web.see_other(".show", webhook_id=webhook_id)
