"""Telling whether a row's person is already there: by code, phone or e-mail, by name with birth and unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.vietnamese import match_key
from training.people.import_rules.birth import Birth
from training.people.import_rules.vocabulary import Field


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """A person on record (`id`), or one whom an earlier row of the same list creates (`row`)."""

    full_name: str
    id: int | None = None
    row: int | None = None
    stt: str = ""
    birth: Birth | None = None
    unit_ids: frozenset[int] = frozenset()
    #: Titles of posts, the main one first.
    titles: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    code: str | None = None

    @property
    def whereabouts(self) -> str:
        """Say who it is, and in which row."""
        if self.row is None:
            return self.full_name
        if self.stt:
            return _("%(name)s in row %(row)s (No. %(number)s)", name=self.full_name, row=self.row, number=self.stt)
        return _("%(name)s in row %(row)s", name=self.full_name, row=self.row)


class Twins(NamedTuple):
    """What was found: the same person, and people of the same name in the same unit who are not known to be."""

    same: KnownPerson | None
    namesakes: tuple[KnownPerson, ...] = ()


class PeopleIndex:
    """People by what identifies them."""

    def __init__(self, people: Iterable[KnownPerson] = ()) -> None:
        self._by_phone: dict[str, KnownPerson] = {}
        self._by_email: dict[str, KnownPerson] = {}
        self._by_code: dict[str, KnownPerson] = {}
        self._by_name: dict[tuple[str, int], list[KnownPerson]] = {}
        for person in people:
            self.add(person)

    def add(self, person: KnownPerson) -> None:
        """Take a person in."""
        for index, value in (
            (self._by_phone, person.phone),
            (self._by_email, person.email),
            (self._by_code, person.code),
        ):
            if value:
                index.setdefault(value.casefold(), person)
        for unit_id in person.unit_ids:
            self._by_name.setdefault((match_key(person.full_name), unit_id), []).append(person)

    def twins(self, person: KnownPerson) -> Twins:
        """Find who `person` already is here.

        Raises Invalid for a code, phone or e-mail of somebody else: two people are never made one by it.
        """
        owner = (
            self._owner(person, self._by_code, Field.CODE)
            or self._owner(person, self._by_phone, Field.PHONE)
            or self._owner(person, self._by_email, Field.EMAIL)
        )
        if owner:
            return Twins(owner)
        name = match_key(person.full_name)
        around = [known for unit in person.unit_ids for known in self._by_name.get((name, unit), ())]
        same = next((known for known in around if _is_same(person, known)), None)
        return Twins(same, () if same else tuple(known for known in around if _may_be_same(person, known)))

    def _owner(self, person: KnownPerson, index: dict[str, KnownPerson], field: Field) -> KnownPerson | None:
        value = {Field.CODE: person.code, Field.PHONE: person.phone, Field.EMAIL: person.email}[field]
        owner = index.get(value.casefold()) if value else None
        if owner is None or (match_key(owner.full_name) == match_key(person.full_name) and _may_be_same(person, owner)):
            return owner
        raise Invalid(field, _taken(field, owner))


def _taken(field: Field, owner: KnownPerson) -> str:
    if field is Field.PHONE:
        return _("This phone number belongs to %(person)s.", person=owner.whereabouts)
    if field is Field.EMAIL:
        return _("This e-mail address belongs to %(person)s.", person=owner.whereabouts)
    return _("This cadre code belongs to %(person)s.", person=owner.whereabouts)


def _may_be_same(person: KnownPerson, known: KnownPerson) -> bool:
    """Tell whether nothing that both say of the birth speaks against it."""
    return person.birth is None or known.birth is None or person.birth.agrees_with(known.birth)


def _is_same(person: KnownPerson, known: KnownPerson) -> bool:
    """Tell whether two of one name in one unit are one person.

    The same date of birth says so. The same year alone, or no birth at all, says so unless the phones differ, or,
    with no birth, the posts: lists without births must be readable twice, and homonyms in one ward are not rare.
    """
    if person.birth is None or known.birth is None:
        return person.birth == known.birth and not _phones_differ(person, known) and _posts_agree(person, known)
    if person.birth.on and person.birth.on == known.birth.on:
        return True
    return person.birth.agrees_with(known.birth) and not _phones_differ(person, known)


def _phones_differ(person: KnownPerson, known: KnownPerson) -> bool:
    return bool(person.phone and known.phone) and person.phone != known.phone


def _posts_agree(person: KnownPerson, known: KnownPerson) -> bool:
    if not person.titles or not known.titles:
        return True
    return bool(set(map(match_key, person.titles)) & set(map(match_key, known.titles)))
