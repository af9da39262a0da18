"""The rows of a worksheet as XML, written as they come: a fraction of the time that a library takes for each cell.

Text stands in its cell (inlineStr) and is never a formula; numbers and dates are numbers in the format of their column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from textwrap import wrap
from xml.sax.saxutils import escape

from training.core.sheets.sheet import Kind, Sheet, Value, plain_text, typed_value

#: The height of a line in points, and how many lines a row has at most: a spreadsheet refuses more than 409 points.
LINE = 15.75
_MOST_LINES = 25
#: Characters that a cell of a workbook holds at most.
_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1900
#: Days are counted from here; before March 1900 one less, as the 29th of February of that year is counted, too.
_DAY_ZERO, _LEAP = date(1899, 12, 30), date(1900, 3, 1)
#: What would be read as the code of a character.
_LIKE_A_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

Writer = Callable[[Value], str]


def rows_xml(sheet: Sheet, styles: Sequence[str]) -> Iterator[str]:
    """Yield each row of the sheet below its headings; `styles` are the numbers of the columns' formats."""
    letters = [column_letters(place) for place in range(len(sheet.columns))]
    widths = [column.width - 1 for column in sheet.columns]
    writers = [_writer(column.kind, style) for column, style in zip(sheet.columns, styles, strict=True)]
    for number, row in enumerate(sheet.rows, start=2):
        cells = [
            f'<c r="{letter}{number}{write(value)}'
            for letter, write, value in zip(letters, writers, row, strict=True)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}"{_height(row, widths)}>{"".join(cells)}</row>'


def column_letters(place: int) -> str:
    """Return the name of the column at `place`, counted from 0, as A, Z, AA."""
    return (column_letters(place // 26 - 1) if place >= 26 else "") + chr(65 + place % 26)


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; not every program finds that out when it opens a file."""
    lines = (wrap(part, max(width, 1)) or [""] for part in text[: width * _MOST_LINES].splitlines())
    return min(sum(map(len, lines)), _MOST_LINES) or 1


def _height(row: Sequence[Value], widths: Sequence[int]) -> str:
    high = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            high = max(high, lines_of(value, width))
    return f' ht="{high * LINE}" customHeight="1"' if high > 1 else ""


def _writer(kind: Kind, style: str) -> Writer:
    """Return what writes a value, past the number of its row, as cells of this kind and style are."""

    @lru_cache(maxsize=256)
    def text(value: str) -> str:
        """Write a text; names, units and posts come again and again."""
        kept = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        escaped = _LIKE_A_CODE.sub("_x005F_", escape(_fitting(value)))
        return f'" s="{style}" t="inlineStr"><is><t{kept}>{escaped}</t></is></c>'

    def write(value: Value) -> str:
        # Most numbers of a roster are whole; nothing has to be found out about them.
        typed = value if type(value) is int and kind is Kind.INTEGER else typed_value(value, kind)
        if isinstance(typed, date):
            typed = _serial(typed) if typed.year >= _FIRST_YEAR else plain_text(typed)
        return text(typed or "") if isinstance(typed, str | None) else f'" s="{style}"><v>{typed}</v></c>'

    return write


def _serial(value: date) -> float:
    day = value.date() if isinstance(value, datetime) else value
    days = (day - _DAY_ZERO).days - (1 if day < _LEAP else 0)
    if not isinstance(value, datetime):
        return days
    passed = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return days + passed / timedelta(days=1)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
