"""Writes of units: added, renamed with their history kept, closed in favour of others, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select, update

from training.core import clock
from training.core.access import Actor, may
from training.core.db import db, operation
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.core.vietnamese import match_key, search_key, sort_key
from training.units.access import UnitPermission, under
from training.units.models import Unit, UnitKind, UnitName, UnitSuccession
from training.units.queries import get_unit, in_force_on, list_names
from training.units.rules import Succession, check_kind, check_period, day_before


@operation
def add_unit(
    *,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    short_name: str = "",
    code: str | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Actor,  # noqa: ARG001 -- read by the audit trail
) -> Unit:
    """Add a unit below `parent`, or a root; raise Invalid for a kind out of place or a name taken there."""
    check_kind(kind, below=parent.kind if parent else None)
    check_period(valid_from, valid_to)
    unit = Unit(kind=kind, parent_id=parent.id if parent else None, valid_from=valid_from, valid_to=valid_to)
    _name(unit, name=name, short_name=short_name, code=code)
    _refuse_taken_name(unit, on=max(valid_from, clock.today()) if valid_from else clock.today())
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    db.session.add(_name_row(unit, valid_from))
    return unit


@operation
def change_unit(
    unit: Unit,
    *,
    version: int,
    name: str,
    short_name: str,
    code: str | None,
    valid_from: date | None,
    renamed_on: date | None,
    by: Actor,  # noqa: ARG001
) -> Unit:
    """Change a unit's name, code and first day.

    With `renamed_on` the old name stays in the history up to the day before; without it the name is corrected where
    it stands. Raises Conflict where the unit is no longer of `version`.
    """
    if unit.version != version:
        raise Conflict(_("Somebody else has changed this unit meanwhile."))
    check_period(valid_from, unit.valid_to)
    if renamed_on and renamed_on > clock.today():
        raise Invalid("renamed_on", _("This day lies in the future; a name is changed when the new one is in force."))
    unit.valid_from = valid_from
    _name(unit, name=name, short_name=short_name, code=code)
    _refuse_taken_name(unit, on=clock.today())
    _keep_name(unit, renamed_on)
    return unit


@operation
def close_unit(
    unit: Unit,
    *,
    on: date,
    successors: Iterable[Succession] = (),
    legal_basis: str = "",
    by: Actor,
) -> Unit:
    """End the unit and all below it with the day `on`; each successor takes over from the day after.

    Raises Conflict where it has ended already, Invalid for a day before it began or an unfit successor.
    """
    if unit.valid_to is not None:
        raise Conflict(_("This unit is closed already."))
    if unit.valid_from and on < unit.valid_from:
        raise Invalid("on", _("The last day lies before the first day."))
    for successor in successors:
        _succeed(unit, successor, on=on + timedelta(days=1), legal_basis=legal_basis, by=by)
    _close_below(unit, on)
    return unit


@operation
def reopen_unit(unit: Unit, *, by: Actor) -> Unit:  # noqa: ARG001
    """Take back the closing of a unit and of what was closed with it on the same day."""
    if unit.valid_to is None:
        raise Conflict(_("This unit is not closed."))
    closed_with_it = (under([unit.path]), Unit.valid_to == unit.valid_to)
    for one in db.session.scalars(select(Unit).where(*closed_with_it)).all():
        one.valid_to = None
    db.session.execute(
        update(UnitSuccession)
        .where(UnitSuccession.from_unit_id == unit.id, UnitSuccession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    return unit


def _name(unit: Unit, *, name: str, short_name: str, code: str | None) -> None:
    unit.name, unit.short_name, unit.code = name, short_name, code or None
    unit.sort_key, unit.search_key = sort_key(name), search_key(name)


def _name_row(unit: Unit, since: date | None) -> UnitName:
    return UnitName(unit_id=unit.id, name=unit.name, short_name=unit.short_name, code=unit.code, valid_from=since)


def _keep_name(unit: Unit, renamed_on: date | None) -> None:
    names = list_names(unit)
    if not names:
        db.session.add(_name_row(unit, unit.valid_from))
        return
    current = names[0]
    names[-1].valid_from = unit.valid_from
    now = (unit.name, unit.short_name, unit.code)
    if now == (current.name, current.short_name, current.code):
        return
    if renamed_on is None or (current.valid_from and current.valid_from >= renamed_on):
        current.name, current.short_name, current.code = now
    else:
        current.valid_to = day_before(renamed_on)
        db.session.add(_name_row(unit, renamed_on))


def _refuse_taken_name(unit: Unit, *, on: date) -> None:
    alike = select(Unit.name).where(
        Unit.parent_id.is_(None) if unit.parent_id is None else Unit.parent_id == unit.parent_id,
        Unit.search_key == unit.search_key,
        in_force_on(on),
        Unit.id != (unit.id or 0),
    )
    with db.session.no_autoflush:
        names = {match_key(name) for name in db.session.scalars(alike)}
    if match_key(unit.name) in names:
        raise Invalid("name", _("There is a unit of this name here already."))


def _succeed(unit: Unit, successor: Succession, *, on: date, legal_basis: str, by: Actor) -> None:
    other = get_unit(successor.unit.id)
    if other.path.startswith(unit.path):
        raise Invalid("successors", _("A unit cannot be taken over by itself or by a unit below it."))
    if not other.is_in_force(on):
        raise Invalid("successors", _("%(unit)s does not exist on the day after.", unit=other.name))
    if not may(by, UnitPermission.CHANGE, other):
        raise Denied(_("You do not have the right to change this unit."))
    db.session.add(
        UnitSuccession(from_unit_id=unit.id, to_unit_id=other.id, on=on, whole=successor.whole, legal_basis=legal_basis)
    )


def _close_below(unit: Unit, on: date) -> None:
    still_open = (under([unit.path]), Unit.valid_to.is_(None))
    for one in db.session.scalars(select(Unit).where(*still_open)).all():
        # A unit founded below after that day never existed; it keeps one day rather than a period turned round.
        one.valid_to = max(on, one.valid_from) if one.valid_from else on
