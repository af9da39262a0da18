"""Units of a file written to the database in one go; what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from training.core.access import Actor
from training.core.db import db, operation
from training.core.vietnamese import search_key
from training.units.models import Unit, UnitSuccession
from training.units.operations import add_unit
from training.units.unit_file import UnitLine, parent_of, successors_of


class Loaded(NamedTuple):
    """How many units of a file were added and how many were there already."""

    added: int
    unchanged: int


@operation
def load_units(lines: Sequence[UnitLine], *, by: Actor) -> Loaded:
    """Add the units of `lines` that are not there yet, parents first, and their successions."""
    units: dict[int, Unit] = {}
    added: set[int] = set()
    for line in _parents_first(lines):
        above = parent_of(line, lines)
        parent = units[above.number] if above else None
        known = _known(line, parent)
        units[line.number] = known or _added(line, parent, by)
        if known is None:
            added.add(line.number)
    for line in lines:
        _add_successions(line, lines, units)
    return Loaded(len(added), len(lines) - len(added))


def _parents_first(lines: Sequence[UnitLine]) -> list[UnitLine]:
    return sorted(lines, key=lambda line: (_depth(line, lines), line.number))


def _depth(line: UnitLine, lines: Sequence[UnitLine]) -> int:
    depth, above = 0, parent_of(line, lines)
    # A file whose lines name each other as parents would turn for ever.
    while above and depth < len(lines):
        depth, above = depth + 1, parent_of(above, lines)
    return depth


def _known(line: UnitLine, parent: Unit | None) -> Unit | None:
    return db.session.scalar(
        select(Unit).where(
            Unit.search_key == search_key(line.name),
            Unit.kind == line.kind,
            Unit.parent_id == parent.id if parent else Unit.parent_id.is_(None),
            Unit.valid_from == line.valid_from if line.valid_from else Unit.valid_from.is_(None),
        )
    )


def _added(line: UnitLine, parent: Unit | None, by: Actor) -> Unit:
    return add_unit(
        name=line.name,
        kind=line.kind,
        parent=parent,
        code=line.code or None,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        by=by,
    )


def _add_successions(line: UnitLine, lines: Sequence[UnitLine], units: dict[int, Unit]) -> None:
    unit = units[line.number]
    known = set(db.session.scalars(select(UnitSuccession.to_unit_id).where(UnitSuccession.from_unit_id == unit.id)))
    for successor in successors_of(line, lines):
        to = units[successor.number]
        if line.valid_to and to.id not in known:
            on = line.valid_to + timedelta(days=1)
            db.session.add(UnitSuccession(from_unit_id=unit.id, to_unit_id=to.id, on=on))
