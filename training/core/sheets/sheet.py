"""What a produced sheet is: a title, columns with their kind and width, and rows that may be a stream."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from training.core import clock

#: What a row may hold: None is a blank cell; an aware instant is shown on the site's clock.
Value: TypeAlias = str | int | float | Decimal | date | datetime | None

# Control characters and halves of pairs that XML cannot carry, and the two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")


class Kind(enum.Enum):
    """What the cells of a column are; a value of another kind is written as text."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    #: A fraction 0-1.
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"


# Tuples: members are found by identity, while hashing a member of an Enum is a call.
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT)
_DATES = (Kind.DATE, Kind.DATETIME)


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, what its cells are."""

    heading: str
    width: int = 16
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """A table to be written. `rows` is walked once; each row has a value for every column."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def writable(text: str) -> str:
    """Return `text` without the characters that no spreadsheet, no document and not every database can hold."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def clean_text(text: str) -> str:
    """Return `text` as a cell holds it: writable, line ends as LF."""
    return _LINE_ENDS.sub("\n", writable(text))


def typed_value(value: Value, kind: Kind) -> Value:
    """Return `value` as its column wants it: a finite number, a date, a wall-clock time, else clean text."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return clean_text(value)
    if kind in _NUMBERS and isinstance(value, int | float | Decimal):
        return value if _is_finite(value) else str(value)
    if kind in _DATES and isinstance(value, date):
        return _on_the_wall(value, kind)
    return plain_text(value)


def _is_finite(value: float | Decimal) -> bool:
    # Of a bool, 1 or 0 would be read; its word is meant.
    return not isinstance(value, bool) and Decimal(value).is_finite()


def _on_the_wall(value: date, kind: Kind) -> date:
    if isinstance(value, datetime):
        wall = (clock.to_site(value) if value.tzinfo else value).replace(tzinfo=None, microsecond=0)
        return wall if kind is Kind.DATETIME else wall.date()
    return value


def plain_text(value: Value) -> str:
    """Return a value that stands in a text column, or that Excel cannot count, as text."""
    if isinstance(value, datetime):
        return (clock.to_site(value) if value.tzinfo else value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return clean_text("" if value is None else str(value))
