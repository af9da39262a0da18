"""The audit trail on screen: who did what to what, when and from where, in words."""

from __future__ import annotations

from datetime import date

from flask import g, render_template, request

from training.accounts.access import AccountPermission
from training.accounts.audit_words import deeds_among
from training.accounts.trail import list_trail, verbs_in_trail
from training.accounts.views.blueprint import bp
from training.core import web
from training.core.i18n import _


@bp.get("/audit")
@web.requires(AccountPermission.AUDIT)
def audit() -> str:
    """List the trail, filtered by person, deed and day."""
    g.nav = "people"
    person = request.args.get("person", "").strip()
    verb = request.args.get("verb", "")
    day = _day(request.args.get("day", ""))
    number = request.args.get("page", 1, type=int)
    page = list_trail(web.actor(), person=person, verb=verb, day=day, number=number)
    deeds = [("", _("All deeds")), *deeds_among(verbs_in_trail())]
    values = {"person": person, "verb": verb, "day": day.isoformat() if day else ""}
    return render_template("accounts/audit.html", page=page, deeds=deeds, **values)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
