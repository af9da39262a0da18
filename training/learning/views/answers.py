"""What the page of an attempt sends and asks by itself: changed answers, the state of things, taking over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request
from flask_wtf.csrf import generate_csrf

from training.core import clock, web
from training.core.access import SYSTEM
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.learning.access import LearningPermission
from training.learning.operations.answers import Change, Outcome, Receipt, save_answers, take_over
from training.learning.operations.expiry import settle
from training.learning.queries.attempts import AttemptHead, list_asked
from training.learning.sentences import elsewhere
from training.learning.views.blueprint import bp, grace, own_attempt
from training.learning.views.fragments import values_of

#: A page of a hundred questions sends less.
MAX_BYTES = 256 * 1024
MAX_SEQUENCE = 10**9

Answered = tuple[dict[str, Any], int]


@bp.post("/attempts/<int:attempt_id>/answers")
@web.requires(LearningPermission.LEARN)
def save(attempt_id: int) -> Answered:
    """Store changed answers that an open page sends within seconds of each change."""
    payload = _payload()
    receipt = save_answers(
        attempt_id,
        person_id=web.actor().person_id,
        writer=_token(payload),
        changes=[_change(one) for one in _list(payload, "changes")],
        flags=dict(_flag(one) for one in _list(payload, "flags")),
        grace=grace(),
    )
    if receipt.outcome is Outcome.ENDED:
        if receipt.is_due:
            settle(own_attempt(attempt_id), grace=grace(), by=SYSTEM)
        return _refused(receipt, _("This attempt has ended. What arrives now is kept but not counted."))
    if receipt.outcome is Outcome.ELSEWHERE:
        return _refused(receipt, elsewhere())
    return {
        **_times(receipt.deadline_at),
        "state": "open",
        "saved_at": _stamp(receipt.saved_at),
        "refused": {str(position): text for position, text in receipt.refused.items()},
    }, 200


@bp.get("/attempts/<int:attempt_id>/state")
@web.requires(LearningPermission.LEARN, own_attempt)
def state(head: AttemptHead) -> dict[str, Any]:
    """Tell an open page how much time is left and who answers; its deadline may have been moved."""
    elsewhere = head.writer not in {"", request.args.get("writer", "")}
    return {
        **_times(head.deadline_at),
        "state": "open" if head.is_open else "ended",
        "elsewhere": elsewhere,
        "csrf": generate_csrf(),
    }


@bp.post("/attempts/<int:attempt_id>/take-over")
@web.requires(LearningPermission.LEARN, own_attempt)
def take(head: AttemptHead) -> dict[str, Any]:
    """Let this page answer from now on, and give it the answers on record."""
    token = _token(_payload())
    if not token:
        raise Invalid("writer", _("The page sent something that cannot be read. Reload it."))
    head = take_over(head, writer=token, by=web.actor())
    answers = {
        str(one.position): {"values": values_of(one.response), "sequence": one.sequence} for one in list_asked(head.id)
    }
    return {**_times(head.deadline_at), "state": "open", "answers": answers}


def _refused(receipt: Receipt, text: str) -> Answered:
    return {**_times(receipt.deadline_at), "code": receipt.outcome.value, "error": text}, Conflict.status


def _times(deadline_at: datetime) -> dict[str, Any]:
    return {"server_now": _stamp(clock.now()), "deadline_at": _stamp(deadline_at)}


def _stamp(instant: datetime) -> int:
    """Return an instant as milliseconds since 1970, as scripts count."""
    return int(instant.timestamp() * 1000)


# --- what a page sends ---------------------------------------------------------------------------


def _payload() -> Mapping[str, Any]:
    # A page that is being closed can send a form alone: it puts the same JSON into one field.
    if (request.content_length or 0) > MAX_BYTES:
        raise _unreadable()
    raw = request.form.get("payload")
    payload = _from_text(raw) if raw is not None else request.get_json(silent=True)
    if not isinstance(payload, dict):
        raise _unreadable()
    return payload


def _from_text(raw: str) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _list(payload: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = payload.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _unreadable()
    return found


def _token(payload: Mapping[str, Any]) -> str:
    token = payload.get("writer", "")
    if not isinstance(token, str) or len(token) > 40:
        raise _unreadable()
    return token


def _change(one: Mapping[str, Any]) -> Change:
    values = one.get("response")
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _unreadable()
    return Change(_number(one, "position"), tuple(values), _number(one, "sequence"))


def _flag(one: Mapping[str, Any]) -> tuple[int, bool]:
    if not isinstance(one.get("flagged"), bool):
        raise _unreadable()
    return _number(one, "position"), one["flagged"]


def _number(one: Mapping[str, Any], name: str) -> int:
    number = one.get(name)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < MAX_SEQUENCE:
        raise _unreadable()
    return number


def _unreadable() -> Invalid:
    return Invalid("payload", _("The page sent something that cannot be read. Reload it."))
