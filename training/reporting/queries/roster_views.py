"""Reads of the named views of rosters."""

from __future__ import annotations

from sqlalchemy import select

from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.vietnamese import sort_key
from training.reporting.models import RosterView


def get_view(view_id: int) -> RosterView:
    """Return the view, or raise NotFound."""
    view = db.session.get(RosterView, view_id)
    if view is None:
        raise NotFound(_("There is no such view."))
    return view


def list_views(actor: Actor) -> list[RosterView]:
    """Return the actor's own views in the order of their names."""
    own = db.session.scalars(select(RosterView).where(RosterView.account_id == actor.account_id))
    return sorted(own, key=lambda view: sort_key(view.name))
