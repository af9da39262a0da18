"""Official lists: their content as plain data, the digest that agencies agree to, and what changed between two."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from training.core.i18n import LazyString, _, _l, ngettext
from training.core.vietnamese import sort_key
from training.reporting.models import DocumentKind
from training.reporting.rules.number_words import number_words

#: Words that stand on every page until both agencies have agreed; official papers are Vietnamese in any language.
DRAFT = "DỰ THẢO"

STATE, PARTY = "state", "party"
STYLES: dict[str, LazyString] = {
    STATE: _l("State style (Decree 30/2020/NĐ-CP)"),
    PARTY: _l("Party style (Guidance 36-HD/VPTW)"),
}

KIND_WORDS: dict[DocumentKind, LazyString] = {
    DocumentKind.LEARNERS: _l("List of learners"),
    DocumentKind.COMPLETED: _l("List of learners who completed"),
    DocumentKind.ATTENDANCE: _l("Attendance table"),
    DocumentKind.MARKS: _l("Table of marks"),
    DocumentKind.CERTIFICATES: _l("List of certificates handed out"),
    DocumentKind.COMMENDATION: _l("List proposed for commendation"),
}

#: Kinds that are of one class alone, as their columns are its meetings or quizzes.
OF_A_CLASS = (DocumentKind.ATTENDANCE, DocumentKind.MARKS)

#: What the signs of a list mean.
_LEGENDS = {DocumentKind.ATTENDANCE: "Ký hiệu: x có mặt; m đi muộn; v về sớm; P vắng có phép; K vắng không phép."}

#: How a meeting that was made up is written on an attendance table.
MADE_UP = "b"
_MADE_UP_WORDS = "; b học bù."

#: Kinds that lie across the page.
_LANDSCAPE = (DocumentKind.ATTENDANCE,)


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """A column on paper; `width` is relative to the others, about mm."""

    heading: str
    width: int
    align: str = "left"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line on paper: whose it is, the unit that it is grouped under, and its cells without the number."""

    enrolment_id: int
    person_id: int
    name: str
    unit: str
    cells: tuple[str, ...]


def content_of(
    kind: DocumentKind,
    head: Mapping[str, Any],
    columns: Sequence[DocumentColumn],
    rows: Iterable[DocumentRow],
    *,
    grouped: bool,
) -> dict[str, Any]:
    """Return a list as plain data: what stands on it and nothing else.

    `head` holds title, subject, basis, place_and_date, issuers, lead and recipients as they are printed.
    """
    rows = list(rows)
    return {
        **head,
        "columns": [_column(c) for c in (DocumentColumn("TT", 9, "center"), *columns)],
        "rows": list(_grouped(rows) if grouped else _numbered(rows)),
        "closing": " ".join(part for part in (closing(rows), _legend(kind, rows)) if part),
        "landscape": kind in _LANDSCAPE,
    }


def _legend(kind: DocumentKind, rows: Iterable[DocumentRow]) -> str:
    legend = _LEGENDS.get(kind, "")
    # Named only where it stands on the list: what agencies agreed to without it stays as it is.
    made_up = kind is DocumentKind.ATTENDANCE and any(MADE_UP in row.cells for row in rows)
    return legend.removesuffix(".") + _MADE_UP_WORDS if made_up else legend


def _column(column: DocumentColumn) -> dict[str, Any]:
    return {"heading": column.heading, "width": column.width, "align": column.align}


def _numbered(rows: Iterable[DocumentRow], start: int = 1) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows, start=start):
        yield {"kind": "line", "id": row.enrolment_id, "name": row.name, "cells": [str(number), *row.cells]}


def _grouped(rows: Sequence[DocumentRow]) -> Iterator[dict[str, Any]]:
    groups: dict[str, list[DocumentRow]] = {}
    for row in rows:
        groups.setdefault(row.unit, []).append(row)
    start = 1
    for unit, there in sorted(groups.items(), key=lambda group: sort_key(group[0])):
        yield {"kind": "group", "text": unit}
        yield from _numbered(there, start)
        yield {"kind": "subtotal", "text": f"Cộng: {_counted(there)}"}
        start += len(there)


def _people(rows: Sequence[DocumentRow]) -> int:
    return len({row.person_id for row in rows})


def _counted(rows: Sequence[DocumentRow]) -> str:
    """Count the people of lines, and the lines too where somebody has several: of a year, one a class."""
    people = _people(rows)
    return f"{people} người" if people == len(rows) else f"{people} người ({len(rows)} lượt)"


def closing(rows: Sequence[DocumentRow]) -> str:
    """Return the sentence that ends a list, with its numbers in words against later additions."""
    if not rows:
        return ""
    people, lines = _people(rows), len(rows)
    said = f"Danh sách này có {people} ({number_words(people)}) người"
    return f"{said}." if people == lines else f"{said}, {lines} ({number_words(lines)}) lượt."


def place_and_date(place: str, day: date | None) -> str:
    """Write place and date as documents do: days below ten and months 1 and 2 with a zero; open while not known."""
    if day is None:
        return f"{place}, ngày      tháng      năm      "
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{place}, ngày {day.day:02} tháng {month} năm {day.year}"


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the digest of a content; the same content has the same on every machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changes(old: Mapping[str, Any], new: Mapping[str, Any], most: int = 20) -> list[str]:
    """Say in sentences what is different in `new`: lines that came and went, cells, and what stands around the list."""
    found = [*_changed_head(old, new), *_changed_columns(old, new), *_changed_lines(old, new)]
    if not found and digest_of(old) != digest_of(new):
        return [_("The totals or the words beneath the list have been changed.")]
    if len(found) <= most:
        return found
    return [*found[:most], ngettext("%(num)s more change", "%(num)s more changes", len(found) - most)]


_HEAD: dict[str, LazyString] = {
    "title": _l("Title"),
    "subject": _l("Subject"),
    "basis": _l("Opening words"),
    "place_and_date": _l("Place and date"),
    "issuers": _l("Issuing agencies and signatures"),
    "recipients": _l("Recipients"),
}


def _changed_head(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for name, word in _HEAD.items():
        if old[name] != new[name]:
            yield _("%(part)s has been changed.", part=str(word))


def _changed_columns(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["columns"] != new["columns"]:
        yield _("The columns have been changed.")


def _changed_lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = _lines(old), _lines(new)
    for key, line in after.items():
        if key not in before:
            yield _("%(name)s has been added.", name=line["name"])
    for key, line in before.items():
        if key not in after:
            yield _("%(name)s is no longer on the list.", name=line["name"])
    if old["columns"] == new["columns"]:
        headings = [column["heading"] for column in new["columns"]]
        for key in (key for key in after if key in before):
            yield from _changed_cells(before[key], after[key], headings)


def _lines(content: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    return {row["id"]: row for row in content["rows"] if row["kind"] == "line"}


def _changed_cells(before: Mapping[str, Any], after: Mapping[str, Any], headings: Sequence[str]) -> Iterator[str]:
    # The number of a line follows from the others.
    for heading, old, new in list(zip(headings, before["cells"], after["cells"], strict=True))[1:]:
        if old != new:
            values = {"name": after["name"], "column": heading, "old": old or "–", "new": new or "–"}
            yield _("%(name)s, %(column)s: %(old)s is now %(new)s.", **values)
