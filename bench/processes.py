"""Servers started for a measurement, and the processor time that they and their children use."""

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
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(target: str, environ: dict[str, str], *, factory: bool = False) -> Iterator[tuple[int, int]]:
    """Serve `target` as production does (two workers); give its port and process id, end it afterwards."""
    port = free_port()
    command = [
        *(str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "2", "--blocking-threads", "32", "--no-ws", "--log-level", "warning"),
        *(("--factory",) if factory else ()),
        target,
    ]
    with subprocess.Popen(command, env={**os.environ, **environ}) as server:
        try:
            _await(port)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)


def _await(port: int) -> None:
    for _attempt in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def cpu_seconds(pid: int) -> float:
    """Return the user and system time that `pid` and its living descendants have used."""
    return sum(_own(p) for p in [pid, *_descendants(pid)])


def _descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_descendants(child)]
    return found


def _own(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def postgresql(folder: Path, *, wanted: bool) -> Iterator[str]:
    """Start a PostgreSQL of our own below `folder` with fsync on, and give its address; an empty one for SQLite."""
    if not wanted:
        yield ""
        return
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), default=None)
    if programs is None:
        raise SystemExit("no PostgreSQL here: apt install postgresql")
    port, data = free_port(), folder / "postgresql"
    data.mkdir(mode=0o700)
    folder.chmod(0o755)
    prefix = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if prefix:
        shutil.chown(data, "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c max_connections=200"
    initdb = [
        str(programs / "initdb"),
        "-D",
        str(data / "db"),
        "-A",
        "trust",
        "-U",
        "front",
        "-E",
        "UTF8",
        "--locale",
        "C",
    ]
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data / "db"), "-w", "-s"]
    subprocess.run([*prefix, *initdb], check=True, cwd="/", stdout=subprocess.DEVNULL)
    subprocess.run([*control, "-l", str(data / "log"), "-o", options, "start"], check=True, cwd="/")
    try:
        yield f"postgresql+psycopg://front@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd="/")
