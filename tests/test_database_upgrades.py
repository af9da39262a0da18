"""Released databases survive every upgrade: a row in each table of the first release is there afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    func,
    select,
)
from sqlalchemy.sql.ddl import sort_tables_and_constraints

from tests.test_database_migrations import bare
from training.core.db import db

__all__ = ["bare"]

#: Where a value by the column's type would break a rule of the table.
SPECIAL: dict[tuple[str, str], Any] = {
    ("slots", "question_id"): 1,
    ("plans", "year"): 2026,
    ("meetings", "ends_at"): datetime(2026, 2, 5, 5, tzinfo=UTC),
    ("attempts", "state"): "in_progress",
}
FIRST = "0001"


def value_for(column: Column[Any], allowed: dict[str, str]) -> Any:
    """Return a value that the column takes; empty where it may be."""
    if (column.table.name, column.name) in SPECIAL:
        return SPECIAL[column.table.name, column.name]
    if column.nullable:
        return None
    if column.name in allowed:
        return allowed[column.name]
    samples: tuple[tuple[Any, Any], ...] = (
        (LargeBinary, b"x"),
        (Boolean, False),
        (JSON, []),
        (DateTime, datetime(2026, 2, 5, 1, tzinfo=UTC)),
        (Date, date(2026, 2, 5)),
        (Integer, 1),
        (Numeric, Decimal(1)),
    )
    return next((value for kind, value in samples if isinstance(column.type, kind)), "x")


def allowed_values(table: Table) -> dict[str, str]:
    """Return, by column, the first value that its list of choices allows."""
    described = {}
    for constraint in db.inspect(db.engine).get_check_constraints(table.name):
        text = str(constraint["sqltext"])
        name = text.strip("(").split()[0].split("::")[0].strip('()"')
        if "'" in text and name in table.c:
            described[name] = text.split("'")[1]
    return described


def fill(tables: Iterable[Table]) -> dict[str, int]:
    """Put one row into each table; return the number of rows of each."""
    with db.engine.begin() as connection:
        for table in tables:
            allowed = allowed_values(table)
            values = {column.name: value_for(column, allowed) for column in table.c}
            connection.execute(table.insert().values({"id": 1, **values} if "id" in table.c else values))
    return count(tables)


def count(tables: Iterable[Table]) -> dict[str, int]:
    with db.engine.connect() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def in_order(metadata: MetaData) -> list[Table]:
    """Return the tables, each after those that its rows must point at."""
    found = sort_tables_and_constraints(
        metadata.tables.values(), filter_fn=lambda key: True if key.columns[key.column_keys[0]].nullable else None
    )
    return [table for table, _ in found if table is not None]


def reflected() -> MetaData:
    found = MetaData()
    found.reflect(db.engine)
    found.remove(found.tables["alembic_version"])
    return found


@pytest.fixture
def filled(bare: Flask) -> dict[str, int]:
    """How many rows each table of the first release has, the newest schema being in force."""
    upgrade(revision=FIRST)
    rows = fill(in_order(reflected()))
    upgrade()
    return rows


def test_no_row_is_lost_on_the_way_up(filled: dict[str, int]) -> None:
    assert set(filled.values()) == {1}
    now = count(in_order(reflected()))
    assert {name: now[name] for name in filled if name in now} == {name: 1 for name in filled if name in now}


def test_the_way_down_keeps_them_too(filled: dict[str, int]) -> None:
    downgrade(revision=FIRST)
    assert count(in_order(reflected())) == filled


def test_attempts_handed_in_before_are_marked(bare: Flask) -> None:
    upgrade(revision=FIRST)
    tables = reflected()
    fill(in_order(tables))
    attempts = tables.tables["attempts"]
    with db.engine.begin() as connection:
        connection.execute(attempts.update().values(state="submitted"))
    upgrade()
    with db.engine.connect() as connection:
        assert connection.scalars(select(attempts.c.state)).all() == ["marked"]
