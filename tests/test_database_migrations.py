"""The migrations make exactly the tables that the models describe, on both databases, and can be taken back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from app import create_app
from tests.conftest import POSTGRESQL, skip_or_fail
from training.core.config import Settings
from training.core.db import Model, db


@pytest.fixture
def bare(engine_name: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    if engine_name == "sqlite":
        yield from _application(tmp_path, "")
        return
    if not POSTGRESQL:
        skip_or_fail("no PostgreSQL: apt install postgresql, then run `make test`")
    name = f"front_migrations_{os.getpid()}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield from _application(tmp_path, server.url.set(database=name).render_as_string(hide_password=False))
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _application(folder: Path, url: str) -> Iterator[Flask]:
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="x" * 40), testing=True)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def checks() -> dict[str, set[str]]:
    """Return the names of the CHECK constraints of every table."""
    found = inspect(db.engine)
    return {
        t: {str(c["name"]) for c in found.get_check_constraints(t)}
        for t in found.get_table_names()
        if t != "alembic_version"
    }


def test_upgrading_makes_what_the_models_say(bare: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        differences: list[Any] = compare_metadata(MigrationContext.configure(connection), Model.metadata)
    assert differences == []
    migrated = checks()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    Model.metadata.drop_all(db.engine)
    Model.metadata.create_all(db.engine)
    assert migrated == checks()


def test_downgrading_leaves_nothing(bare: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
