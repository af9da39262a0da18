"""Rules of units as plain functions: what may lie below what, periods, the order of the tree, keys to find one by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from training.core.errors import Invalid
from training.core.i18n import _, _l
from training.core.vietnamese import search_key
from training.units.models import Unit, UnitKind

KIND_WORDS = {
    UnitKind.CITY: _l("City"),
    UnitKind.WARD: _l("Ward"),
    UnitKind.COMMUNE: _l("Commune"),
    UnitKind.RESIDENTIAL_AREA: _l("Residential area"),
    UnitKind.AGENCY: _l("Agency"),
}

_BELOW = {
    UnitKind.CITY: (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.AGENCY),
    UnitKind.WARD: (UnitKind.RESIDENTIAL_AREA, UnitKind.AGENCY),
    UnitKind.COMMUNE: (UnitKind.RESIDENTIAL_AREA, UnitKind.AGENCY),
    UnitKind.RESIDENTIAL_AREA: (),
    UnitKind.AGENCY: (UnitKind.AGENCY,),
}
# Agencies come first: a city's own office stands above its wards in every list.
_ORDER = {kind: place for place, kind in enumerate(sorted(UnitKind, key=lambda kind: kind is not UnitKind.AGENCY))}


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in its tree, with what lies below it; `depth` counts from 0 at the widest unit shown."""

    unit: Unit
    depth: int
    below: tuple[Branch, ...]


class Succession(NamedTuple):
    """A unit that takes over, wholly or in part."""

    unit: Unit
    whole: bool


#: The kinds that names of units begin with.
_PREFIXES = ("Thành phố ", "Phường ", "Xã ")


def place_of(name: str) -> str:
    """Return the place that papers of a unit are dated at: its name without its kind, which a mere number keeps.

    So Decree 30/2020/NĐ-CP has it in annex I.
    """
    prefix = next((one for one in _PREFIXES if name.startswith(one)), "")
    place = name.removeprefix(prefix)
    return name if not place or place[0].isdigit() else place


def kinds_below(kind: UnitKind | None) -> tuple[UnitKind, ...]:
    """Return the kinds of unit that may lie directly below a unit of `kind`; a root is a city."""
    return _BELOW[kind] if kind else (UnitKind.CITY,)


def check_kind(kind: UnitKind, *, below: UnitKind | None) -> None:
    """Raise Invalid where a unit of `kind` cannot lie directly below one of the other kind."""
    if kind not in kinds_below(below):
        raise Invalid("kind", _("A unit of this kind cannot lie directly below the one chosen."))


def may_succeed(kind: UnitKind, other: UnitKind) -> bool:
    """Tell whether a unit of the kind `other` may take over from one of `kind`: wards and communes stand alike."""
    level = {UnitKind.WARD, UnitKind.COMMUNE}
    return other is kind or {kind, other} == level


def check_period(valid_from: date | None, valid_to: date | None) -> None:
    """Raise Invalid where a period ends before it begins."""
    if valid_from and valid_to and valid_to < valid_from:
        raise Invalid("valid_to", _("The last day lies before the first day."))


def day_before(day: date | None) -> date | None:
    """Return the last day of what ends when something else begins on `day`."""
    return day - timedelta(days=1) if day else None


def tree(units: Iterable[Unit]) -> tuple[Branch, ...]:
    """Arrange `units` as a tree, each level by kind and then by name; a unit whose parent is not given is a root."""
    found = {unit.id: unit for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in sorted(found.values(), key=lambda u: (_ORDER[u.kind], u.sort_key, u.id)):
        below.setdefault(unit.parent_id if unit.parent_id in found else None, []).append(unit)
    return _branches(below, None, 0)


def _branches(below: dict[int | None, list[Unit]], parent_id: int | None, depth: int) -> tuple[Branch, ...]:
    return tuple(Branch(unit, depth, _branches(below, unit.id, depth + 1)) for unit in below.get(parent_id, ()))


def flat(branches: Iterable[Branch]) -> list[Branch]:
    """Return all branches from the top down, each followed by what lies below it."""
    return [one for branch in branches for one in (branch, *flat(branch.below))]


def ids_on(path: str) -> list[int]:
    """Return the ids on a path from the root down, the unit's own last."""
    return [int(part) for part in path.split("/") if part]


def keys_of(unit: Unit) -> set[str]:
    """Return the keys by which a list may name the unit: its name and its short name, without marks."""
    return {search_key(name) for name in (unit.name, unit.short_name) if name}
