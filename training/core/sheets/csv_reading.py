"""Reading CSV: encoding and delimiter found from the content, formula marks that our own export set taken off again."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from training.core.i18n import _
from training.core.sheets.formulas import restored
from training.core.sheets.table import (
    Limits,
    Row,
    Table,
    refusal,
    too_many_columns,
    too_many_rows,
    trimmed,
    without_blank_end,
)
from training.core.vietnamese import looks_vietnamese

_DELIMITERS = ",;\t"
_SAMPLE_RECORDS = 40
_SAMPLE_CHARACTERS = 65_536
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv(data: bytes, name: str, limits: Limits) -> Table:
    """Read CSV into a table named `name`; raise Invalid(field='file') when the text or its form cannot be made out.

    Row numbers count records, as a spreadsheet program numbers them.
    """
    text = decoded(data)
    delimiter, text = _delimiter(text)
    try:
        rows = list(_rows(text, delimiter, limits))
    except csv.Error as error:
        raise refusal(_("The file is not a list in CSV form. Save the list as .xlsx or .csv.")) from error
    return Table(name, without_blank_end(rows))


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
        if number > limits.rows:
            raise too_many_rows(limits)
        cells = trimmed([restored(cell) for cell in record])
        if len(cells) > limits.columns:
            raise too_many_columns(limits)
        yield Row(number, cells)


def decoded(data: bytes) -> str:
    """Return the text of a CSV file: by its byte order mark, as UTF-8, as UTF-16, else as Windows-1258.

    Windows-1258 has no mistakes to betray it, so its text must read as Vietnamese; never a replacement character.
    """
    for encoding in _encodings(data):
        text = _attempt(data, encoding)
        if text is not None and "\x00" not in text:
            return text
    raise refusal(_("The letters of this file cannot be read. Save it as .xlsx, or as CSV with the encoding UTF-8."))


def _encodings(data: bytes) -> Iterator[str]:
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked:
        yield marked
        return
    yield "utf-8"
    if data[1:400:2].count(0) > 100 or data[:400:2].count(0) > 100:
        yield "utf-16-le" if data[1:400:2].count(0) > 100 else "utf-16-be"
        return
    yield "cp1258"


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding != "cp1258":
        return text
    composed = unicodedata.normalize("NFC", text)
    return composed if looks_vietnamese(composed) else None


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter, and the text without a first line that names it as Excel writes it (sep=;)."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower() in {f"sep={mark}" for mark in _DELIMITERS}:
        return (first.strip()[-1], f"\n{rest}")
    sample = text[:_SAMPLE_CHARACTERS]
    return (max(_DELIMITERS, key=lambda mark: _regularity(sample, mark)), text)


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """Tell which share of the records has the commonest width above 1, and that width."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(record) for record in islice(reader, _SAMPLE_RECORDS) if record)
    except csv.Error:
        return (0, 0)
    return max(((count / widths.total(), width) for width, count in widths.items() if width > 1), default=(0, 0))
