"""Reading XLSX with calamine, after the archive was vetted: it also opens files that other readers stumble on."""

from __future__ import annotations

from datetime import date, datetime

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from training.core.sheets.archive import vetted
from training.core.sheets.table import (
    Cell,
    Limits,
    Row,
    Table,
    too_many_columns,
    too_many_rows,
    trimmed,
    unreadable,
    without_blank_end,
)


def read_xlsx(data: bytes, limits: Limits) -> Table:
    """Read the first visible sheet that has content; formulas give their last computed values."""
    archive = vetted(data, limits)
    try:
        with CalamineWorkbook.from_filelike(archive) as workbook:
            return _first_filled(workbook, limits)
    except (CalamineError, ValueError, OSError) as error:
        raise unreadable() from error


def _first_filled(workbook: CalamineWorkbook, limits: Limits) -> Table:
    names = [sheet.name for sheet in workbook.sheets_metadata if _is_read(sheet)]
    for name in names:
        rows = _rows(workbook.get_sheet_by_name(name), limits)
        if rows:
            return Table(name, rows, tuple(other for other in names if other != name))
    return Table(names[0] if names else "", ())


def _is_read(sheet: SheetMetadata) -> bool:
    return (sheet.visible, sheet.typ) == (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)


def _rows(sheet: CalamineSheet, limits: Limits) -> tuple[Row, ...]:
    end = sheet.end or (0, 0)
    if end[0] >= limits.rows:
        raise too_many_rows(limits)
    if end[1] >= limits.columns:
        raise too_many_columns(limits)
    # The rows come without the blank columns that all of them begin with.
    margin: list[Cell] = [""] * (sheet.start or (0, 0))[1]
    rows = [Row(at, trimmed([*margin, *map(_cell, values)])) for at, values in enumerate(sheet.iter_rows(), start=1)]
    return without_blank_end(rows)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, int | datetime | date) else str(value)
