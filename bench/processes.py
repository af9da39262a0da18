"""Servers started for a measurement, and the processor time that they and their children use."""

from __future__ import annotations

import os
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
    for _attempt in range(150):
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
