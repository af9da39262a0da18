"""A real server on a database of its own, and a real browser, for the tests of this folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app import create_app
from tests.conftest import skip_or_fail
from training.core.config import Settings
from training.core.db import db

ROOT = Path(__file__).parent.parent.parent
SECRET = "e" * 40


@dataclass
class LiveSite:
    """A server process of production's kind, and the application to look into its database with."""

    url: str
    app: Flask
    folder: Path
    process: subprocess.Popen[bytes]
    database_url: str = ""

    @property
    def port(self) -> int:
        """Return the port that the server listens on."""
        return int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """Kill the server and its workers without warning, if it runs."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """Kill the server without warning and start it again on the same port and database."""
        self.kill()
        self.process = _serve(self.folder, self.port, self.database_url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(folder: Path, port: int, database_url: str = "") -> subprocess.Popen[bytes]:
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "error"),
        *("--factory", "app:serve_app"),
    ]
    environ = {
        **os.environ,
        "FRONT_DATA_DIR": str(folder),
        "FRONT_SECRET_KEY": SECRET,
        "FRONT_DATABASE_URL": database_url,
    }
    process = subprocess.Popen(command, env=environ, cwd=ROOT, start_new_session=True)
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not come up")


def live_site(folder: Path, database_url: str = "") -> Iterator[LiveSite]:
    """Give a server on an empty, migrated database; the test holds an application context on the same database."""
    app = create_app(Settings(data_dir=folder, database_url=database_url, secret_key=SECRET))
    with app.app_context():
        upgrade()
        port = _free_port()
        server = _serve(folder, port, database_url)
        site = LiveSite(f"http://127.0.0.1:{port}", app, folder, server, database_url)
        try:
            yield site
        finally:
            site.process.terminate()
            site.process.wait()
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveSite]:
    """A server of its own for one test."""
    yield from live_site(tmp_path)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless; skipped by name where there is none."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        skip_or_fail("no Chromium: apt install chromium")
    expect.set_options(timeout=15_000)  # a machine that runs all tests at once is slow
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live: LiveSite) -> Iterator[Page]:
    """A phone's browser window on the live site."""
    context = chromium.new_context(base_url=live.url, viewport={"width": 390, "height": 844}, locale="vi-VN")
    yield context.new_page()
    context.close()
