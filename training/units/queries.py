"""Reads of units: one, its path, its subtree, its history, and the units that a person may choose among."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from training.core import clock
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.units.access import managed_by, under, visible_to
from training.units.models import Unit, UnitName, UnitSuccession
from training.units.rules import flat, ids_on, keys_of, tree


def get_unit(unit_id: int) -> Unit:
    """Return the unit, or raise NotFound."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("There is no such unit."))
    return unit


def in_force_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a unit exists on `day`."""
    return and_(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= day),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= day),
    )


def list_units_visible(actor: Actor, *, on: date | None = None) -> list[Unit]:
    """Return the units that the actor may see, existing on the day `on` or today, in the order of the tree."""
    return _in_tree_order(select_units(visible_to(actor), on=on or clock.today()))


def list_units_managed(actor: Actor, *, on: date | None = None) -> list[Unit]:
    """Return the units whose people the actor manages, existing on the day `on` or today, in the order of the tree."""
    return _in_tree_order(select_units(managed_by(actor), on=on or clock.today()))


def list_all_visible(actor: Actor) -> list[Unit]:
    """Return the units that the actor may see, those of the past included."""
    return list(db.session.scalars(select(Unit).where(visible_to(actor))))


def list_subtree(unit: Unit, *, on: date | None = None) -> list[Unit]:
    """Return the unit and what lies below it on the day `on` or today, in the order of the tree."""
    return _in_tree_order(select_units(under([unit.path]), on=on or clock.today()))


def select_units(condition: ColumnElement[bool], *, on: date) -> Sequence[Unit]:
    """Return the units that fulfil `condition` and exist on the day `on`, in no order."""
    return db.session.scalars(select(Unit).where(condition, in_force_on(on))).all()


def _in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    return [branch.unit for branch in flat(tree(units))]


def list_ancestors(unit: Unit) -> list[Unit]:
    """Return the units above `unit`, the widest first."""
    above = ids_on(unit.path)[:-1]
    if not above:
        return []
    found = {u.id: u for u in db.session.scalars(select(Unit).where(Unit.id.in_(above)))}
    return [found[unit_id] for unit_id in above]


def list_children(unit: Unit) -> list[Unit]:
    """Return the units directly below `unit`, past ones included, in the order of the tree."""
    return _in_tree_order(db.session.scalars(select(Unit).where(Unit.parent_id == unit.id)))


def units_by_key(on: date | None = None) -> dict[str, int]:
    """Return ids of the units existing on the day `on` or today by the search keys of their names.

    A key that several units share is left out: it names none of them.
    """
    found: dict[str, set[int]] = {}
    for unit in db.session.scalars(select(Unit).where(in_force_on(on or clock.today()))):
        for key in keys_of(unit):
            found.setdefault(key, set()).add(unit.id)
    return {key: ids.pop() for key, ids in found.items() if len(ids) == 1}


def list_names(unit: Unit) -> list[UnitName]:
    """Return the names that the unit has borne, the newest first."""
    return list(db.session.scalars(select(UnitName).where(UnitName.unit_id == unit.id).order_by(UnitName.id.desc())))


def list_successions(unit: Unit) -> list[tuple[UnitSuccession, Unit]]:
    """Return what became of the unit: each step that was not taken back, with the unit that took over."""
    return _steps(UnitSuccession.from_unit_id == unit.id, other=UnitSuccession.to_unit_id)


def list_predecessions(unit: Unit) -> list[tuple[UnitSuccession, Unit]]:
    """Return what the unit came from: each step that was not taken back, with the unit that it took over."""
    return _steps(UnitSuccession.to_unit_id == unit.id, other=UnitSuccession.from_unit_id)


def heir_of(unit: Unit, *, on: date) -> Unit | None:
    """Return who stands for the unit on the day `on`: itself, or the one that took over the whole of it; else None."""
    seen: set[int] = set()
    while unit.valid_to is not None and unit.valid_to < on:
        seen.add(unit.id)
        whole = [other for step, other in list_successions(unit) if step.whole and other.id not in seen]
        if len(whole) != 1:
            return None
        unit = whole[0]
    return unit


def _steps(condition: ColumnElement[bool], *, other: object) -> list[tuple[UnitSuccession, Unit]]:
    rows = db.session.execute(
        select(UnitSuccession, Unit)
        .join(Unit, Unit.id == other)
        .where(condition, UnitSuccession.revoked_at.is_(None))
        .order_by(UnitSuccession.on, Unit.sort_key)
    )
    return [(step, unit) for step, unit in rows]
