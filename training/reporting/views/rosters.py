"""Rosters of any scope: on screen with columns of one's choice, as files, and the named views of their columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.completion.rules.sentences import OUTCOME_WORDS
from training.core import clock, web
from training.core.access import may
from training.core.errors import Conflict, Invalid
from training.core.i18n import _, ngettext
from training.core.paging import Page
from training.core.sheets.sheet import Sheet
from training.reporting.access import ReportPermission
from training.reporting.exports import MOST_AT_ONCE, sheet_of
from training.reporting.forms import ViewForm
from training.reporting.models import RosterView
from training.reporting.operations.roster_views import drop_view, save_view
from training.reporting.queries.lines import Selection, around, read_lines, read_page, select_lines
from training.reporting.queries.roster_views import get_view, list_views
from training.reporting.queries.rosters import group_by_unit, list_units_of
from training.reporting.queries.scopes import get_scope, list_years
from training.reporting.rules.columns import (
    all_names,
    columns_of,
    known_names,
    rows_of,
    standard_names,
)
from training.reporting.rules.figures import MISSING, Line, figures_of
from training.reporting.rules.scopes import KIND_WORDS, Scope, Scoped
from training.reporting.views import asked
from training.reporting.views.blueprint import ON_A_PAGE, bp, plain, send_csv, send_xlsx, words

#: Up to so many lines the figures by unit stand on the page; beyond, they are the dashboard's.
MOST_FIGURED = 2_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A roster as the address asks for it: its learners and the names of its columns."""

    selection: Selection
    names: tuple[str, ...]

    def sheet(self) -> Sheet:
        """Return it as a sheet whose rows are read as they are written."""
        return sheet_of(self.selection, self.names)


@bp.get("/rosters/<scope>/<int:key>")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def learners(scoped: Scoped) -> str:
    """Show the learners of a scope in the columns chosen."""
    return render_template("reporting/learners.html", **_page(_shown(scoped), ViewForm()))


@bp.get("/rosters/<scope>/<int:key>.xlsx")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def learners_xlsx(scoped: Scoped) -> Response:
    """Send the roster, as filtered and in the columns chosen, as a workbook."""
    return send_xlsx(_shown(scoped).sheet(), file_name(scoped.scope))


@bp.get("/rosters/<scope>/<int:key>.csv")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def learners_csv(scoped: Scoped) -> Response:
    """Send the roster, as filtered and in the columns chosen, as CSV."""
    return send_csv(_shown(scoped).sheet(), file_name(scoped.scope))


@bp.post("/rosters/<scope>/<int:key>/views")
@web.requires(ReportPermission.SEE_ROSTER, get_scope)
def save_columns(scoped: Scoped) -> Any:
    """Keep the columns shown under a name."""
    form = ViewForm()
    shown = _shown(scoped)
    if form.validate_on_submit():
        try:
            names = known_names(form.columns.data or (), shown.selection.quizzes)
            view = save_view(name=form.name.data or "", columns=names, by=web.actor())
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            form.refuse(Invalid("name", refusal.text))
        else:
            web.notice(_("The view has been kept. It is there for every roster."))
            return web.see_other(".learners", **_address(scoped.scope), **asked.filtered(), view=view.id)
    return render_template("reporting/learners.html", **_page(shown, form)), 422


@bp.post("/roster-views/<int:view_id>/drop")
@web.requires(ReportPermission.DROP_VIEW, get_view)
def drop_columns(view: RosterView) -> BaseResponse:
    """Drop a named view and lead back to the roster it was dropped from."""
    drop_view(view, by=web.actor())
    web.notice(_("The view has been dropped."))
    return redirect(web.safe_next(request.form.get("next"), url_for(".index")), 303)


def file_name(scope: Scope) -> str:
    """Return a name for the file of a roster: what it is, of what, and the day, without spaces or marks."""
    parts = (_("Roster"), scope.name, str(scope.year or ""), clock.today().isoformat())
    return "-".join(plain(part) for part in parts if part)


def _shown(scoped: Scoped) -> Shown:
    selection = select_lines(asked.narrowed(scoped), asked.wanted(), web.actor())
    return Shown(selection, _names(selection, scoped.scope))


def _names(selection: Selection, scope: Scope) -> tuple[str, ...]:
    names = known_names(asked.names(), selection.quizzes)
    return names or standard_names(tuple(selection.quizzes), one_class=scope.is_class)


def _page(shown: Shown, form: ViewForm) -> dict[str, Any]:
    scope = shown.selection.scoped.scope
    columns = columns_of(shown.names, shown.selection.quizzes)
    page = _lines(shown.selection)
    rows = rows_of(page.rows, columns, around(replace_ids(shown.selection, page.rows), shown.names))
    return {
        "form": form,
        "scope": scope,
        "kind_word": KIND_WORDS[scope.kind],
        "columns": columns,
        "page": page,
        "rows": list(rows),
        "first": (page.number - 1) * page.size,
        "choices": _choices(shown),
        "views": list_views(web.actor()),
        "view": request.args.get("view", type=int),
        "wanted": asked.wanted(),
        "results": _results(),
        "result": request.args.get("result", ""),
        "units": list_units_of(shown.selection.unit_paths),
        "years": list_years(web.actor()),
        "is_long": page.total > MOST_AT_ONCE,
        "groups": _groups(shown.selection, page.total),
        "addresses": _addresses(shown.selection.scoped),
        "crumbs": [(_("Reports"), url_for(".index"))],
        "count": ngettext("%(num)s learner", "%(num)s learners", page.total),
        **words(),
    }


def replace_ids(selection: Selection, lines: list[Line]) -> Selection:
    """Return the selection of nobody but the people of `lines`."""
    return replace(selection, enrolment_ids=[line.learner.enrolment_id for line in lines])


def _results() -> list[tuple[str, str]]:
    outcomes = [(outcome.value, str(word)) for outcome, word in OUTCOME_WORDS.items()]
    return [("", _("All results")), *outcomes, (MISSING, _("Not completed"))]


def _choices(shown: Shown) -> list[tuple[str, str, bool]]:
    names = all_names(shown.selection.quizzes)
    columns = columns_of(names, shown.selection.quizzes)
    return [(column.name, str(column.heading), column.name in shown.names) for column in columns]


def _lines(selection: Selection) -> Page[Line]:
    number = max(request.args.get("page", 1, type=int), 1)
    lines, total = read_page(selection, number=number, size=ON_A_PAGE)
    if not lines and total:
        number = -(-total // ON_A_PAGE)
        lines, total = read_page(selection, number=number, size=ON_A_PAGE)
    return Page(lines, number, ON_A_PAGE, total)


def _groups(selection: Selection, total: int) -> list[tuple[str, Any]]:
    if not 0 < total <= MOST_FIGURED:
        return []
    groups = group_by_unit(list(read_lines(selection)))
    return [(group.name, figures_of(group.lines)) for group in groups]


def _address(scope: Scope) -> dict[str, Any]:
    return {"scope": scope.kind.value, "key": scope.key}


def _addresses(scoped: Scoped) -> dict[str, str]:
    """Return the addresses of the files, in the columns and under the filter of this page."""
    scope = scoped.scope
    kept = asked.again()
    return {
        "page": url_for(".learners", **_address(scope)),
        "export": url_for(".export_learners", **_address(scope), **kept),
        "save": url_for(".save_columns", **_address(scope), **asked.filtered()),
        "xlsx": url_for(".learners_xlsx", **_address(scope), **kept),
        "csv": url_for(".learners_csv", **_address(scope), **kept),
        "document": url_for(".new_document", **_address(scope), **kept)
        if may(web.actor(), ReportPermission.MAKE_DOCUMENT, scoped)
        else "",
    }
