"""Reading a pasted list of people: each line names one, by code, by phone number or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import match_key, normal_phone, search_key, tidy

MOST_LINES = 1000

#: What stands between the cells of a line: tabs from a spreadsheet, or what people type between a name and a unit.
_BETWEEN_CELLS = re.compile(r"[\t;|]|,\s|\s[-–—]\s|\s{3,}")
_CODE = re.compile(r"\bCB\d{5,}\b", re.IGNORECASE)
_NUMBERING = re.compile(r"\d{1,4}[.)]?\s+(?=\D)")
_ADDRESS = re.compile(r"(?:ông|bà|đồng chí|đ/c|đc|anh|chị)[.:]?\s+(?=\S+\s)", re.IGNORECASE)
_FEWEST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line as it was pasted and what it could name somebody by; `cells` are its texts as typed."""

    number: int
    text: str
    cells: tuple[str, ...]
    codes: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the cells that may be a name; "Ông" is a form of address and a family name, so both are tried."""
        names = [cell for cell in self.cells if " " in cell and not any(map(str.isdecimal, cell))]
        return tuple(dict.fromkeys(name for cell in names for name in (cell, _ADDRESS.sub("", cell, count=1))))


@dataclass(frozen=True, slots=True)
class Known:
    """A person on record; `places` and `titles` are the units and the names of current posts."""

    person_id: int
    full_name: str
    key: str
    code: str | None
    phone: str | None
    places: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A line with the people whom it may mean: none, one, or several of the same name."""

    line: PastedLine
    people: tuple[Known, ...]


def read_lines(text: str) -> list[PastedLine]:
    """Return the lines that hold something; raise Invalid(field='text') where there are too many."""
    found = [_line(number, line) for number, line in enumerate(text.splitlines(), 1) if tidy(line).strip("|;,- ")]
    if len(found) > MOST_LINES:
        raise Invalid("text", _("At most %(most)s lines are taken at once.", most=MOST_LINES))
    return found


def _line(number: int, line: str) -> PastedLine:
    typed = _NUMBERING.sub("", line.strip(), count=1)
    cells = tuple(cell for part in _BETWEEN_CELLS.split(typed) if (cell := tidy(part)))
    codes = tuple(code.upper() for code in _CODE.findall(line))
    return PastedLine(number, " · ".join(cells), cells, codes, tuple(p for cell in cells if (p := _phone(cell))))


def _phone(cell: str) -> str:
    if sum(map(str.isdecimal, cell)) < _FEWEST_DIGITS or any(map(str.isalpha, cell)):
        return ""
    try:
        return normal_phone(cell)[0]
    except Invalid:
        return ""


def match_lines(lines: Iterable[PastedLine], known: Iterable[Known]) -> list[Match]:
    """Return for each line the people it may mean: by code, else by phone, else by name, narrowed down by the unit.

    Of people whose names read alike without marks, those written just as in the line stand alone.
    """
    by_mark: dict[str, Known] = {}
    by_key: dict[str, list[Known]] = {}
    for person in known:
        by_mark |= {mark: person for mark in (person.code, person.phone) if mark}
        by_key.setdefault(person.key, []).append(person)
    return [Match(line, _sure(line, by_mark) or _named(line, by_key)) for line in lines]


def _sure(line: PastedLine, by_mark: dict[str, Known]) -> tuple[Known, ...]:
    return tuple(by_mark[mark] for mark in (*line.codes, *line.phones) if mark in by_mark)[:1]


def _named(line: PastedLine, by_key: dict[str, list[Known]]) -> tuple[Known, ...]:
    alike = [p for key in dict.fromkeys(map(search_key, line.names)) for p in by_key.get(key, ())]
    exact = set(map(match_key, line.names))
    people = [p for p in alike if match_key(p.full_name) in exact] or alike
    if len(people) < 2:
        return tuple(people)
    cells = set(map(search_key, line.cells))
    return tuple([p for p in people if cells & set(map(search_key, p.places))] or people)
