"""Who may see and change units; `under` and `visible_to` are the same rules as SQL, for every list scoped by unit."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, or_

from training.core.access import Actor, Permission, Role, grants
from training.units.models import Unit

STAFF = (Role.ADMINISTRATOR, Role.UNIT_MANAGER, Role.TRAINER)
MANAGERS = (Role.ADMINISTRATOR, Role.UNIT_MANAGER)


class UnitPermission(Permission):
    """Permissions on units."""

    #: See the tree of units and a unit's page.
    SEE = "unit.see"
    #: Add units below this one, rename it, close it.
    CHANGE = "unit.change"


@grants(UnitPermission.SEE)
def may_see(actor: Actor, unit: Unit | None) -> bool:
    """Tell whether the unit lies within what the actor works in; the tree itself is for all staff."""
    return actor.is_staff if unit is None else actor.holds_over(unit.path, *STAFF)


@grants(UnitPermission.CHANGE)
def may_change(actor: Actor, unit: Unit | None) -> bool:
    """Tell that administrators change the units below theirs, and theirs."""
    return actor.holds(Role.ADMINISTRATOR) if unit is None else actor.holds_over(unit.path, Role.ADMINISTRATOR)


def under(paths: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a unit is one of those with `paths` or lies below one; true for none where empty."""
    return or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may see a unit."""
    return under(actor.paths(*STAFF))


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor manages a unit and its people."""
    return under(actor.paths(*MANAGERS))
