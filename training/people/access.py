"""Who may see and change people: whoever manages the unit of a post that they hold. `visible_to` is the same as SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from training.core.access import Actor, Permission, Role, grants
from training.people.models import ImportBatch, Person, Post
from training.units.access import MANAGERS, under
from training.units.models import Unit


class PersonPermission(Permission):
    """Permissions on people and on lists of them."""

    #: See the list of cadres.
    LIST = "person.list"
    #: See a person's page.
    SEE = "person.see"
    #: Change a person and the posts that they hold.
    CHANGE = "person.change"
    #: Add people to a unit; of no unit in particular, open the form.
    ADD = "person.add"
    #: Import lists; see one that was uploaded.
    IMPORT = "person.import"


@grants(PersonPermission.LIST)
def may_list(actor: Actor, _thing: object) -> bool:
    """Tell that whoever manages units sees their people."""
    return actor.holds(*MANAGERS)


@grants(PersonPermission.SEE)
@grants(PersonPermission.CHANGE)
def manages(actor: Actor, person: Person) -> bool:
    """Tell whether a unit in which the person holds a post lies within what the actor manages.

    Who holds no post at all, such as somebody retired, is left to administrators.
    """
    held = [post.unit.path for post in person.posts if post.held_to is None]
    if not held:
        return actor.holds(Role.ADMINISTRATOR)
    return any(actor.holds_over(path, *MANAGERS) for path in held)


@grants(PersonPermission.ADD)
def may_add_to(actor: Actor, unit: Unit | None) -> bool:
    """Tell whether the actor manages the unit's people."""
    return actor.holds(*MANAGERS) if unit is None else actor.holds_over(unit.path, *MANAGERS)


@grants(PersonPermission.IMPORT)
def may_import(actor: Actor, batch: ImportBatch | None) -> bool:
    """Tell that managers import lists; an uploaded one is for whoever brought it, since it may name anybody."""
    return actor.holds(*MANAGERS) and (batch is None or batch.by_account_id == actor.account_id)


def visible_to(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Return the condition that a person holds a post where the actor holds one of `roles`, by default as a manager."""
    current = select(Post.id).where(Post.person_id == Person.id, Post.held_to.is_(None))
    within = current.join(Unit, Unit.id == Post.unit_id).where(under(actor.paths(*(roles or MANAGERS))))
    retired = and_(true() if actor.holds(Role.ADMINISTRATOR) else false(), ~current.correlate(Person).exists())
    return or_(within.correlate(Person).exists(), retired)
