"""Lines of the audit trail put into words: the deed, the thing, what was given, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from training.accounts.audit_deeds import DEEDS
from training.accounts.audit_vocabulary import COLUMNS, THINGS, VALUES
from training.accounts.devices import device_name
from training.core.formats import day, moment
from training.core.i18n import _

#: Most names of things that a line spells out.
_MOST_NAMES = 5
_LENGTH_OF_A_DATE = 10


def deed(verb: str) -> str:
    """Say what was done."""
    words = DEEDS.get(verb)
    return str(words) if words else _("did something else (%(verb)s)", verb=verb.replace("_", " "))


def deeds_among(found: Iterable[str]) -> list[tuple[str, str]]:
    """Return the deeds that occur, with their words, in the order of the words; deeds of one name are one.

    The first of each is the names of its operations, joined by commas.
    """
    named: dict[str, list[str]] = {}
    for verb in sorted(found):
        named.setdefault(deed(verb), []).append(verb)
    return sorted(((",".join(verbs), words) for words, verbs in named.items()), key=lambda one: one[1])


def thing_word(kind: str) -> str:
    """Name a kind of thing."""
    words = THINGS.get(kind)
    return str(words) if words else kind.replace("_", " ")


def changed(details: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return the changes worth showing, each as the column's word, the old and the new value."""
    changes: Mapping[str, dict[str, list[Any]]] = details.get("changes", {})
    return [
        (str(COLUMNS[column]), _shown(before), _shown(after))
        for columns in changes.values()
        for column, (before, after) in columns.items()
        if column in COLUMNS and before != after
    ]


def given(details: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was given to the deed, as far as it is worth showing; `names` are those of things, by reference."""
    told = ((name, _told(name, value, names)) for name, value in _values(details) if name in COLUMNS)
    return [(str(COLUMNS[name]), text) for name, text in told if text]


def references(details: Mapping[str, Any]) -> Iterator[str]:
    """Yield the things that a line speaks of, as the trail writes them: table#id."""
    for _name, value in _values(details):
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))


def _values(details: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in details.get("given", {}).items():
        yield name, [f"people#{number}" for number in value] if name == "person_ids" else value
    if "with" in details:
        yield "with", details["with"]


def _told(name: str, value: object, names: Mapping[str, str]) -> str:
    if name == "agent":
        return device_name(str(value))
    if isinstance(value, list):
        found = [names[one] for one in value if one in names]
        return ", ".join(found[:_MOST_NAMES]) + (f" … ({len(value)})" if len(value) > _MOST_NAMES else "")
    return "" if value is None or value == "" else names.get(str(value)) or _shown(value)


def _shown(value: object) -> str:
    if value is None or value == "":
        return "–"
    text = str(value)
    return str(VALUES.get(text) or _as_time(text) or text)


def _as_time(text: str) -> str:
    # The trail keeps times as ISO text; any other text of a person's is left as it is.
    if not text[:1].isdigit() or "-" not in text:
        return ""
    try:
        return day(date.fromisoformat(text)) if len(text) == _LENGTH_OF_A_DATE else moment(datetime.fromisoformat(text))
    except ValueError:
        return ""
