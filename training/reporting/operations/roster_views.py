"""Writes of the named views of rosters."""

from __future__ import annotations

from collections.abc import Sequence

from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Invalid
from training.core.i18n import _
from training.reporting.models import RosterView

#: Views that one account may keep.
MOST = 50


@operation
def save_view(*, name: str, columns: Sequence[str], by: Actor) -> RosterView:
    """Keep the columns under the name; of the actor's views, one of that name is overwritten.

    Raises Invalid(field='name' or 'columns'), and Conflict where another device saved the same name at once.
    """
    if not columns:
        raise Invalid("columns", _("Choose at least one column."))
    if not name:
        raise Invalid("name", _("Give the view a name."))
    own = db.session.query(RosterView).filter_by(account_id=by.account_id).all()
    view = next((one for one in own if one.name.casefold() == name.casefold()), None)
    if view is None and len(own) >= MOST:
        raise Invalid("name", _("%(most)s views are kept at most. Drop one first.", most=MOST))
    view = view or RosterView(account_id=by.account_id)
    view.name, view.columns = name, list(columns)
    with unique("roster_views", "account_id", "name", refusal=Conflict(_("There is a view of this name already."))):
        db.session.add(view)
    return view


@operation
def drop_view(view: RosterView, *, by: Actor) -> None:  # noqa: ARG001
    """Drop a view; the rosters that it showed stay."""
    db.session.delete(view)
