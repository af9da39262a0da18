"""Writing XLSX row by row in constant memory: real numbers and dates, text that stays text, a frozen header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from training.core.sheets.sheet import Column, Kind, Sheet, Value, plain_text, typed_value

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_FORMATS = {
    Kind.TEXT: "@",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "#,##0.##",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "dd/mm/yyyy",
    Kind.DATETIME: "dd/mm/yyyy hh:mm",
}
_FONT = {"font_name": "Times New Roman", "font_size": 12}
#: The height of a line in points.
_LINE = 15.75
#: Cells are printed on A4, lying where the columns are wider than this, in characters.
_A4, _WIDEST_UPRIGHT = 9, 95
#: Characters that a cell of a workbook holds at most.
_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1900
_DATES = (Kind.DATE, Kind.DATETIME)
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(out: BinaryIO, sheet: Sheet) -> None:
    """Write `sheet` to `out`; rows are taken one by one. Text longer than a cell holds ends in an ellipsis."""
    with Workbook(out, _OPTIONS) as workbook:
        page = workbook.add_worksheet(sheet_name(sheet.title))
        _set_page(page, sheet.columns)
        formats = [workbook.add_format(_FONT | _look(column.kind)) for column in sheet.columns]
        _write_header(page, sheet.columns, workbook.add_format(_FONT | {"bold": True, "text_wrap": True, "bottom": 1}))
        last = _write_rows(page, sheet, formats)
        page.autofilter(0, 0, last, max(len(sheet.columns) - 1, 0))


def _look(kind: Kind) -> dict[str, Any]:
    of_kind = {"text_wrap": True} if kind is Kind.TEXT else {"align": "center"} if kind in _DATES else {}
    return {"num_format": _FORMATS[kind], "valign": "top"} | of_kind


def _set_page(page: Worksheet, columns: Sequence[Column]) -> None:
    """Have the sheet print as wide as a page, its pages numbered."""
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&R&P/&N")
    page.set_default_row(_LINE)
    if sum(column.width for column in columns) > _WIDEST_UPRIGHT:
        page.set_landscape()


def sheet_name(title: str) -> str:
    """Return `title` as the name of a sheet may be: 31 characters, none of []:*?/\\, no apostrophe at the ends."""
    name = " ".join(_NOT_IN_SHEET_NAME.sub(" ", plain_text(title)).split())[:31].strip(" '")
    return "Sheet1" if not name or name.lower() == "history" else name


def _write_header(page: Worksheet, columns: Sequence[Column], bold: object) -> None:
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    headings = [plain_text(column.heading) for column in columns]
    lines = [_lines(heading, column.width) for heading, column in zip(headings, columns, strict=True)]
    page.set_row(0, _LINE * max(lines, default=1))
    for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        page.set_column(place, place, column.width)
        page.write_string(0, place, heading, bold)


def _write_rows(page: Worksheet, sheet: Sheet, formats: Sequence[object]) -> int:
    cells = [(place, column.kind, formats[place]) for place, column in enumerate(sheet.columns)]
    widths = [column.width - 1 for column in sheet.columns]
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        long = [place for place, value in enumerate(row) if isinstance(value, str) and len(value) > widths[place]]
        if long:
            page.set_row(number, _LINE * max(_lines(str(row[place]), widths[place]) for place in long))
        for (place, kind, look), value in zip(cells, row, strict=True):
            _write_cell(page, (number, place), typed_value(value, kind), look)
    return number


#: A row is no higher than this: a spreadsheet refuses more than 409 points.
_MOST_LINES = 25


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; not every program finds that out when it opens a file."""
    lines = (wrap(part, max(width, 1)) or [""] for part in text[: width * _MOST_LINES].splitlines())
    return min(sum(map(len, lines)), _MOST_LINES) or 1


def _write_cell(page: Worksheet, at: tuple[int, int], value: Value, look: object) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(*at, _fitting(value), look)
    elif isinstance(value, int | float | Decimal):
        page.write_number(*at, value, look)
    elif value.year < _FIRST_YEAR:
        page.write_string(*at, plain_text(value), look)
    else:
        page.write_datetime(*at, value, look)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
