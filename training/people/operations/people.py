"""One person added or changed."""

from __future__ import annotations

from typing import Any

from training.core.access import Actor, may
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.core.vietnamese import normal_phone, search_key
from training.people.access import PersonPermission
from training.people.codes import lock_register, new_codes
from training.people.import_rules import Birth
from training.people.models import Gender, Person, Post
from training.people.queries import find_namesake
from training.people.rules import name_fields, normal_email
from training.units.models import Unit


@operation
def add_person(
    *,
    full_name: str,
    unit: Unit,
    title: str = "",
    birth: Birth | None = None,
    gender: Gender | None = None,
    phone: str | None = None,
    email: str | None = None,
    ask_about_namesake: bool = False,
    by: Actor,
) -> Person:
    """Record a cadre with a post in `unit`, under a new code; raise Invalid at the field that cannot be taken.

    With `ask_about_namesake`, somebody of the same name in the unit is refused at the field "another".
    """
    refuse_foreign(unit, by)
    lock_register()
    if ask_about_namesake and (namesake := find_namesake(search_key(full_name), unit)):
        raise Invalid("another", _("There is a %(name)s in this unit already.", name=namesake.full_name))
    contact = _contact(phone, email)
    person = Person(code=new_codes(1)[0], **name_fields(full_name), **_birth(birth), gender=gender, **contact)
    person.posts = [Post(unit_id=unit.id, title=title)]
    _save(person)
    return person


@operation
def change_person(
    person: Person,
    *,
    version: int,
    full_name: str,
    birth: Birth | None,
    gender: Gender | None,
    phone: str | None,
    email: str | None,
    by: Actor,  # noqa: ARG001 -- read by the audit trail
) -> Person:
    """Change what is recorded of a person; raise Conflict where it is no longer of `version`, Invalid at a field."""
    if person.version != version:
        raise Conflict(_("Somebody else has changed this person meanwhile."))
    parts = (person.family_name, person.middle_name, person.given_name)
    name = name_fields(full_name, parts if full_name == person.full_name else None)
    changed: dict[str, Any] = {**name, **_birth(birth), "gender": gender, **_contact(phone, email)}
    for column, value in changed.items():
        setattr(person, column, value)
    _save(person)
    return person


def refuse_foreign(unit: Unit, by: Actor) -> None:
    """Raise Denied where `by` does not manage the unit's people."""
    if not may(by, PersonPermission.ADD, unit):
        raise Denied(_("You do not have the right to add people to this unit."))


def _birth(birth: Birth | None) -> dict[str, Any]:
    return {"birth_year": birth.year if birth else None, "birth_on": birth.on if birth else None}


def _contact(phone: str | None, email: str | None) -> dict[str, str | None]:
    return {"phone": normal_phone(phone)[0] if phone else None, "email": normal_email(email) if email else None}


def _save(person: Person) -> None:
    phone_taken = Invalid("phone", _("This phone number is somebody else's already."))
    email_taken = Invalid("email", _("This e-mail address is somebody else's already."))
    with unique("people", "email", refusal=email_taken), unique("people", "phone", refusal=phone_taken):
        db.session.add(person)
