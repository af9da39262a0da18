"""Fixtures for all tests: the application on both databases, a small cast, makers, the checking browser client."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app import create_app
from tests.cast import Cast, make_cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.core import kept
from training.core.config import Settings
from training.core.db import Model, db
from training.core.i18n import speaking

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "data"
IN_CI = os.environ.get("CI", "") not in {"", "0", "false"}
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")


def skip_or_fail(reason: str) -> None:
    """Skip a test for `reason`; in CI nothing may be skipped."""
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input that lies beside the project."""
    if not SHARED.is_dir():
        skip_or_fail("../shared/data is not beside the project")
    return SHARED


@pytest.fixture(autouse=True)
def _words(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let pages and operations speak Vietnamese, as installed; rules without an application speak as the code does."""
    with speaking("vi" if {"app", "live"} & set(request.fixturenames) else "en"):
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run operations and queries on both databases; pages and rules on one."""
    if "engine_name" not in metafunc.fixturenames:
        return
    module = metafunc.module.__name__.rsplit(".", 1)[-1]
    both = module.startswith(
        ("test_operations", "test_queries", "test_database")
    ) or metafunc.definition.get_closest_marker("postgresql")
    names = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgresql)] if both else ["sqlite"]
    metafunc.parametrize("engine_name", names, scope="session")


class Stage:
    """One application on one database, and the way back to its first, empty state."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.app = create_app(
            Settings(data_dir=folder, database_url=self._address(), secret_key="x" * 40), testing=True
        )
        with self.app.app_context():
            Model.metadata.drop_all(db.engine)
            Model.metadata.create_all(db.engine)
            db.engine.dispose()
        if name == "sqlite":
            shutil.copy(folder / "front.sqlite", folder / "empty.sqlite")

    def _address(self) -> str:
        return "" if self.name == "sqlite" else _postgresql_of_this_worker()

    def restore(self) -> None:
        """Put the database back to empty tables."""
        kept.forget_all()
        with self.app.app_context():
            if self.name == "postgresql":
                # Deleting from tables that are mostly empty is far quicker than truncating all of them.
                tables = "".join(f'DELETE FROM "{t}";' for t in Model.metadata.tables)
                with db.engine.begin() as connection:
                    connection.execute(text(f"SET LOCAL session_replication_role = replica; {tables}"))
                    connection.execute(text("SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences"))
                return
            db.engine.dispose()
        for leftover in self.folder.glob("front.sqlite-*"):
            leftover.unlink()
        shutil.copy(self.folder / "empty.sqlite", self.folder / "front.sqlite")


def _postgresql_of_this_worker() -> str:
    if not POSTGRESQL:
        skip_or_fail("no PostgreSQL: apt install postgresql, then run `make test` or set TEST_DATABASE_URL")
    name = f"front_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}_{os.getpid()}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        )
    server.dispose()
    return str(server.url.set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    made: dict[str, Stage] = {}
    yield made
    for stage in made.values():
        with stage.app.app_context():
            db.engine.dispose()
            name, address = stage.name, db.engine.url
        if name == "postgresql":
            server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
            with server.connect() as connection:
                connection.execute(text(f"DROP DATABASE {address.database} WITH (FORCE)"))
            server.dispose()


@pytest.fixture
def app(engine_name: str, stages: dict[str, Stage], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with an empty database, inside an application context."""
    if engine_name not in stages:
        stages[engine_name] = Stage(engine_name, tmp_path_factory.mktemp(engine_name))
    stage = stages[engine_name]
    stage.restore()
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


@pytest.fixture
def make(app: Flask) -> Makers:
    """Makers of things with good defaults."""
    return Makers()


@pytest.fixture
def cast(make: Makers) -> Cast:
    """An administrator, a ward manager, a trainer, a cadre enrolled, one not enrolled."""
    return make_cast(make)


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    """A browser client that checks every page it is given; nobody is signed in."""
    return CheckingClient(app)
