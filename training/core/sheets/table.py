"""A table as it lay in a file: rows of cells with the row numbers that a person sees there, and the limits of size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from training.core.errors import Invalid
from training.core.i18n import _

#: A blank cell is the empty string; whole numbers are int, so that a phone number keeps its digits.
Cell: TypeAlias = str | int | float | date | datetime


class Row(NamedTuple):
    """A row; `number` counts from 1 as the spreadsheet program shows it, trailing blank cells are cut off."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell holds more than blanks."""
        return not any(cell.strip() if isinstance(cell, str) else True for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """The rows of one sheet, blank rows between them included; a CSV file is a sheet named as the file."""

    sheet: str
    rows: tuple[Row, ...]
    other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The largest file that is read; sizes in bytes."""

    size: int = 5 * 1024 * 1024
    unpacked: int = 48 * 1024 * 1024
    entries: int = 500
    #: Unpacked bytes to packed bytes of one archive; real workbooks reach about 30.
    ratio: int = 100
    #: XML elements of an archive, which is what reading it costs.
    elements: int = 1_500_000
    rows: int = 20_000
    columns: int = 100


def refusal(text: str) -> Invalid:
    """Return the refusal of a file, to be raised."""
    return Invalid("file", text)


def too_many_rows(limits: Limits) -> Invalid:
    """Return the refusal of a table with more rows than are read."""
    return refusal(_("The sheet has too many rows: at most %(rows)s are read. Split the list.", rows=limits.rows))


def too_many_columns(limits: Limits) -> Invalid:
    """Return the refusal of a table with more columns than are read."""
    return refusal(
        _(
            "The sheet has too many columns: at most %(columns)s are read. Delete what stands far to the right.",
            columns=limits.columns,
        )
    )


def unreadable() -> Invalid:
    """Return the refusal of a file that is damaged or only pretends to be a workbook."""
    return refusal(
        _("The workbook is damaged and cannot be read. Open it in a spreadsheet program and save it again as .xlsx.")
    )


def trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    """Return the cells without the blank ones at the end."""
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return tuple(cells[:end])


def without_blank_end(rows: list[Row]) -> tuple[Row, ...]:
    """Return the rows without the blank ones at the end."""
    end = len(rows)
    while end and rows[end - 1].is_blank:
        end -= 1
    return tuple(rows[:end])


def cell_text(cell: Cell) -> str:
    """Return a cell as a person reads it in the sheet: dates as dd/mm/yyyy, the decimal comma."""
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return cell.strftime("%d/%m/%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return str(cell)
