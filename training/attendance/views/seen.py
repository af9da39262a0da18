"""The code that a browser brought from the wall, and which browser it is: signed cookies for the check-in alone."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from training.attendance.rules.check_in import SEEN_GOOD_FOR
from training.attendance.rules.codes import read_code
from training.classes.models import Meeting
from training.core import clock

COOKIE, DEVICE = "seen_code", "check_in_device"


class Seen(NamedTuple):
    """A code that this browser brought from the wall, and when; kept in a signed cookie while one signs in."""

    meeting_id: int
    code: str
    at: datetime


def seen_code(meeting: Meeting, brought: str) -> Seen | None:
    """Return the code that this browser brings now or brought lately to the meeting, or None."""
    kept, code = _kept(), read_code(brought)
    # A page that is loaded again brings an old code again: the first time counts.
    if kept is not None and kept.meeting_id == meeting.id and code in {"", kept.code}:
        return kept
    return Seen(meeting.id, code, clock.now()) if code else None


def device() -> str:
    """Return a name by which this browser is known again; evidence, and never a reason to refuse."""
    if "check_in_device" not in g:
        try:
            g.check_in_device = str(_signer().loads(request.cookies.get(DEVICE, "")))
        except (BadSignature, ValueError, TypeError):
            g.check_in_device = secrets.token_hex(8)
    return str(g.check_in_device)


def remember(response: Any, seen: Seen | None) -> Response:
    """Let the browser keep the code it brought, and its name."""
    if seen is not None:
        _set(response, COOKIE, [seen.meeting_id, seen.code, seen.at.timestamp()], SEEN_GOOD_FOR)
        _set(response, DEVICE, device(), timedelta(days=180))
    return response  # type: ignore[no-any-return]


def forget(response: Any) -> Response:
    """Drop the code, which has done its work."""
    response.delete_cookie(COOKIE, path="/check-in")
    return response  # type: ignore[no-any-return]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="check-in-code")


def _kept() -> Seen | None:
    try:
        meeting_id, code, at = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    seen_at = datetime.fromtimestamp(at, UTC)
    return Seen(meeting_id, code, seen_at) if clock.now() - seen_at <= SEEN_GOOD_FOR else None


def _set(response: Any, name: str, value: object, age: timedelta) -> None:
    https = current_app.config["SETTINGS"].https
    signed = str(_signer().dumps(value))
    response.set_cookie(name, signed, max_age=age, path="/check-in", httponly=True, samesite="Lax", secure=https)
