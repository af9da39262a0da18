"""Work that is due from time to time, run by the worker process that the server is started with."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from training.core.db import db

log = logging.getLogger(__name__)


@dataclass
class _Task:
    """A function that is due every `seconds`."""

    run: Callable[[], object]
    seconds: float
    due: float = 0.0


_tasks: list[_Task] = []


def every(seconds: float, run: Callable[[], object]) -> None:
    """Have `run` called about every `seconds` in the worker."""
    _tasks.append(_Task(run, seconds))


def work(app: Flask, stop: threading.Event) -> None:
    """Call what is due until `stop` is set; a task that fails is logged and called again at its next time."""
    while not stop.is_set():
        for task in _tasks:
            if time.monotonic() >= task.due:
                task.due = time.monotonic() + task.seconds
                _call(app, task)
        stop.wait(1.0)


def _call(app: Flask, task: _Task) -> None:
    with app.app_context():
        try:
            task.run()
        except Exception:
            log.exception("periodic work failed: %s", getattr(task.run, "__name__", task.run))
        finally:
            db.session.remove()
