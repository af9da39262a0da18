"""Dashboards of a city, a unit, a year, a plan or a class: pictures of figures, each leading down to names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import render_template, url_for

from training.core import web
from training.core.formats import day
from training.core.i18n import _
from training.reporting.access import ReportPermission
from training.reporting.queries.dashboards import Dashboard, UnitTotals, read_dashboard
from training.reporting.queries.scopes import get_scope, list_years
from training.reporting.rules.bars import Bar, bar, furthest
from training.reporting.rules.cells import BINS, Totals
from training.reporting.rules.figures import MISSING
from training.reporting.rules.scopes import KIND_WORDS, Scope, Scoped, ScopeKind
from training.reporting.views import asked
from training.reporting.views.blueprint import bp, words

#: Classes that a strip shows, the newest.
MOST_CLASSES = 60


@bp.get("/dashboards/<scope>/<int:key>")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def dashboard(scoped: Scoped) -> str:
    """Show the figures of a scope as pictures with their tables."""
    scoped = asked.narrowed(scoped)
    found = read_dashboard(scoped, web.actor())
    return render_template(
        "reporting/dashboard.html",
        scope=scoped.scope,
        kind_word=KIND_WORDS[scoped.scope.kind],
        board=found,
        unit_bars=furthest([unit.bar for unit in found.whole.units]),
        funnel=_funnel(found.whole.totals),
        edges=list(range(BINS + 1)),
        strip=_strip(found, scoped.scope),
        year_bars=[one.bar for one in found.years],
        years=list_years(web.actor()),
        with_year=scoped.scope.kind in {ScopeKind.UNIT, ScopeKind.COURSE},
        roster=_roster(scoped.scope),
        names=_names(found, scoped.scope),
        crumbs=[(_("Reports"), url_for(".index"))],
        **words(),
    )


def _funnel(total: Totals) -> list[Bar]:
    steps = (
        (_("Learners"), total.learners),
        (_("Started"), total.started),
        (_("Passed the quizzes"), total.passed),
        (_("Completed"), total.completed),
    )
    return [bar(label, count, total.learners)._replace(text=str(count)) for label, count in steps]


def _strip(found: Dashboard, scope: Scope) -> list[tuple[str, str, str]]:
    """Return attendance as cells of a strip: of a class its meetings, of anything wider its classes."""
    if scope.is_class:
        return [_mark(Fraction(m.there, m.called), f"{m.title} {day(m.starts_at)}") for m in found.meetings if m.called]
    classes = [(one.totals.attendance, f"{one.code} {one.title}") for one in found.classes[-MOST_CLASSES:]]
    return [_mark(share, name) for share, name in classes if share is not None]


def _mark(share: Fraction, name: str) -> tuple[str, str, str]:
    percent = int(share * 100 + Fraction(1, 2))
    kind = "ok" if percent >= 80 else "warn" if percent >= 50 else "bad"
    return kind, str(percent), f"{name}: {percent}%"


def _roster(scope: Scope) -> dict[str, Any]:
    """Return what addresses the roster of the same scope."""
    return {"scope": scope.kind.value, "key": scope.key, "year": scope.year}


def _names(found: Dashboard, scope: Scope) -> list[tuple[UnitTotals, str, str]]:
    """Return each unit with the addresses of its learners and of those who have not completed."""
    rows = []
    for unit in found.whole.units:
        everybody = url_for(".learners", **_roster(scope), unit=unit.unit_id)
        missing = url_for(".learners", **_roster(scope), unit=unit.unit_id, result=MISSING)
        rows.append((unit, everybody, missing))
    return rows
