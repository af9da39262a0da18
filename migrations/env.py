"""Runs the migrations on the application's own database, SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Enum

from training.core.db import Model, UTCDateTime, db


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write our column types as plain ones, so that old scripts do not depend on today's code."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        values = ", ".join(repr(v) for v in item.enums)
        return f"sa.Enum({values}, name={item.name!r}, native_enum=False, create_constraint=True, length=32)"
    return False


def run(connection: Connection) -> None:
    """Bring the schema up to date in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with db.engine.connect() as opened:
    if opened.dialect.name == "sqlite":
        # A batch change drops and re-creates a table; with foreign keys on, its children would be deleted with it.
        opened.exec_driver_sql("ROLLBACK")
        opened.exec_driver_sql("PRAGMA foreign_keys=OFF")
        opened.exec_driver_sql("BEGIN IMMEDIATE")
    run(opened)
    opened.commit()
    if opened.dialect.name == "sqlite":
        broken = opened.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        opened.rollback()
        opened.exec_driver_sql("PRAGMA foreign_keys=ON")
        if broken:
            msg = f"rows point at nothing after the migration: {broken[:5]}"
            raise RuntimeError(msg)
