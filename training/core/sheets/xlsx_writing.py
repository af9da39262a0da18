"""Writing XLSX row by row in constant memory: real numbers and dates, text that stays text, a frozen header."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from training.core.sheets.sheet import Column, Kind, Sheet, plain_text
from training.core.sheets.xlsx_rows import LINE, lines_of, rows_xml

_OPTIONS = {
    "in_memory": True,
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
_HEAD = {"bold": True, "text_wrap": True, "bottom": 1, "align": "center", "valign": "vcenter"}
#: Cells are printed on A4, lying where the columns are wider than this, in characters.
_A4, _WIDEST_UPRIGHT = 9, 95
_DATES = (Kind.DATE, Kind.DATETIME)
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(out: BinaryIO, sheet: Sheet) -> None:
    """Write `sheet` to `out`; rows are taken one by one. Text longer than a cell holds ends in an ellipsis.

    The library makes all but the rows: a workbook with a row that shows each column's format, in whose place ours go.
    """
    with ZipFile(_skeleton(sheet)) as parts, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        rest = [part for part in parts.infolist() if part.filename not in {_PAGE, _BOOK}]
        for part in rest:
            archive.writestr(_entry(part.filename), parts.read(part))
        last = _write_page(archive, parts.read(_PAGE).decode(), sheet)
        book = parts.read(_BOOK).decode().replace(f"${_SAMPLE_ROW}<", f"${last}<")
        archive.writestr(_entry(_BOOK), book)


_PAGE, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
#: The row of the skeleton that shows formats.
_SAMPLE_ROW = 2
_SAMPLE = re.compile(rf'<row r="{_SAMPLE_ROW}".*?</row>')
_STYLE = re.compile(r' s="(\d+)"')
_FILTERED = re.compile(rf'(<autoFilter ref="A1:[A-Z]+){_SAMPLE_ROW}"')
_AT_ONCE = 200


def _entry(name: str) -> ZipInfo:
    # Without a day: the same rows give the same bytes.
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _skeleton(sheet: Sheet) -> io.BytesIO:
    made = io.BytesIO()
    with Workbook(made, _OPTIONS) as workbook:
        page = workbook.add_worksheet(sheet_name(sheet.title))
        _set_page(page, sheet.columns)
        _write_header(page, sheet.columns, workbook.add_format(_FONT | _HEAD))
        for place, column in enumerate(sheet.columns):
            page.write_blank(_SAMPLE_ROW - 1, place, None, workbook.add_format(_FONT | _look(column.kind)))
        page.autofilter(0, 0, _SAMPLE_ROW - 1, max(len(sheet.columns) - 1, 0))
    return made


def _write_page(archive: ZipFile, page: str, sheet: Sheet) -> int:
    """Write the page with the rows of the sheet and return the number of the last one."""
    sample = _SAMPLE.search(page)
    assert sample is not None  # noqa: S101 -- a sheet has a column
    last = 1
    with archive.open(_entry(_PAGE), "w") as part:
        part.write(_DIMENSION.sub("", page[: sample.start()]).encode())
        rows = rows_xml(sheet, _STYLE.findall(sample.group()))
        while piece := list(islice(rows, _AT_ONCE)):
            part.write("".join(piece).encode())
            last += len(piece)
        part.write(_FILTERED.sub(rf'\g<1>{last}"', page[sample.end() :]).encode())
    return last


#: How far the cells reach may be left out; the skeleton's would be wrong.
_DIMENSION = re.compile("<dimension[^>]*>")


def _look(kind: Kind) -> dict[str, Any]:
    of_kind = {"text_wrap": True} if kind is Kind.TEXT else {"align": "center"} if kind in _DATES else {}
    return {"num_format": _FORMATS[kind], "valign": "top"} | of_kind


def _set_page(page: Worksheet, columns: Sequence[Column]) -> None:
    """Have the sheet print as wide as a page, its pages numbered."""
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&R&P/&N")
    page.set_default_row(LINE)
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
    lines = [lines_of(heading, column.width) for heading, column in zip(headings, columns, strict=True)]
    page.set_row(0, LINE * max(lines, default=1))
    for place, (heading, column) in enumerate(zip(headings, columns, strict=True)):
        page.set_column(place, place, column.width)
        page.write_string(0, place, heading, bold)
