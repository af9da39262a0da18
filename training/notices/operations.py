"""Writes of notices: sent once to each person, read by that person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Select, literal, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from training.core import clock
from training.core.access import Actor
from training.core.db import UTCDateTime, db, operation
from training.notices.models import Notice
from training.notices.rules import BODY_LENGTH, TITLE_LENGTH, check_address, shortened
from training.people.models import Person

#: Both databases take tens of thousands of values in a statement; above this, another one is sent.
_MOST_AT_ONCE = 10_000


@operation
def notify(
    person_ids: Iterable[int],
    *,
    key: str,
    title: str,
    body: str,
    link: str,
    by: Actor,  # noqa: ARG001 -- read by the audit trail
) -> int:
    """Send a notice to each of the people and return how many got it; who has one of this `key` gets no second.

    All is plain text; `title` and `body` are cut at 200 and 2000 characters. `link` is a path of this site or empty.
    Raises ValueError for a link that leads elsewhere and for a key that is empty or longer than 120 characters.
    """
    check_address(key, link)
    ids = sorted(set(person_ids))
    text = (key, shortened(title, TITLE_LENGTH), shortened(body, BODY_LENGTH), link)
    return sum(_send(ids[n : n + _MOST_AT_ONCE], *text) for n in range(0, len(ids), _MOST_AT_ONCE))


def _send(ids: Sequence[int], key: str, title: str, body: str, link: str) -> int:
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    names = ["person_id", "key", "title", "body", "link", "at"]
    statement = insert(Notice).from_select(names, _rows(ids, key, title, body, link))
    statement = statement.on_conflict_do_nothing(index_elements=["person_id", "key"])
    return len(db.session.scalars(statement.returning(Notice.id)).all())


def _rows(ids: Sequence[int], key: str, title: str, body: str, link: str) -> Select[int, str, str, str, str, datetime]:
    at = literal(clock.now(), UTCDateTime())
    values = (literal(key), literal(title), literal(body), literal(link), at)
    return select(Person.id, *values).where(Person.id.in_(ids))


@operation
def read_notice(notice: Notice, *, by: Actor) -> Notice:  # noqa: ARG001
    """Mark a notice as read; the first reading stands."""
    notice.read_at = notice.read_at or clock.now()
    return notice


@operation
def read_all_notices(*, by: Actor) -> int:
    """Mark all notices to the actor as read and return how many were unread."""
    mine = update(Notice).where(Notice.person_id == by.person_id, Notice.read_at.is_(None))
    done = db.session.execute(mine.values(read_at=clock.now()))
    assert isinstance(done, CursorResult)  # noqa: S101 -- narrows the type for mypy
    return done.rowcount
