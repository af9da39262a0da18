"""What the address of a roster asks for: a year, a filter, columns; page, files and papers read it alike."""

from __future__ import annotations

from typing import Any

from flask import request

from training.core import web
from training.reporting.queries.roster_views import list_views
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.figures import Wanted, wanted_of
from training.reporting.rules.scopes import Scoped

_FILTER, _COLUMNS = ("q", "unit", "result", "year"), ("columns", "view")


def year() -> int | None:
    """Return the year that the address narrows a unit or a course down to."""
    return request.args.get("year", type=int) or None


def narrowed(scoped: Scoped) -> Scoped:
    """Return a scope as far as the year of the address goes."""
    return get_scope(scoped.scope.kind.value, scoped.scope.key, year()) if year() else scoped


def wanted() -> Wanted:
    """Return the filter; what makes no sense is left out."""
    return wanted_of(request.args.get("q", ""), request.args.get("unit", type=int), request.args.get("result", ""))


def names() -> list[str]:
    """Return the names of the columns that are asked for, one by one or as the view that keeps them; else none."""
    one_by_one = request.values.getlist("columns")
    if one_by_one or "view" not in request.args:
        return one_by_one
    view = next((v for v in list_views(web.actor()) if v.id == request.args.get("view", type=int)), None)
    return list(view.columns) if view else []


def filtered() -> dict[str, Any]:
    """Return the filter and the year as the arguments of another address."""
    return {name: request.args[name] for name in _FILTER if request.args.get(name)}


def again() -> dict[str, Any]:
    """Return all that is asked for as the arguments of another address."""
    columns = {name: request.args.getlist(name) for name in _COLUMNS if request.args.get(name)}
    return {**filtered(), **columns}
