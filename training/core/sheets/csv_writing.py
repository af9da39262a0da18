"""Writing CSV as a stream: UTF-8 with a byte order mark, comma, text neutralised against formulas.

The comma, because CSV is for other programs (learning platforms, statistics, scripts), which all take it, and because
numbers keep their decimal point; for an office's spreadsheet program, which may expect a semicolon, there is XLSX.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import BinaryIO

from training.core.sheets.formulas import neutralised
from training.core.sheets.sheet import Kind, Sheet, Value, clean_text, plain_text, typed_value

_CHUNK_CHARACTERS = 32_768


def csv_chunks(sheet: Sheet) -> Iterator[bytes]:
    """Yield the file in chunks of some tens of kilobytes; rows are taken as they are needed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([neutralised(plain_text(column.heading)) for column in sheet.columns])
    fields = [_field_writer(column.kind) for column in sheet.columns]
    for row in sheet.rows:
        writer.writerow([field(value) for field, value in zip(fields, row, strict=True)])
        if buffer.tell() > _CHUNK_CHARACTERS:
            yield _drained(buffer)
    yield _drained(buffer)


def write_csv(out: BinaryIO, sheet: Sheet) -> None:
    """Write the whole file to `out`."""
    out.writelines(csv_chunks(sheet))


def _drained(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk


def _field_writer(kind: Kind) -> Callable[[Value], str]:
    """Return what writes the fields of a column."""
    # Days and shares come again and again. Decimals do not count: 8.5 and 8.50 are equal and are written as they are.
    written = partial(_typed_field, kind)
    typed = written if kind is Kind.DECIMAL else lru_cache(maxsize=4096, typed=True)(written)

    def field(value: Value) -> str:
        if isinstance(value, str):
            return value if value.isalnum() else _word(value)
        if value is None:
            return ""
        return str(value) if kind is Kind.INTEGER and type(value) is int else typed(value)

    return field


def _typed_field(kind: Kind, value: Value) -> str:
    typed = typed_value(value, kind)
    if isinstance(typed, int | float | Decimal):
        return _percent(typed) if kind is Kind.PERCENT else format(Decimal(str(typed)), "f")
    if isinstance(typed, date):
        return plain_text(typed)
    return neutralised(typed or "")


@lru_cache(maxsize=256)
def _word(text: str) -> str:
    """Return a text as a field; names, units and posts come again and again."""
    return neutralised(clean_text(text))


def _percent(fraction: float | Decimal) -> str:
    return f"{format((Decimal(str(fraction)) * 100).normalize(), 'f')}%"
