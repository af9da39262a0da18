"""Long exports done by the worker: a roster as a workbook, and the evidence of a class as an archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from training.classes.queries import get_class
from training.core import clock
from training.core.i18n import _, _l
from training.core.jobs import Work, job
from training.core.sheets.sheet import Sheet
from training.core.sheets.xlsx_writing import write_xlsx
from training.core.vietnamese import search_key
from training.reporting.bundle import write_bundle
from training.reporting.queries.lines import Selection, around, read_lines, select_lines
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.columns import columns_of, known_names, rows_of, sheet_columns, standard_names
from training.reporting.rules.figures import wanted_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
#: With more lines than this a workbook is made by the worker.
MOST_AT_ONCE = 2_000
_STEP = 500


def sheet_of(selection: Selection, names: Sequence[str], *, counted: Iterable[Any] | None = None) -> Sheet:
    """Return a roster as a sheet whose rows are read as they are written."""
    columns = columns_of(names, selection.quizzes)
    lines = read_lines(selection) if counted is None else counted
    return Sheet(selection.scoped.scope.name, sheet_columns(columns), rows_of(lines, columns, around(selection, names)))


@job("reporting.roster", _l("Export of a roster"))
def export_roster(work: Work) -> None:
    """Write a roster as a workbook, telling how far it is."""
    given = work.arguments
    scoped = get_scope(given["scope"], given["key"], given["year"])
    wanted = wanted_of(given["q"], given["unit"], given["result"])
    selection = select_lines(scoped, wanted, work.by)
    names = known_names(given["columns"], selection.quizzes)
    names = names or standard_names(tuple(selection.quizzes), one_class=scoped.scope.is_class)
    path = work.result(f"{file_stem(_('Roster'), scoped.scope.name)}.xlsx", XLSX)
    with path.open("wb") as out:
        write_xlsx(out, sheet_of(selection, names, counted=_told(selection, work)))


def _told(selection: Selection, work: Work) -> Iterator[Any]:
    total = len(selection.enrolment_ids)
    for done, line in enumerate(read_lines(selection), start=1):
        if done % _STEP == 0:
            work.progress(done, total, "")
        yield line


@job("reporting.bundle", _l("Evidence of a class"))
def export_bundle(work: Work) -> None:
    """Put together what shows that a class was held."""
    training_class = get_class(work.arguments["class_id"])
    path = work.result(f"{file_stem('minh-chung', training_class.code)}.zip", ZIP)
    write_bundle(path, training_class, work.by, progress=work.progress)


def file_stem(*parts: str) -> str:
    """Return a name for a file: small letters, digits and hyphens, ending in the day."""
    plain = "-".join("".join(c if c.isalnum() else "-" for c in search_key(part)) for part in parts)
    short = "-".join(word for word in plain.split("-") if word)[:80]
    return f"{short}-{clock.today().isoformat()}"
