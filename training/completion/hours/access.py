"""Who sees ledgers, who says what a year asks for, who decides about certificates of others."""

from __future__ import annotations

from training.completion.hours.models import HourTarget, OutsideCertificate, PaperState
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
    #: Record a certificate that somebody else has given a person.
    RECORD = "hours.record"
    #: See such a certificate and its scan.
    SEE_PAPER = "hours.see_paper"
    #: Approve or refuse it.
    DECIDE = "hours.decide"
    #: Withdraw it.
    WITHDRAW = "hours.withdraw"


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


@grants(HoursPermission.RECORD)
def may_record(actor: Actor, person: Person) -> bool:
    """Tell that people record certificates of their own, and managers those of their people."""
    return may_see(actor, person)


@grants(HoursPermission.SEE_PAPER)
def may_see_paper(actor: Actor, paper: OutsideCertificate) -> bool:
    """Tell whether the actor sees the ledger that the certificate belongs to."""
    return may_see(actor, paper.person)


@grants(HoursPermission.DECIDE)
def may_decide(actor: Actor, paper: OutsideCertificate) -> bool:
    """Tell that administrators over a unit of the person decide, nobody about a certificate of their own.

    Who holds no post at all, such as somebody retired, is left to any administrator.
    """
    if actor.person_id == paper.person_id:
        return False
    held = [post.unit.path for post in paper.person.posts if post.held_to is None]
    if not held:
        return actor.holds(Role.ADMINISTRATOR)
    return any(actor.holds_over(path, Role.ADMINISTRATOR) for path in held)


@grants(HoursPermission.WITHDRAW)
def may_withdraw(actor: Actor, paper: OutsideCertificate) -> bool:
    """Tell that whoever decides may withdraw, and people their own before it is decided."""
    own = actor.person_id == paper.person_id
    return (own and paper.state is PaperState.WAITING) or may_decide(actor, paper)
