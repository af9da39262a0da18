"""Reading a whole list: every row below the heading is accounted for, rows are compared with those above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from training.core import clock
from training.core.errors import Invalid
from training.core.i18n import _
from training.core.sheets.table import Row, Table, cell_text
from training.core.vietnamese import match_key, tidy
from training.people.import_rules.headings import Header, field_label, find_header
from training.people.import_rules.known import KnownPerson, PeopleIndex, Twins
from training.people.import_rules.reading import RowReader
from training.people.import_rules.unit_names import UnitChoice, UnitIndex
from training.people.import_rules.values import CadreValues, Fault, RowReading
from training.people.import_rules.vocabulary import NAME_FIELDS, Field
from training.people.models import RowOutcome

_ORDINAL = re.compile(r"\d{1,6}[.)]?")
_COLUMN_MARK = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")
_CLOSING_LINE = re.compile(
    r"tổng cộng|tổng số|cộng\s*:|cộng$|danh sách (?:này |trên )?(?:có|gồm)|ấn định|người lập|lập biểu|lập bảng"
    r"|nơi nhận|ghi chú\s*:|tm\.|kt\.|tl\.|\(?ký[ ,]+(?:tên|ghi|và|đóng)|xác nhận của|.*\bngày\b.*\btháng\b.*\bnăm\b"
    r"|total\b",
    re.IGNORECASE,
)
_SECTION = re.compile(r"(?:[IVXLC]+|[A-Z]|\d+)[.)/]\s*\S")
_SHORT_ROW = 2
_CLOSING_CELLS = 4


@dataclass(frozen=True, kw_only=True)
class ListReading:
    """A list as read: its heading, a reading for each row of a person, and what the other rows are."""

    sheet: str
    header: Header
    rows: tuple[RowReading, ...]
    blank_rows: int
    #: Rows that are no person, with their numbers and text: sections, totals, signatures.
    other_rows: tuple[tuple[int, str], ...]
    other_sheets: tuple[str, ...] = ()

    def count(self, outcome: RowOutcome) -> int:
        """Return how many rows come to `outcome`."""
        return sum(row.outcome is outcome for row in self.rows)


def read_list(
    table: Table,
    *,
    units: UnitIndex,
    people: PeopleIndex,
    default_unit: UnitChoice | None = None,
    today: date | None = None,
) -> ListReading:
    """Read a list of cadres against the units it may name and the people on record; nothing is recorded.

    `default_unit` is taken where a row names none. Raises Invalid(field='file') for a table without a heading row or
    without rows below it.
    """
    header = find_header(table)
    below = table.rows[header.first :]
    other = dict(_other_rows(below, header))
    reader = _Reader(header, units, people, default_unit, today or clock.today())
    rows = tuple(reader.read(row) for row in below if not row.is_blank and row.number not in other)
    if not rows:
        raise Invalid("file", _("The list has a heading row but no rows below it."))
    return ListReading(
        sheet=table.sheet,
        header=header,
        rows=rows,
        blank_rows=sum(row.is_blank for row in below),
        other_rows=tuple(other.items()),
        other_sheets=table.other_sheets,
    )


def _other_rows(below: tuple[Row, ...], header: Header) -> Iterator[tuple[int, str]]:
    """Yield the rows that are no person: the numbers of columns, sections, totals, and what follows these."""
    closed = False
    for place, row in enumerate(below):
        filled = [text for text in (tidy(cell_text(cell)) for cell in row.cells) if text]
        texts = {field: text for field, column in header.columns.items() if (text := _text_at(row, column))}
        if not filled or _is_numbered(texts):
            continue
        closing = len(filled) <= _CLOSING_CELLS and any(map(_CLOSING_LINE.match, filled))
        closed = closed or closing
        numbers = place == 0 and len(filled) > _SHORT_ROW and all(map(_COLUMN_MARK.fullmatch, filled))
        if closing or numbers or not (_says_much(texts, closed=closed) or _is_named(texts, header, closed=closed)):
            yield (row.number, " · ".join(filled))


def _text_at(row: Row, place: int) -> str:
    return tidy(cell_text(row.cells[place])) if place < len(row.cells) else ""


def _is_numbered(texts: Mapping[Field, str]) -> bool:
    """Tell whether the row has an ordinal number and, beside it, more than numbers of columns."""
    words = any(len(text) > 2 and any(map(str.isalpha, text)) for text in texts.values())
    return words and _ORDINAL.fullmatch(texts.get(Field.NUMBER, "")) is not None


def _says_much(texts: Mapping[Field, str], *, closed: bool) -> bool:
    return len(texts.keys() - {Field.NUMBER}) > (_CLOSING_CELLS if closed else _SHORT_ROW)


def _is_named(texts: Mapping[Field, str], header: Header, *, closed: bool) -> bool:
    """Tell whether a row of one or two cells is a person: in a numbered list, a name alone is a section's title."""
    name = next((texts[field] for field in NAME_FIELDS if field in texts), "")
    if closed or not name or Field.NUMBER in texts or _SECTION.match(name):
        return False
    return len(texts) > 1 or Field.NUMBER not in header.columns


@dataclass
class _Reader:
    """Reads rows one after another and remembers whom they create."""

    header: Header
    units: UnitIndex
    people: PeopleIndex
    default_unit: UnitChoice | None
    today: date

    def __post_init__(self) -> None:
        self.above = PeopleIndex()

    def read(self, row: Row) -> RowReading:
        reader = RowReader(row, self.header, self.units, self.default_unit, self.today)
        try:
            values = reader.values()
            person = values.as_known(row.number, reader.typed(Field.NUMBER))
            twins = self._twins(person)
        except Invalid as refusal:
            return self._rejected(reader, Field(refusal.field), refusal.text)
        if twins.same is None:
            self.above.add(person)
        return self._taken(reader, values, twins)

    def _twins(self, person: KnownPerson) -> Twins:
        recorded, above = self.people.twins(person), self.above.twins(person)
        return Twins(recorded.same or above.same, recorded.namesakes + above.namesakes)

    def _rejected(self, reader: RowReader, field: Field, reason: str) -> RowReading:
        return RowReading(
            row_number=reader.row.number,
            stt=reader.typed(Field.NUMBER),
            cells=reader.raw_cells(),
            outcome=RowOutcome.REJECTED,
            changes=tuple(reader.changes),
            warnings=tuple(reader.warnings),
            fault=Fault(self.header.heading(field), reader.typed(field), reason),
        )

    def _taken(self, reader: RowReader, values: CadreValues, twins: Twins) -> RowReading:
        notes = _same(values, twins.same) if twins.same else _namesakes(twins.namesakes)
        return RowReading(
            row_number=reader.row.number,
            stt=reader.typed(Field.NUMBER),
            cells=reader.raw_cells(),
            outcome=RowOutcome.UNCHANGED if twins.same else RowOutcome.CREATED,
            values=values,
            changes=tuple(reader.changes),
            warnings=(*notes, *reader.warnings),
            same_as=twins.same,
        )


def _namesakes(people: tuple[KnownPerson, ...]) -> Iterator[str]:
    for person in people:
        yield _(
            "The unit already has somebody of this name: %(person)s. Check that they are two.",
            person=person.whereabouts,
        )


def _same(values: CadreValues, known: KnownPerson) -> Iterator[str]:
    if known.row is None:
        yield _("Already on record.")
    else:
        yield _("Already in this list: %(person)s.", person=known.whereabouts)
    differing = [field_label(field) for field in _differences(values, known)]
    if differing:
        yield _("What is recorded stays as it is; the list differs in: %(fields)s.", fields=", ".join(differing))


def _differences(values: CadreValues, known: KnownPerson) -> Iterator[Field]:
    if values.birth and values.birth != known.birth:
        yield Field.BIRTH
    if values.unit.id not in known.unit_ids:
        yield Field.UNIT
    if values.title and match_key(values.title) not in map(match_key, known.titles):
        yield Field.TITLE
    for field, said, recorded in (
        (Field.PHONE, values.phone, known.phone),
        (Field.EMAIL, values.email, known.email),
        (Field.CODE, values.code, known.code),
    ):
        if said and said.casefold() != (recorded or "").casefold():
            yield field
