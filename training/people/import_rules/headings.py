"""The heading row of a list: where it is and what its columns hold, in the words that offices use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.core.sheets.table import Row, Table, cell_text
from training.core.vietnamese import search_key, tidy
from training.people.import_rules.vocabulary import HEADINGS, Field

_FIELD_OF = {phrase: field for field, phrases in HEADINGS.items() for phrase in phrases.split(" | ")}
# Long enough that a heading may go on after them: "số điện thoại liên hệ (nếu có)".
_OPENINGS = sorted((phrase for phrase in _FIELD_OF if len(phrase) > 4), key=len, reverse=True)
_BRACKETED = re.compile(r"\([^)]*\)|\[[^]]*\]")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_NAMES = {Field.FULL_NAME, Field.GIVEN, Field.FIRST}
_ROWS_SEARCHED = 30
_LABELS = {
    Field.NUMBER: _l("No."),
    Field.CODE: _l("Cadre code"),
    Field.FULL_NAME: _l("Full name"),
    Field.FAMILY_AND_MIDDLE: _l("Family and middle names"),
    Field.GIVEN: _l("Given name"),
    Field.FIRST: _l("Middle and given names"),
    Field.BIRTH: _l("Date of birth"),
    Field.GENDER: _l("Gender"),
    Field.MALE: _l("Male"),
    Field.FEMALE: _l("Female"),
    Field.TITLE: _l("Position"),
    Field.UNIT: _l("Unit"),
    Field.PHONE: _l("Phone number"),
    Field.EMAIL: _l("E-mail"),
}


@dataclass(frozen=True)
class Header:
    """The heading row: its number in the file, the column of each field, the headings in their own words."""

    row_number: int
    columns: Mapping[Field, int]
    headings: tuple[str, ...]
    #: Place in the table of the first row below the heading.
    first: int

    def heading(self, field: Field) -> str:
        """Return the column's title as the list has it, else the usual word for the field."""
        column = self.columns.get(field)
        return field_label(field) if column is None else self.headings[column]

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the titles of the columns that are not read."""
        read = set(self.columns.values())
        return tuple(title for place, title in enumerate(self.headings) if title and place not in read)


def field_label(field: Field) -> str:
    """Return the usual word for a field."""
    return str(_LABELS[field])


def find_header(table: Table) -> Header:
    """Find the heading row: of the first 30 rows the one with the most known columns, a name among them.

    Raises Invalid(field='file') when no row names a column for the name.
    """
    found = [(row, place, _columns(row)) for place, row in enumerate(table.rows[:_ROWS_SEARCHED])]
    usable = [one for one in found if _is_header(one[0], one[2])]
    if not usable:
        raise Invalid("file", _("No heading row was found. The list needs a column with the title “Họ và tên”."))
    row, place, columns = max(usable, key=lambda one: len(one[2]))
    headings = [tidy(cell_text(cell)) for cell in row.cells]
    below = table.rows[place + 1] if place + 1 < len(table.rows) else Row(0, ())
    second = _second_line(below)
    _join(headings, columns, second)
    return Header(row.number, columns, tuple(headings), place + 1 + bool(second))


def _is_header(row: Row, columns: dict[Field, int]) -> bool:
    if not _NAMES & columns.keys():
        return False
    filled = sum(1 for cell in row.cells if cell != "")
    return len(columns) > 1 or (filled == 1 and Field.FULL_NAME in columns)


def _columns(row: Row) -> dict[Field, int]:
    columns: dict[Field, int] = {}
    for place, cell in enumerate(row.cells):
        field = _field(cell_text(cell)) if isinstance(cell, str) else None
        if field:
            columns.setdefault(field, place)
    return _with_lone_name(columns)


def _with_lone_name(columns: dict[Field, int]) -> dict[Field, int]:
    """A column "Tên" without one for family names holds the whole name."""
    if Field.GIVEN in columns and not columns.keys() & {Field.FAMILY_AND_MIDDLE, Field.FULL_NAME}:
        columns[Field.FULL_NAME] = columns.pop(Field.GIVEN)
    return columns


def _field(heading: str) -> Field | None:
    if len(heading) > 80:
        return None
    key = _heading_key(_BRACKETED.sub(" ", heading)) or _heading_key(heading)
    if key in _FIELD_OF:
        return _FIELD_OF[key]
    opening = next((phrase for phrase in _OPENINGS if key.startswith(f"{phrase} ")), None)
    return _FIELD_OF[opening] if opening else None


def _heading_key(text: str) -> str:
    return _NOT_A_WORD.sub(" ", search_key(text)).strip()


def _second_line(row: Row) -> dict[Field, int]:
    """Return the columns for men and for women of a second heading line, as stands under "Năm sinh"."""
    places = dict(_filled_fields(row))
    return (
        {field: place for field, place in places.items() if field} if set(places) == {Field.MALE, Field.FEMALE} else {}
    )


def _filled_fields(row: Row) -> Iterator[tuple[Field | None, int]]:
    for place, cell in enumerate(row.cells):
        if cell != "":
            yield (_field(cell_text(cell)), place)


def _join(headings: list[str], columns: dict[Field, int], second: dict[Field, int]) -> None:
    """Add the second heading line: what stands above it names both of its columns."""
    if not second:
        return
    headings += [""] * (max(second.values()) + 1 - len(headings))
    above = headings[min(second.values())]
    for field, place in second.items():
        headings[place] = f"{above} – {field_label(field)}".strip(" –")
        columns.pop(next((known for known, at in columns.items() if at == place), field), None)
        columns[field] = place
