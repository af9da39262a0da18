"""The audit trail: what one line holds and how it is read off an operation's call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Integer, MetaData, String, Table, inspect
from sqlalchemy.types import TypeEngine

#: Network address of the request being served; empty for commands and jobs.
address: ContextVar[str] = ContextVar("audit_address", default="")

#: Arguments that are never written down.
SECRETS = {"password", "new_password", "code", "token", "secret", "key", "data", "password_hash"}


def table(metadata: MetaData, instant: TypeEngine[datetime], now: Callable[[], datetime]) -> Table:
    """Define the table in `metadata`; the base class of models hands in its own types."""
    return Table(
        "audit_entries",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("at", instant, nullable=False, default=now, index=True),
        Column("account_id", ForeignKey("accounts.id"), index=True),
        Column("verb", String(64), nullable=False),
        Column("kind", String(64), nullable=False),
        Column("thing_id", Integer),
        Column("details", JSON, nullable=False),
        Column("address", String(64), nullable=False),
    )


def line(
    verb: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], result: object, changes: dict[str, Any]
) -> dict[str, Any]:
    """Describe a finished operation: its verb, the thing it made or was given, its plain arguments, what changed.

    Further things that it was given or made are named beside the first, as "with".
    """
    thing = next((t for t in (*args[:1], result, *args[1:]) if _is_row(t)), None)
    given = {name: _plain(value) for name, value in kwargs.items() if name not in SECRETS and name != "by"}
    details: dict[str, Any] = {"given": {name: value for name, value in given.items() if value is not None}}
    if others := _others(args, result, thing):
        details["with"] = others
    if changes:
        details["changes"] = changes
    return {
        "account_id": getattr(kwargs["by"], "account_id", None),
        "verb": verb,
        "kind": type(thing).__tablename__ if thing is not None and hasattr(type(thing), "__tablename__") else "",
        "thing_id": getattr(thing, "id", None),
        "details": details,
        "address": address.get(),
    }


def note_changes(into: dict[str, Any], thing: object) -> None:
    """Add old and new values of `thing`'s changed columns to `into`, secrets left out."""
    state = inspect(thing, raiseerr=False)
    if state is None:
        return
    changed: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes() and attribute.key not in SECRETS:
            changed[attribute.key] = [
                _plain(v[0]) if (v := history.deleted) else None,
                _plain(v[0]) if (v := history.added) else None,
            ]
    if changed:
        into.setdefault(f"{state.mapper.local_table.name}#{getattr(thing, 'id', '')}", {}).update(changed)


def _others(args: tuple[Any, ...], result: object, thing: object) -> list[str]:
    given = (row for value in args for row in (value if isinstance(value, list | tuple) else [value]))
    rows = (row for row in (*given, result) if _is_row(row) and row is not thing)
    return list(dict.fromkeys(str(_plain(row)) for row in islice(rows, 50)))


def _is_row(thing: object) -> bool:
    # Records that hot paths read in place of entities name their table in the same way.
    return hasattr(type(thing), "__tablename__")


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if len(value) <= 500 else f"{value[:500]}… ({len(value)})"
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if _is_row(value):
        return f"{type(value).__tablename__}#{getattr(value, 'id', '')}"  # type: ignore[attr-defined]
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(v) for v in list(value)[:50]]
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in list(value.items())[:50] if k not in SECRETS}
    return f"<{type(value).__name__}>"
