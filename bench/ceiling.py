"""What this machine can do at most: a constant answer, and a plain Flask view of a like-sized page with one query."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, render_template_string

PAGE = b"ok" * 4000
_local = threading.local()


def constant(_environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 8 KB without looking at the request."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]


TEMPLATE = """<!doctype html><html lang="vi"><head><title>{{ title }}</title></head><body>
<nav>{% for n in range(8) %}<a href="/{{ n }}">{{ n }}</a>{% endfor %}</nav>
<h1>{{ title }}</h1>{% for p in paragraphs %}<p>{{ p }}</p>{% endfor %}</body></html>"""

plain = Flask(__name__)


@plain.get("/healthz")
def healthz() -> str:
    """Tell that it is up."""
    return "ok"


@plain.get("/")
def page() -> str:
    """Render a page of the size of a module with one query."""
    if not hasattr(_local, "db"):
        _local.db = sqlite3.connect(os.environ["BENCH_SQLITE"])
    title = _local.db.execute("SELECT title FROM modules WHERE id = ?", (1,)).fetchone()[0]
    return render_template_string(TEMPLATE, title=title, paragraphs=["Mặt trận " * 40] * 14)
