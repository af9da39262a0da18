"""A list of units as a CSV file: code, name, kind, parent, valid_from, valid_to, successor_codes, one unit a line.

Codes are reused, so `parent` means the unit of that code at the time, and a successor is written code@year or
code@year-month. Kinds are the Vietnamese words; lines of wider kinds (tỉnh, quốc gia) are left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from training.core.access import in_force
from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import search_key, tidy
from training.units.models import UnitKind

_KINDS = {
    "thanh pho": UnitKind.CITY,
    "phuong": UnitKind.WARD,
    "xa": UnitKind.COMMUNE,
    "thi tran": UnitKind.COMMUNE,
    "khu dan cu": UnitKind.RESIDENTIAL_AREA,
    "khoi pho": UnitKind.RESIDENTIAL_AREA,
    "to dan pho": UnitKind.RESIDENTIAL_AREA,
    "thon": UnitKind.RESIDENTIAL_AREA,
    "co quan": UnitKind.AGENCY,
}
_WIDER = ("quoc gia", "tinh")
_COLUMNS = {"code", "name", "kind", "parent", "valid_from", "valid_to", "successor_codes"}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as the file tells it; `number` is the line's number there."""

    number: int
    code: str
    name: str
    kind: UnitKind
    parent: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]

    def overlaps(self, other: UnitLine) -> bool:
        """Tell whether both existed at one time."""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_to or date.max, other.valid_to or date.max)

    def answers_to(self, reference: str) -> bool:
        """Tell whether `reference`, a code or code@date, means this unit."""
        code, _at, since = reference.partition("@")
        return code == self.code and (not since or str(self.valid_from).startswith(since))


def read_units(text: str) -> list[UnitLine]:
    """Read the lines of the file; raise Invalid(field='file') naming the line that cannot be used."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = _COLUMNS - set(rows.fieldnames or ())
    if missing:
        raise Invalid("file", _("The file lacks the columns %(names)s.", names=", ".join(sorted(missing))))
    lines = (_line(number, row) for number, row in enumerate(rows, 2))
    return [line for line in lines if line]


def as_of(lines: Iterable[UnitLine], day: date) -> list[UnitLine]:
    """Return the units that existed on `day`, without what the file tells of later days."""
    there = (line for line in lines if in_force(day, valid_from=line.valid_from, valid_to=line.valid_to))
    return [replace(line, valid_to=None, successors=()) for line in there]


def parent_of(line: UnitLine, lines: Sequence[UnitLine]) -> UnitLine | None:
    """Return the unit above `line`: the one that bore the code at the time; None where it is not in the file."""
    named = (one for one in lines if one.code == line.parent and one is not line)
    return next((one for one in named if one.overlaps(line)), None)


def successors_of(line: UnitLine, lines: Sequence[UnitLine]) -> list[UnitLine]:
    """Return the units of the file that took over from `line`."""
    return [one for one in lines if any(one.answers_to(reference) for reference in line.successors)]


def _line(number: int, row: dict[str, str]) -> UnitLine | None:
    kind = _kind(number, row["kind"])
    if kind is None:
        return None
    return UnitLine(
        number=number,
        code=row["code"].strip(),
        name=tidy(row["name"]),
        kind=kind,
        parent=row["parent"].strip(),
        valid_from=_day(number, row["valid_from"]),
        valid_to=_day(number, row["valid_to"]),
        successors=tuple(row["successor_codes"].replace(";", " ").split()),
    )


def _kind(number: int, word: str) -> UnitKind | None:
    key = search_key(word)
    if key.startswith(_WIDER):
        return None
    kind = next((kind for name, kind in _KINDS.items() if key.startswith(name)), None)
    if kind is None:
        raise Invalid("file", _("Line %(line)s: the kind “%(kind)s” is not known.", line=number, kind=word))
    return kind


def _day(number: int, text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        message = _("Line %(line)s: “%(text)s” is not a date such as 2025-06-30.", line=number, text=text)
        raise Invalid("file", message) from error
