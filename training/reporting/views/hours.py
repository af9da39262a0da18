"""Study hours of the people of units: on screen with the year's target, and as files."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Response, render_template, request, url_for

from training.completion.hours.access import HoursPermission
from training.completion.hours.queries.ledgers import PersonYear, list_years_of
from training.completion.hours.queries.papers import count_waiting
from training.completion.hours.rules.credits import total_of
from training.core import clock, web
from training.core.i18n import _
from training.core.paging import Page
from training.core.sheets.sheet import Sheet
from training.people.forms import indented
from training.reporting.queries.scopes import list_years
from training.reporting.rules.hours import SHOW_WORDS, Show, hours_columns, hours_rows, kept, state_of
from training.reporting.views.blueprint import ON_A_PAGE, bp, plain, send_csv, send_xlsx
from training.units.access import MANAGERS
from training.units.models import Unit
from training.units.queries import list_units_managed
from training.units.rules import flat, tree


class _Asked(NamedTuple):
    """What the address asks for; without a unit, all that the reader manages."""

    year: int
    unit: Unit | None
    show: Show
    choices: list[tuple[Any, str]]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.unit.path,) if self.unit else web.actor().paths(*MANAGERS)


@bp.get("/reports/hours")
@web.requires(HoursPermission.SEE_UNITS)
def hours() -> str:
    """Show the people of units with their study hours of a year."""
    asked = _asked()
    everybody = list_years_of(asked.paths, asked.year)
    shown = kept(everybody, asked.show)
    years = sorted({clock.today().year, asked.year, *list_years(web.actor())}, reverse=True)
    filters: dict[str, Any] = {name: request.args[name] for name in ("year", "unit", "show") if request.args.get(name)}
    return render_template(
        "reporting/hours.html",
        asked=asked,
        waiting=count_waiting(web.actor()),
        page=_page(shown),
        figures=_figures(everybody),
        state_of=state_of,
        years=[(year, year) for year in years],
        units=[("", _("All units")), *asked.choices],
        shows=[(show.value, words) for show, words in SHOW_WORDS.items()],
        files={"xlsx": url_for(".hours_xlsx", **filters), "csv": url_for(".hours_csv", **filters)},
    )


@bp.get("/reports/hours.xlsx")
@web.requires(HoursPermission.SEE_UNITS)
def hours_xlsx() -> Response:
    """Send the people as filtered as a workbook."""
    return send_xlsx(*_file())


@bp.get("/reports/hours.csv")
@web.requires(HoursPermission.SEE_UNITS)
def hours_csv() -> Response:
    """Send the people as filtered as CSV."""
    return send_csv(*_file())


def _file() -> tuple[Sheet, str]:
    asked = _asked()
    people = kept(list_years_of(asked.paths, asked.year), asked.show)
    name = asked.unit.name if asked.unit else ""
    parts = (_("Hours ledger"), str(asked.year), name, clock.today().isoformat())
    sheet = Sheet(f"{_('Hours ledger')} {asked.year}", hours_columns(), hours_rows(people))
    return sheet, "-".join(plain(part) for part in parts if part)


def _asked() -> _Asked:
    branches = flat(tree(list_units_managed(web.actor())))
    unit = next((b.unit for b in branches if b.unit.id == request.args.get("unit", type=int)), None)
    year = request.args.get("year", clock.today().year, type=int)
    show = request.args.get("show", "")
    return _Asked(
        year=year if 2000 <= year <= 2100 else clock.today().year,
        unit=unit,
        show=Show(show) if show in set(Show) else Show.ALL,
        choices=[(b.unit.id, indented(b)) for b in branches],
    )


def _page(people: list[PersonYear]) -> Page[PersonYear]:
    last = max(1, -(-len(people) // ON_A_PAGE))
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    return Page(people[(number - 1) * ON_A_PAGE : number * ON_A_PAGE], number, ON_A_PAGE, len(people))


def _figures(people: list[PersonYear]) -> dict[str, Any]:
    asked = [one for one in people if one.ledger.target is not None]
    return {
        "people": len(people),
        "hours": total_of(line for one in people for line in one.ledger.lines),
        "asked": len(asked),
        "reached": sum(not one.is_under for one in asked),
        "under": sum(one.is_under for one in asked),
    }
