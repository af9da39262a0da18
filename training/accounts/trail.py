"""The audit trail read back: its lines in a page, with the names of who did it and of what it was done to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select

from training.accounts.access import audits_all
from training.accounts.audit_words import changed, deed, given, thing_word
from training.accounts.models import Account, RoleGrant
from training.accounts.role_words import ROLE_WORDS
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import AuditEntry, db
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.access import visible_to
from training.people.models import ImportBatch, Person, Post
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
    return [_line(entry, names) for entry in entries]


def _line(entry: Any, names: Mapping[str, str]) -> Line:
    thing = _thing(entry, names)
    return Line(
        at=entry.at,
        who=names.get(f"accounts#{entry.account_id}", _("The program itself")),
        what=deed(entry.verb),
        thing=thing,
        changes=changed(entry.details),
        # What names the thing is said already.
        given=[(name, value) for name, value in given(entry.details, names) if value not in thing],
        address=entry.address,
    )


def _thing(entry: Any, names: Mapping[str, str]) -> str:
    if not entry.kind or entry.thing_id is None:
        return ""
    name = names.get(f"{entry.kind}#{entry.thing_id}", str(entry.thing_id))
    return f"{thing_word(entry.kind)}: {name}"


def _names(entries: list[Any]) -> dict[str, str]:
    """Return names of the things that these lines speak of, for the kinds that this part of the program knows."""
    ids = _ids(entries)
    found: dict[str, str] = {}
    for kind, query, key in _NAMED:
        rows = db.session.execute(query.where(key.in_(ids.get(kind, set()))))
        found |= {f"{kind}#{row[0]}": " – ".join(_word(part) for part in row[1:] if part) for row in rows}
    return found


_PERSON_OF_ACCOUNT = (Person, Person.id == Account.person_id)
_NAMED: tuple[tuple[str, Any, Any], ...] = (
    ("accounts", select(Account.id, Person.full_name).join(*_PERSON_OF_ACCOUNT), Account.id),
    ("people", select(Person.id, Person.full_name), Person.id),
    ("units", select(Unit.id, Unit.name), Unit.id),
    ("import_batches", select(ImportBatch.id, ImportBatch.file_name), ImportBatch.id),
    ("posts", select(Post.id, Person.full_name, Post.title).join(Person, Person.id == Post.person_id), Post.id),
    (
        "grants",
        select(RoleGrant.id, Person.full_name, RoleGrant.role, Unit.name)
        .join(Account, Account.id == RoleGrant.account_id)
        .join(*_PERSON_OF_ACCOUNT)
        .join(Unit, Unit.id == RoleGrant.unit_id),
        RoleGrant.id,
    ),
)


def _word(part: object) -> str:
    return str(ROLE_WORDS[part]) if isinstance(part, Role) else str(part)


def _ids(entries: list[Any]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for reference in (one for entry in entries for one in _references(entry)):
        kind, _hash, number = reference.partition("#")
        if number.isdecimal():
            ids.setdefault(kind, set()).add(int(number))
    return ids


def _references(entry: Any) -> Iterator[str]:
    """Yield the things that a line speaks of, as the trail writes them: table#id."""
    yield f"accounts#{entry.account_id}"
    yield f"{entry.kind}#{entry.thing_id}"
    for value in entry.details.get("given", {}).values():
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))
