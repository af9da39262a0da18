"""The audit trail on screen: who did what to what, when and from where, in words."""

from __future__ import annotations

from datetime import date, timedelta

from flask import g, render_template, request

from training.accounts.access import AccountPermission
from training.accounts.audit_words import deeds_among
from training.accounts.trail import Sought, list_trail, verbs_in_trail
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.i18n import _


@bp.get("/audit")
@web.requires(AccountPermission.AUDIT)
def audit() -> str:
    """List the trail, filtered by person, deed and days."""
    g.nav = "people"
    sought = _sought()
    page = list_trail(web.actor(), sought, number=request.args.get("page", 1, type=int))
    deeds = [("", _("All deeds")), *deeds_among(verbs_in_trail())]
    return render_template("accounts/audit.html", page=page, deeds=deeds, sought=sought)


def _sought() -> Sought:
    verbs = request.args.get("verb", "")
    return Sought(
        person=request.args.get("person", "").strip(),
        verbs=tuple(verbs.split(",")) if verbs else (),
        first_day=_day("from"),
        last_day=_day("to"),
    )


def _day(name: str) -> date | None:
    try:
        found = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    # The ends of the calendar have no day beside them, and no line of the trail either.
    return found if date.min + timedelta(days=2) < found < date.max - timedelta(days=2) else None
