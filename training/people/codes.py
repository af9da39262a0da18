"""Cadre codes: CB00001, CB00002 … in the order in which people are recorded."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from sqlalchemy import func, select

from training.core.db import db
from training.people.models import Person
from training.people.rules import code_of
from training.units.models import Unit


def lock_register() -> None:
    """Let one writer at a time compare with everybody and take codes, until its transaction ends.

    SQLite has one writer anyway; PostgreSQL holds the others up at the row of the first unit, whose key stays free.
    """
    db.session.execute(select(Unit.id).order_by(Unit.id).limit(1).with_for_update(key_share=True))


def new_codes(number: int, *, besides: Collection[str] = ()) -> list[str]:
    """Return as many codes as asked for that nobody has and that are not among `besides`.

    Call lock_register before, in the same transaction.
    """
    start = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
    taken = set(db.session.scalars(select(Person.code).where(Person.code.is_not(None), Person.code >= "CB")))
    free = (code for code in map(code_of, count(start)) if code not in taken and code not in besides)
    return [next(free) for _n in range(number)]
