"""Pages of reporting: the roster of a class, on screen and as a file, and the overview of classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, g, render_template, request, url_for

from training.classes.models import TrainingClass
from training.classes.queries import get_class
from training.classes.queries.progress import completion_targets
from training.classes.rules.targets import asked_of
from training.classes.rules.unit_groups import shared_ids
from training.classes.views.blueprint import trail
from training.completion.access import CompletionPermission
from training.completion.rules.sentences import OUTCOME_WORDS
from training.core import clock, web
from training.core.i18n import _
from training.core.paging import Page
from training.core.sheets.sheet import Sheet
from training.reporting.access import ReportPermission
from training.reporting.queries.lines import around, read_lines, select_lines
from training.reporting.queries.rosters import ClassRow, UnitGroup, group_by_unit, list_classes, read_roster
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.bars import Bar, bar, furthest
from training.reporting.rules.columns import columns_of, rows_of, sheet_columns, standard_names
from training.reporting.rules.figures import Line, Wanted, chosen, figures_of
from training.reporting.rules.scopes import ScopeKind
from training.reporting.views import asked
from training.reporting.views.blueprint import ON_A_PAGE, bp, plain, send_csv, send_xlsx, words
from training.units.rules import ids_on


@bp.get("/classes/<int:class_id>/roster")
@web.requires(CompletionPermission.SEE, get_class)
def roster(training_class: TrainingClass) -> str:
    """Show the learners of a class with their results, in figures, by unit, and one by one."""
    g.nav = "classes"
    read = read_roster([training_class.id], web.actor())
    groups = group_by_unit(read.lines)
    page = _page(chosen(read.lines, asked.wanted()))
    asked_for = completion_targets([training_class.id])
    return render_template(
        "reporting/roster.html",
        training_class=training_class,
        terms=read.terms[training_class.id],
        figures=figures_of(read.lines),
        target=_whole_target(read.lines, asked_for),
        bars_by_unit=_bars(groups, asked_for),
        unit_choices=_choices(groups),
        outcome_choices=[(outcome.value, word) for outcome, word in OUTCOME_WORDS.items()],
        page=page,
        crumbs=trail(),
        first=(page.number - 1) * page.size + 1,
        wanted=asked.wanted(),
        addresses=_addresses(training_class),
        **words(),
    )


def _whole_target(lines: Iterable[Line], asked: Mapping[int, int]) -> int | None:
    """Return how many percent are to complete in the nearest unit that all the learners are of."""
    return asked_of(shared_ids(line.learner.unit_path for line in lines), asked)


def _choices(groups: list[UnitGroup]) -> list[tuple[int, str]]:
    return [(group.unit_id, group.name) for group in groups]


def _page(lines: list[Line]) -> Page[Line]:
    size = max(len(lines), 1) if request.args.get("all") == "1" else ON_A_PAGE
    last = max(1, -(-len(lines) // size))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    return Page(lines[(number - 1) * size : number * size], number, size, len(lines))


def _bars(groups: Iterable[UnitGroup], asked: Mapping[int, int]) -> list[Bar]:
    """Return a bar for each unit, the furthest first; `asked` are the targets of units by their ids."""
    rows = [(group.name, figures_of(group.lines), asked_of(ids_on(group.path), asked)) for group in groups]
    return furthest(bar(name, found.completed, found.learners, target) for name, found, target in rows)


def _addresses(training_class: TrainingClass) -> dict[str, str]:
    """Return the addresses of the files, and of the page without pages, all under the filter of this page."""
    filters: dict[str, Any] = {name: request.args[name] for name in ("q", "unit", "result") if request.args.get(name)}
    return {
        "xlsx": url_for(".roster_xlsx", class_id=training_class.id, **filters),
        "csv": url_for(".roster_csv", class_id=training_class.id, **filters),
        "all": url_for(".roster", class_id=training_class.id, all=1, **filters),
        "dashboard": url_for(".dashboard", scope="class", key=training_class.id),
        "columns": url_for(".learners", scope="class", key=training_class.id, **filters),
    }


@bp.get("/classes/<int:class_id>/roster.xlsx")
@web.requires(CompletionPermission.SEE, get_class)
def roster_xlsx(training_class: TrainingClass) -> Response:
    """Send the roster, filtered as on the page, as a workbook."""
    return send_xlsx(_sheet(training_class), _file_name(training_class))


@bp.get("/classes/<int:class_id>/roster.csv")
@web.requires(CompletionPermission.SEE, get_class)
def roster_csv(training_class: TrainingClass) -> Response:
    """Send the roster, filtered as on the page, as CSV."""
    return send_csv(_sheet(training_class), _file_name(training_class))


def _sheet(training_class: TrainingClass) -> Sheet:
    scoped = get_scope(ScopeKind.CLASS.value, training_class.id)
    selection = select_lines(scoped, asked.wanted(), web.actor())
    names = standard_names(tuple(selection.quizzes), one_class=True)
    columns = columns_of(names, selection.quizzes)
    rows = rows_of(read_lines(selection), columns, around(selection, names))
    return Sheet(training_class.code, sheet_columns(columns), rows)


def _file_name(training_class: TrainingClass) -> str:
    return "-".join(plain(part) for part in (_("Roster"), training_class.code, clock.today().isoformat()))


@bp.get("/reports")
@web.requires(ReportPermission.SEE)
def index() -> str:
    """Show the classes of a year with what came of them, and the whole by unit."""
    classes = list_classes(web.actor())
    years = sorted({row.year for row in classes}, reverse=True)
    year = request.args.get("year", type=int) or next(iter(years), clock.today().year)
    choices = [(one, one) for one in years]
    return render_template("reporting/index.html", years=choices, year=year, **_report(classes, year))


def _report(classes: list[ClassRow], year: int) -> dict[str, Any]:
    rows = [row for row in classes if row.year == year]
    read = read_roster([row.class_id for row in rows], web.actor())
    groups = group_by_unit(read.lines)
    asked_for = completion_targets(read.terms)
    unit = request.args.get("unit", type=int)
    lines = chosen(read.lines, Wanted(unit_id=unit))
    by_class: dict[int, list[Line]] = {row.class_id: [] for row in rows}
    for line in lines:
        by_class[line.learner.class_id].append(line)
    return {
        "classes": [(row, figures_of(by_class[row.class_id])) for row in rows if by_class[row.class_id] or not unit],
        "total": figures_of(lines),
        "unit": unit,
        "unit_choices": _choices(groups),
        "target": _whole_target(lines, asked_for),
        "bars_by_unit": _bars([group for group in groups if unit in {None, group.unit_id}], asked_for),
        **words(),
    }
