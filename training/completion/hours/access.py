"""Who sees ledgers and who says what a year asks for."""

from __future__ import annotations

from training.completion.hours.models import HourTarget
from training.core.access import Actor, Permission, Role, grants
from training.people.access import manages
from training.people.models import Person
from training.units.access import MANAGERS
from training.units.models import Unit


class HoursPermission(Permission):
    """Permissions on the hours ledger."""

    #: See a person's ledger.
    SEE = "hours.see"
    #: See the ledgers of units: of one, or the pages of whatever one manages; see the targets.
    SEE_UNITS = "hours.see_units"
    #: Say what a year asks for; of no target in particular, open the form.
    SET_TARGET = "hours.set_target"


@grants(HoursPermission.SEE)
def may_see(actor: Actor, person: Person) -> bool:
    """Tell whether the ledger is the actor's own, or of a person whom the actor manages."""
    return actor.person_id == person.id or manages(actor, person)


@grants(HoursPermission.SEE_UNITS)
def may_see_units(actor: Actor, unit: Unit | None) -> bool:
    """Tell whether the actor manages the unit's people; of none in particular, any."""
    return actor.holds(*MANAGERS) if unit is None else actor.holds_over(unit.path, *MANAGERS)


@grants(HoursPermission.SET_TARGET)
def may_set_target(actor: Actor, target: HourTarget | None) -> bool:
    """Tell that administrators of the unit set its targets."""
    return actor.holds(Role.ADMINISTRATOR) if target is None else may_set_for(actor, target.unit)


def may_set_for(actor: Actor, unit: Unit) -> bool:
    """Tell whether the actor sets targets for the unit and what lies below it."""
    return actor.holds_over(unit.path, Role.ADMINISTRATOR)
