"""The database: base class, column types, and `@operation`, the one owner of transactions.

What differs between SQLite and PostgreSQL is in this file, and in `ids`.
"""

from __future__ import annotations

import enum
import fcntl
import functools
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Engine, Enum, MetaData, Table, TextClause, bindparam, event
from sqlalchemy import text as sql_text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import Connection, Dialect, ExceptionContext, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import JSON, TypeDecorator

from training.core import audit, clock
from training.core.errors import Conflict, NotFound, Refusal
from training.core.i18n import _

P = ParamSpec("P")
R = TypeVar("R")


class Model(DeclarativeBase):
    """Base of all tables. Constraint names are derived, so that both engines and migrations agree on them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON, Any: JSON}


# Flask-SQLAlchemy gives engines and the request's session; tables are plain SQLAlchemy: it stays easy to drop.
db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is not an instant")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kind: type[enum.Enum]) -> Enum:
    """Return the column type for `kind`: its values as text, held by a CHECK constraint on both engines."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [m.value for m in members],
    )


# --- engines -------------------------------------------------------------------------------------


def engine_options(url: str, *, threads: int = 32) -> dict[str, Any]:
    """Return the engine options for `url` with room for `threads` concurrent requests."""
    options: dict[str, Any] = {"pool_size": threads, "max_overflow": 8, "pool_timeout": 20}
    if make_url(url).get_backend_name() == "sqlite":
        # 10 s: longer than the longest queue of writers measured under full load.
        options["connect_args"] = {"timeout": 10, "check_same_thread": False, "isolation_level": None}
    else:
        options["pool_pre_ping"] = True
    return options


@event.listens_for(Engine, "handle_error")
def _find_nothing(context: ExceptionContext) -> None:
    # A number or a NUL that the database cannot hold, of an address or a hidden field, names nothing in it.
    error = context.original_exception
    out_of_range = isinstance(error, OverflowError) or getattr(error, "sqlstate", None) == "22003"
    if out_of_range or "NUL (0x00)" in str(error):
        raise NotFound(_("There is no such thing.")) from None


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    # FULL: an acknowledged answer survives a power cut, at the price of one fsync a commit.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-8000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # The driver's own BEGIN is off (isolation_level=None): it would leave SELECTs outside the
    # transaction, and a deferred one that turns writer fails with "database is locked".
    if connection.dialect.name == "sqlite":
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


class _Turns:
    """Lets SQLite writers of this machine in one by one, in a fair queue; SQLite's own busy loop starves some."""

    def __init__(self) -> None:
        self._threads = threading.Lock()

    @contextmanager
    def take(self, path: Path) -> Iterator[None]:
        with self._threads, path.open("a") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield


_turns = _Turns()


def _write_turn(engine: Engine) -> Any:
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return nullcontext()
    return _turns.take(Path(f"{name}-queue"))


def upsert(
    table: Table | type[Model],
    rows: list[dict[str, Any]],
    *,
    key: list[str],
    update: Sequence[str],
    add: Sequence[str] = (),
    where: Any = None,
) -> None:
    """Insert `rows`; of those whose `key` columns exist already, set the columns `update` and raise the columns `add`.

    `where` limits the update: a callable that is given the proposed row's columns and returns a condition.
    """
    if not rows:
        return
    insert = sqlite_insert if db.engine.dialect.name == "sqlite" else postgresql_insert
    statement = insert(table)
    columns = statement.table.c
    statement = statement.on_conflict_do_update(
        index_elements=key,
        set_={name: statement.excluded[name] for name in update}
        | {name: columns[name] + statement.excluded[name] for name in add},
        where=where(statement.excluded) if where is not None else None,
    )
    db.session.execute(statement, rows)


def insert_rows(
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: tuple[str, ...] = (),
    update: tuple[str, ...] = (),
    newer: str = "",
) -> None:
    """Write `rows`, all with the same columns, by one statement; where `key` exists already, set its `update` columns.

    With `newer`, only those whose proposed value of that column is greater. Defaults are not filled in. A driver lets
    other threads run after each row that it is given singly, and the writers of SQLite would all wait meanwhile.
    """
    if rows:
        statement = _rows_statement(table, tuple(rows[0]), len(rows), key, update, newer)
        values = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}
        db.session.execute(statement, values)


@functools.lru_cache(maxsize=400)
def _rows_statement(
    table: Table, columns: tuple[str, ...], count: int, key: tuple[str, ...], update: tuple[str, ...], newer: str
) -> TextClause:
    # SQLAlchemy compiles an INSERT of many rows anew each time; a text is compiled once.
    rows = ", ".join(f"({', '.join(f':{name}_{n}' for name in columns)})" for n in range(count))
    text = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {rows}"  # noqa: S608 -- names of our own tables
    if key:
        values = ", ".join(f"{name} = excluded.{name}" for name in update)
        text += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {values}"
        text += f" WHERE excluded.{newer} > {table.name}.{newer}" if newer else ""
    types = {f"{name}_{n}": table.c[name].type for name in columns for n in range(count)}
    return sql_text(text).bindparams(*(bindparam(name, type_=type_) for name, type_ in types.items()))


# --- operations ----------------------------------------------------------------------------------


#: Called at the start of each outermost operation, inside its transaction.
at_start: list[Callable[[], None]] = []


@dataclass
class _Unit:
    """One outermost operation under way: what to do once it has committed, what it changed."""

    after_commit: list[Callable[[], None]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)


def operation(fn: Callable[P, R]) -> Callable[P, R]:
    """Make `fn` a unit of work: the outermost commits, nested ones join, an exception rolls all back.

    The audit line is written from the keyword `by` in the same transaction.
    """

    @functools.wraps(fn)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        session = db.session()
        if "unit" in session.info:
            return _recorded(session, fn, *args, **kwargs)
        unit = _Unit()
        # Ends the request's read snapshot: whatever was loaded for the page is read afresh under the lock.
        session.rollback()
        session.expire_all()
        with _write_turn(db.engine):
            session.info["unit"] = unit
            try:
                session.connection(execution_options={"write": True})
                for action in at_start:
                    action()
                result = _recorded(session, fn, *args, **kwargs)
                session.commit()
            except StaleDataError as error:
                session.rollback()
                raise Conflict(_("Somebody else has saved this meanwhile. Reload the page and try again.")) from error
            except BaseException:
                session.rollback()
                raise
            finally:
                del session.info["unit"]
        for action in unit.after_commit:
            action()
        return result

    return run


def _recorded(session: Session, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    unit: _Unit = session.info["unit"]
    session.flush()  # what the calling operation changed so far belongs on its own line
    callers, unit.changes = unit.changes, {}
    try:
        result = fn(*args, **kwargs)
        session.flush()
    finally:
        changes, unit.changes = unit.changes, callers
    if "by" in kwargs:
        session.execute(AUDIT.insert(), audit.line(fn.__name__, args, kwargs, result, changes))
    else:
        unit.changes.update(changes)
    return result


def after_commit(action: Callable[[], None]) -> None:
    """Run `action` once the operation under way has committed; never if it rolls back."""
    unit: _Unit = db.session.info["unit"]
    unit.after_commit.append(action)


def _read_before_set(_thing: object, _value: object, _old: object, _initiator: object) -> None:
    """Do nothing: listening with active history makes a column's old value be read before it is overwritten."""


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _keep_old_values(_model: type[Model], _name: str, attribute: Any) -> None:
    if hasattr(attribute.property, "columns"):
        event.listen(attribute, "set", _read_before_set, active_history=True)


@event.listens_for(Session, "before_flush")
def _remember_changes(session: Session, _context: object, _instances: object) -> None:
    unit = session.info.get("unit")
    if unit is not None:
        for thing in session.dirty:
            audit.note_changes(unit.changes, thing)


@contextmanager
def unique(table: str, *columns: str, refusal: Refusal) -> Iterator[None]:
    """Flush what the block adds and raise `refusal` where it breaks the unique constraint on `columns`."""
    try:
        yield
        db.session.flush()
    except IntegrityError as error:
        if breaks(error, table, *columns):
            raise refusal from error
        raise


def breaks(error: IntegrityError, table: str, *columns: str) -> bool:
    """Tell whether `error` comes from the unique constraint or index of `table` on `columns`."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        named = {f"{kind}_{table}_{'_'.join(columns)}" for kind in ("uq", "ix")}
        return diagnosis.constraint_name in {*named, f"pk_{table}"}
    return str(error.orig).endswith(": " + ", ".join(f"{table}.{column}" for column in columns))


class AuditEntry(Model):
    """One line of the audit trail: who did what to what, when, from where; never changed or deleted."""

    __table__ = audit.table(Model.metadata, UTCDateTime(), clock.now)


def table_of(model: type[Model]) -> Table:
    """Return the table of `model`, for statements that need no entities."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- narrows the type for mypy
    return table


AUDIT = table_of(AuditEntry)
