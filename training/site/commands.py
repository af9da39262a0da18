"""`flask serve` and `flask worker`: the database brought up to date, a first start filled, server and worker run."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from training.accounts.operations import new_setup_token
from training.accounts.queries import has_administrator
from training.attendance.operations.warnings import warn_all
from training.completion.webhooks.working import work_on_webhooks
from training.core import jobs, limits, once
from training.core.access import SYSTEM
from training.core.jobs.runner import drop_old_jobs
from training.learning.operations.expiry import settle_expired
from training.reporting.operations.figures import keep_figures
from training.site.demo import ACCOUNTS, PASSWORD, load_demo

#: Seconds that the server is given to answer what it has begun.
PATIENCE = 20


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes; one for each core.")
@click.option("--empty", is_flag=True, help="Load no demonstration data; print a link for the first administrator.")
@with_appcontext
def serve(host: str, port: int, workers: int, *, empty: bool) -> None:
    """Set up the database and serve it with the production server and the worker."""
    _refuse_taken_port(host, port)
    upgrade()
    _fill(f"http://{host}:{port}", empty=empty)
    sys.exit(_run(host, port, workers))


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Do long work that pages have started, and what is due from time to time, such as closing attempts."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    grace = current_app.config["SETTINGS"].attempt_grace_seconds
    jobs.every(15, lambda: settle_expired(grace=grace, by=SYSTEM))
    jobs.every(300, keep_figures)
    jobs.every(3600, once.forget_old_forms)
    jobs.every(3600, limits.forget_old_tries)
    jobs.every(3600, drop_old_jobs)
    jobs.every(3600, lambda: warn_all(by=SYSTEM))
    gc.freeze()  # As app.serve_app does.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # What is due must not wait for long work: attempts are closed while certificates are printed.
    for long_work in (jobs.work_on_jobs, work_on_webhooks):
        threading.Thread(target=long_work, args=(app, stop), daemon=True).start()
    jobs.work(app, stop)


def _refuse_taken_port(host: str, port: int) -> None:
    # Two servers on one port would both start (SO_REUSEPORT) and share the requests.
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            raise click.ClickException(f"Port {port} is in use. Stop the other server or choose another: --port 8001")


def _fill(address: str, *, empty: bool) -> None:
    if has_administrator():
        click.echo(f"Front Training: {address}")
    elif empty:
        click.echo(f"Make the first administrator, once: {address}/setup/{new_setup_token()}")
    else:
        click.echo("First start: loading the starter courses and the demonstration city …")
        load_demo(address)
        click.echo(f"\nFront Training: {address}\nDemonstration accounts (password {PASSWORD}):")
        for account in ACCOUNTS:
            click.echo(f"  {account.phone}  {account.what:<24} {account.name}")


def _run(host: str, port: int, workers: int) -> int:
    python = Path(sys.executable)
    server = [
        *(str(python.with_name("granian")), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "32", "--respawn-failed-workers"),
        *("--no-ws", "--log-level", "error", "--factory", "app:serve_app"),
    ]
    with (
        subprocess.Popen(server, start_new_session=True) as front,  # noqa: S603
        subprocess.Popen([str(python), "-m", "flask", "worker"], start_new_session=True) as back,  # noqa: S603
    ):
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: _stop(front))
        code = front.wait()
        back.terminate()
    return code


def _stop(front: subprocess.Popen[bytes]) -> None:
    """End the server once running requests are answered; what still hangs after a while is killed."""
    front.terminate()
    last = threading.Timer(PATIENCE, lambda: os.killpg(front.pid, signal.SIGKILL) if front.poll() is None else None)
    last.daemon = True
    last.start()
