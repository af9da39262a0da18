"""Names of things of any kind, looked up by reference (table#id) in one statement, whatever the kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, String, cast, func, literal, select, union_all

from training.accounts.audit_vocabulary import NAMED_BY, VALUES
from training.core.db import Model, db

#: Of a long text, such as a question's, so many letters name it.
_LONGEST = 160
_PARTS = 3
#: What stands between the parts of a name.
PART = " – "


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Return the names of those referred to that are known; one statement, or none where nothing is known."""
    wanted = [_select(kind, ids) for kind, ids in sorted(_ids(references).items())]
    if not wanted:
        return {}
    return {f"{row[0]}#{row[1]}": _joined(row[2:]) for row in db.session.execute(union_all(*wanted))}


def _ids(references: Iterable[str]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {}
    for reference in references:
        kind, _hash, number = reference.partition("#")
        if kind in NAMED_BY and number.isdecimal():
            ids.setdefault(kind, set()).add(int(number))
    return ids


def _select(kind: str, ids: set[int]) -> Select[Any]:
    start = Model.metadata.tables[kind]
    source: FromClause = start
    parts: list[ColumnElement[str]] = []
    for path in NAMED_BY[kind]:
        source, column = _follow(source, start, path.split("."))
        parts.append(func.substr(cast(column, String), 1, _LONGEST))
    parts += [literal("")] * (_PARTS - len(parts))
    return select(literal(kind), start.c.id, *parts).select_from(source).where(start.c.id.in_(ids))


def _follow(source: FromClause, start: FromClause, path: list[str]) -> tuple[FromClause, ColumnElement[Any]]:
    """Join what the columns of `path` point to, one after the other; return what is joined and the last column."""
    here = start
    for name in path[:-1]:
        [key] = here.c[name].foreign_keys
        there = key.column.table.alias()
        source = source.outerjoin(there, there.c[key.column.name] == here.c[name])
        here = there
    return source, here.c[path[-1]]


def _joined(parts: Iterable[str | None]) -> str:
    return PART.join(str(VALUES.get(part, part)) for part in parts if part)
