"""The audit trail read back: its lines in a page, with the names of who did it and of what it was done to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select

from training.accounts.access import audits_all
from training.accounts.audit_words import changed, deed, given, thing_word
from training.accounts.models import Account
from training.core import clock
from training.core.access import Actor
from training.core.db import AuditEntry, db
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.access import visible_to
from training.people.models import ImportBatch, Person
from training.people.queries import matching
from training.units.models import Unit

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


def list_trail(
    actor: Actor, *, person: str = "", verb: str = "", day: date | None = None, number: int = 1
) -> Page[Line]:
    """Return a page of the trail, the newest first, with a constant number of queries.

    `person` is part of the name, phone number or code of who did it; `day` is a day on the site's calendar. Whoever
    administers a part reads what the people of that part did.
    """
    statement = select(_entry).order_by(_entry.id.desc())
    if not audits_all(actor):
        statement = statement.where(_entry.account_id.in_(_accounts().where(visible_to(actor))))
    if person:
        statement = statement.where(_entry.account_id.in_(_accounts().where(matching(person))))
    if verb:
        statement = statement.where(_entry.verb == verb)
    if day:
        start = clock.from_site(datetime.combine(day, time.min))
        statement = statement.where(_entry.at >= start, _entry.at < start + timedelta(days=1))
    page = page_of(statement, number=number)
    return Page(_lines(page.rows), page.number, page.size, page.total)


def verbs_in_trail() -> list[str]:
    """Return the deeds that occur in the trail."""
    return list(db.session.scalars(select(_entry.verb).distinct()))


def _accounts() -> Select[Any]:
    return select(Account.id).join(Person, Person.id == Account.person_id)


def _lines(entries: list[Any]) -> list[Line]:
    names = _names(entries)
    return [
        Line(
            at=entry.at,
            who=names.get(("accounts", entry.account_id), _("The program itself")),
            what=deed(entry.verb),
            thing=_thing(entry, names),
            changes=changed(entry.details),
            given=given(entry.details),
            address=entry.address,
        )
        for entry in entries
    ]


def _thing(entry: Any, names: dict[tuple[str, int], str]) -> str:
    if not entry.kind or entry.thing_id is None:
        return ""
    name = names.get((entry.kind, entry.thing_id))
    return f"{thing_word(entry.kind)}: {name}" if name else f"{thing_word(entry.kind)} {entry.thing_id}"


def _names(entries: list[Any]) -> dict[tuple[str, int], str]:
    """Return names by table and id, for those kinds of thing that this part of the program knows."""
    actors = {entry.account_id for entry in entries if entry.account_id}
    accounts = _ids(entries, "accounts") | actors
    named = select(Account.id, Person.full_name).join(Person, Person.id == Account.person_id)
    queries: tuple[tuple[str, Any], ...] = (
        ("accounts", named.where(Account.id.in_(accounts))),
        ("people", select(Person.id, Person.full_name).where(Person.id.in_(_ids(entries, "people")))),
        ("units", select(Unit.id, Unit.name).where(Unit.id.in_(_ids(entries, "units")))),
        (
            "import_batches",
            select(ImportBatch.id, ImportBatch.file_name).where(ImportBatch.id.in_(_ids(entries, "import_batches"))),
        ),
    )
    return {(kind, row[0]): row[1] for kind, query in queries for row in db.session.execute(query)}


def _ids(entries: list[Any], kind: str) -> set[int]:
    return {entry.thing_id for entry in entries if entry.kind == kind and entry.thing_id}
