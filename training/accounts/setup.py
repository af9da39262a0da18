"""An empty installation's first steps: the unit it serves and its first administrator, made together."""

from __future__ import annotations

from training.accounts.models import Account
from training.accounts.operations import create_first_administrator
from training.accounts.queries import get_setup_link
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import name_sort_key, normal_phone, search_key, split_name, tidy_name
from training.people.models import Person, Post
from training.units.models import UnitKind
from training.units.operations import add_unit


@operation
def set_up(token: str, *, unit_name: str, full_name: str, phone: str, password_hash: str, by: Actor) -> Account:
    """Make the unit, the person and the administrator; raise Invalid or Conflict and make nothing."""
    get_setup_link(token)
    unit = add_unit(name=unit_name, kind=UnitKind.CITY, parent=None, by=by)
    name = tidy_name(full_name)[0]
    family, middle, given = split_name(name)
    person = Person(
        full_name=name,
        family_name=family,
        middle_name=middle,
        given_name=given,
        sort_key=name_sort_key(name),
        search_key=search_key(name),
        phone=normal_phone(phone)[0],
    )
    person.posts.append(Post(unit_id=unit.id))
    with unique("people", "phone", refusal=Invalid("phone", _("Another person has this phone number."))):
        db.session.add(person)
    person.code = f"CB{person.id:05d}"
    return create_first_administrator(token, person=person, unit=unit, password_hash=password_hash, by=by)
