"""The trade's rules of webhooks: which addresses may be told, how a message looks and is signed, when to try again.

Signing follows the Standard Webhooks specification 1.0, for which libraries exist in most languages.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

from training.completion.webhooks.models import WebhookEvent
from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l

EVENTS: dict[WebhookEvent, LazyString] = {
    WebhookEvent.REACHED: _l("A learner has completed a class"),
    WebhookEvent.WITHDRAWN: _l("A learner no longer counts as having completed"),
    WebhookEvent.ISSUED: _l("A certificate was issued"),
    WebhookEvent.REVOKED: _l("A certificate was revoked or replaced"),
}
#: Those that come of comparing, not of a deed.
COMPARED = frozenset({WebhookEvent.REACHED, WebhookEvent.WITHDRAWN})

FAULTS: dict[str, LazyString] = {
    "name": _l("The name of the server is not known."),
    "private": _l("The address lies inside the network and is refused."),
    "refused": _l("No connection to the server."),
    "timeout": _l("No answer in time."),
    "tls": _l("The certificate of the server is not valid."),
    "redirect": _l("The server leads elsewhere; redirects are not followed."),
    "status": _l("The server answered with an error."),
    "answer": _l("The answer cannot be read."),
    "ended": _l("The webhook has been ended."),
}

#: How long to wait after each try; after the last one the message has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
MOST_TRIES = len(PAUSES) + 1

#: What the records in messages hold; the interface gives out the same under the same names.
COMPLETION: dict[str, str] = {
    "enrolment_id": "integer",
    "class_id": "integer",
    "person_id": "integer",
    "code": "string?",
    "full_name": "string",
    "unit": "string",
    "post": "string",
    "result": "string",
}
WITHDRAWAL: dict[str, str] = {"enrolment_id": "integer", "class_id": "integer", "person_id": "integer"}
CERTIFICATE: dict[str, str] = {
    "certificate_id": "integer",
    "enrolment_id": "integer",
    "class_id": "integer",
    "person_id": "integer",
    "full_name": "string",
    "unit": "string",
    "register": "string",
    "serial": "string",
    "issued_on": "string",
    "state": "string",
}
TEST: dict[str, str] = {"webhook_id": "integer", "name": "string"}
RECORDS: dict[WebhookEvent, dict[str, str]] = {
    WebhookEvent.REACHED: COMPLETION,
    WebhookEvent.WITHDRAWN: WITHDRAWAL,
    WebhookEvent.ISSUED: CERTIFICATE,
    WebhookEvent.REVOKED: CERTIFICATE,
    WebhookEvent.TEST: TEST,
}

_OWN = frozenset({"127.0.0.1", "localhost", "::1"})
#: IPv6 addresses that carry an IPv4 address to somewhere else: NAT64, Teredo, 6to4.
_TUNNELS = tuple(
    ipaddress.ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "::/96")
)


def pause_after(tries: int) -> timedelta:
    """Return how long a message rests after so many tries, 1 or more."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def checked_address(text: str, *, inside: bool) -> str:
    """Return the address of a webhook; raise Invalid at `url` for one that may not be told.

    With `inside`, http to this very machine is taken too. Where the name leads is looked at each time one sends.
    """
    parts = _parts(text)
    if parts is None or parts.username is not None or parts.fragment or not parts.hostname:
        raise Invalid("url", _("Write an address such as https://example.vn/webhook, without a name or password."))
    if parts.scheme == "https" or (parts.scheme == "http" and inside and parts.hostname in _OWN):
        if not inside and _is_inner(parts.hostname):
            raise Invalid("url", str(FAULTS["private"]))
        return text
    raise Invalid("url", _("The address has to begin with https://."))


def _parts(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        valid = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        return None
    return parts if valid and text.isascii() and text.isprintable() and " " not in text else None


def _is_inner(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open network; raise ValueError where it is none."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in block for block in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def secret_of(key: str, salt: str) -> str:
    """Return the secret of a webhook, which is kept nowhere: it follows from the installation's key and a salt."""
    raw = hmac.digest(key.encode(), f"webhook:{salt}".encode(), hashlib.sha256)
    return "whsec_" + base64.b64encode(raw).decode()


def signature(secret: str, event_id: str, timestamp: int, body: str) -> str:
    """Return the value of the header webhook-signature: HMAC-SHA256 over "id.timestamp.body"."""
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(raw, f"{event_id}.{timestamp}.{body}".encode(), hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def message(event: WebhookEvent, event_id: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Return the body of a message."""
    told = {"id": event_id, "type": event.value, "timestamp": at.isoformat(), "data": dict(data)}
    return json.dumps(told, ensure_ascii=False)
