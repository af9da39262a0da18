"""The public page on which anybody checks a certificate; it tells what stands on the paper and what became of it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from training.completion.queries.certificates import Verified
from training.completion.queries.certificates import verify as find_verified
from training.completion.rules.certificates import CERTIFICATE_STATES
from training.completion.rules.codes import read_code, shown
from training.completion.views.blueprint import bp
from training.core import clock, limits, web
from training.core.errors import Invalid

#: Codes that an address may try in vain before it has to wait.
FREE_TRIES = 5
LONGEST_WAIT = 300


@bp.get("/verify")
@web.public
def verify() -> Any:
    """Say whether a certificate holds, by the code that is typed or stands in its QR code."""
    typed = request.args.get("code", "").strip()[:60]
    if not typed:
        return _page()
    wait = _wait()
    if wait:
        return _page(typed, wait=wait), 429, {"Retry-After": str(wait)}
    try:
        code = read_code(typed)
    except Invalid as refusal:
        return _page(typed, fault=refusal.text), 422
    found = find_verified(code)
    if found is None:
        # Nothing is counted for those who read what is there: a whole class may stand behind one address.
        limits.count_try(_key())
        return _page(shown(code), unknown=True), 404
    return _page(shown(code), found=found)


def _key() -> str:
    return f"verify {request.remote_addr}"


def _wait() -> int:
    count, last_at = limits.count_of(_key())
    if count < FREE_TRIES or last_at is None:
        return 0
    seconds = min(LONGEST_WAIT, 15 << min(count - FREE_TRIES, 10))
    return max(0, seconds - int((clock.now() - last_at).total_seconds()))


def _page(
    typed: str = "", *, fault: str = "", unknown: bool = False, found: Verified | None = None, wait: int = 0
) -> str:
    return render_template(
        "completion/verify.html",
        typed=typed,
        fault=fault,
        unknown=unknown,
        found=found,
        wait=wait,
        states=CERTIFICATE_STATES,
    )
