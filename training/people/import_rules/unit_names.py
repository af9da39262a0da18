"""Finding the unit that a list means: marks, short kind words and the name of the Front's committee do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from training.core.vietnamese import nearest, search_key

_PUNCTUATION = re.compile(r"[^a-z0-9']+")
_COMMITTEE = re.compile(
    r"(?:(?:co quan|van phong|ban thuong truc|thuong truc)\s+)*"
    r"(?:uy ban\s+|ub\s*)?(?:mat tran(?: to quoc)?|mttq|mt)\s*(?:viet nam|vn)?\s+"
)
_SHORT_KINDS = {
    "p": "phuong", "x": "xa", "tp": "thanh pho", "tt": "thi tran", "tx": "thi xa", "kp": "khoi pho",
    "q": "quan", "h": "huyen", "t": "tinh", "tdp": "to dan pho",
}  # fmt: skip
_KINDS = re.compile(
    r"(?:phuong|xa|thanh pho|thi tran|thi xa|khoi pho|khu pho|to dan pho|thon|quan|huyen|tinh)\s+(?=\S)"
)


@dataclass(frozen=True)
class UnitChoice:
    """A unit that rows may name, by its present name and its short one."""

    id: int
    name: str
    short_name: str = ""


class UnitIndex:
    """The units that a list may name."""

    def __init__(self, units: Iterable[UnitChoice]) -> None:
        self._by_key: dict[str, dict[int, UnitChoice]] = {}
        self._by_bare: dict[str, dict[int, UnitChoice]] = {}
        self._found: dict[str, tuple[UnitChoice, ...]] = {}
        for unit in units:
            for name in filter(None, (unit.name, unit.short_name)):
                self._by_key.setdefault(search_key(name), {})[unit.id] = unit
                self._by_key.setdefault(unit_key(name), {})[unit.id] = unit
                self._by_bare.setdefault(_bare(unit_key(name)), {})[unit.id] = unit

    def matches(self, text: str) -> tuple[UnitChoice, ...]:
        """Return the units that `text` can mean: none, one, or several of one name."""
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def _search(self, text: str) -> tuple[UnitChoice, ...]:
        key = unit_key(text)
        found = self._by_key.get(search_key(text)) or self._by_key.get(key)
        # "Xã An Mỹ" does not mean "Phường An Mỹ", but "An Mỹ" does.
        if not found and _bare(key) == key:
            found = self._by_bare.get(key)
        return tuple((found or {}).values())

    def nearest(self, text: str, n: int = 3) -> list[str]:
        """Return the names of up to `n` units that read most like `text`, kind words left aside."""
        return [
            unit.name
            for bare in nearest(_bare(unit_key(text)), self._by_bare, n)
            for unit in self._by_bare[bare].values()
        ][:n]


def unit_key(name: str) -> str:
    """Return the key by which names of units are compared: kind words in full, the committee's name taken off."""
    key = _PUNCTUATION.sub(" ", search_key(name)).strip()
    key = _COMMITTEE.sub("", key, count=1) if _COMMITTEE.match(key) else key
    kind, space, rest = key.partition(" ")
    return f"{_SHORT_KINDS[kind]} {rest}" if space and kind in _SHORT_KINDS else key


def _bare(key: str) -> str:
    found = _KINDS.match(key)
    return key[found.end() :] if found else key
