"""The audit trail read back: its lines in a page, with the names of who did it and of what it was done to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from training.accounts.access import audits_all
from training.accounts.audit_words import changed, deed, given, references, thing_word
from training.accounts.models import Account
from training.accounts.thing_names import PART, names_of
from training.core import clock
from training.core.access import Actor
from training.core.db import AuditEntry, db
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.access import visible_to
from training.people.models import Person
from training.people.queries import matching

# Its columns are those of a plain table, which annotations do not know.
_entry: Any = AuditEntry


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the trail as it is shown; `thing` may be empty."""

    at: datetime
    who: str
    what: str
    thing: str
    changes: list[tuple[str, str, str]]
    given: list[tuple[str, str]]
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which lines are wanted; what is empty does not narrow them.

    `person` is part of the name, phone number or code of who did it or to whom it was done; `verbs` are names of
    operations; days are those of the site's calendar, both inclusive.
    """

    person: str = ""
    verbs: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None


def list_trail(actor: Actor, sought: Sought = Sought(), *, number: int = 1) -> Page[Line]:
    """Return a page of the trail, the newest first, with a constant number of queries.

    Whoever administers a part reads what the people of that part did.
    """
    statement = select(_entry).where(*_conditions(sought)).order_by(_entry.at.desc(), _entry.id.desc())
    if not audits_all(actor):
        statement = statement.where(_entry.account_id.in_(_accounts().where(visible_to(actor))))
    page = page_of(statement, number=number)
    return Page(_lines(page.rows), page.number, page.size, page.total)


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.person:
        yield _concerns(matching(sought.person))
    if sought.verbs:
        yield _entry.verb.in_(sought.verbs)
    if sought.first_day:
        yield _entry.at >= _start_of(sought.first_day)
    if sought.last_day:
        yield _entry.at < _start_of(sought.last_day) + timedelta(days=1)


def _concerns(people: ColumnElement[bool]) -> ColumnElement[bool]:
    accounts = _accounts().where(people)
    return or_(
        _entry.account_id.in_(accounts),
        and_(_entry.kind == "accounts", _entry.thing_id.in_(accounts)),
        and_(_entry.kind == "people", _entry.thing_id.in_(select(Person.id).where(people))),
    )


def _start_of(day: date) -> datetime:
    return clock.from_site(datetime.combine(day, time.min))


def verbs_in_trail() -> list[str]:
    """Return the deeds that occur in the trail."""
    return list(db.session.scalars(select(_entry.verb).distinct()))


def _accounts() -> Select[Any]:
    return select(Account.id).join(Person, Person.id == Account.person_id)


def _lines(entries: list[Any]) -> list[Line]:
    names = names_of(reference for entry in entries for reference in _references(entry))
    return [_line(entry, names) for entry in entries]


def _references(entry: Any) -> Iterator[str]:
    yield f"accounts#{entry.account_id}"
    yield f"{entry.kind}#{entry.thing_id}"
    yield from references(entry.details)


def _line(entry: Any, names: Mapping[str, str]) -> Line:
    thing = _thing(entry, names)
    return Line(
        at=entry.at,
        who=names.get(f"accounts#{entry.account_id}", _("The program itself")),
        what=deed(entry.verb),
        thing=thing,
        changes=changed(entry.details),
        given=list(_news(thing, given(entry.details, names))),
        address=entry.address,
    )


def _news(said: str, told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out what the line says already: a role that was given names person and unit again."""
    for name, value in told:
        if not all(part in said for part in value.split(PART)):
            yield name, value
        said = f"{said} {value}"


def _thing(entry: Any, names: Mapping[str, str]) -> str:
    if not entry.kind or entry.thing_id is None:
        return ""
    name = names.get(f"{entry.kind}#{entry.thing_id}", str(entry.thing_id))
    return f"{thing_word(entry.kind)}: {name}"
