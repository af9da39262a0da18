"""Reports of a large year: rosters of 20,000, papers of 500, the dashboard of 50,000 enrolments, beside their aims."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from app import create_app, serve_app
from bench.processes import granian
from bench.year import YEAR, Year, find_year, seed_year
from training.accounts.models import SignIn
from training.accounts.queries import token_hash
from training.classes.models import TrainingClass
from training.core.config import read_settings
from training.core.db import db, operation
from training.core.sheets.xlsx_writing import write_xlsx
from training.reporting.exports import sheet_of
from training.reporting.models import DocumentKind
from training.reporting.operations.documents import create_document, files_of
from training.reporting.operations.figures import keep_figures
from training.reporting.queries.documents import newest_version
from training.reporting.queries.lines import select_lines
from training.reporting.queries.scopes import get_scope
from training.reporting.rules.figures import Wanted
from training.units.models import Unit

#: With the number of the line, fourteen.
COLUMNS = (
    *("code", "family", "given", "birth", "unit", "post", "enrolled"),
    *("read", "meetings", "hours", "attendance", "mark", "result"),
)
RUNS = 5
_TOKEN = "t" * 32
_ISSUERS = (
    {
        "style": "party",
        "above": "Thành ủy",
        "name": "Ban Tuyên giáo",
        "number": "12-DS/BTGTU",
        "signature": ["T/M BAN TUYÊN GIÁO THÀNH ỦY", "PHÓ TRƯỞNG BAN"],
        "signer": "Phạm Thị Ký",
    },
    {
        "style": "state",
        "above": "Ủy ban MTTQ Việt Nam thành phố",
        "name": "Ban Thường trực",
        "number": "05/DS-MTTQ-BTT",
        "signature": ["TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH"],
        "signer": "Nguyễn Văn Đóng",
    },
)


def measure_reports(folder: Path, address: str) -> None:
    """Make the year in a database of its own, serve it, and print the figures."""
    home = folder / "year"
    home.mkdir()
    environ = {"FRONT_DATA_DIR": str(home), "FRONT_SECRET_KEY": "b" * 40, "FRONT_DATABASE_URL": _database(address)}
    app = create_app(read_settings(environ))
    year = seed_year(app)
    print(f"\nreports of a year: {_enrolments(app)} enrolments")
    _tell_workbook(environ)
    with granian("app:serve_app", environ, factory=True) as (port, _pid):
        _tell_pages(app, year, port)
    _tell_papers(app, year)


def _database(address: str) -> str:
    if not address:
        return ""
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE DATABASE large_year")
    return f"{address.rpartition('/')[0]}/large_year"


def _enrolments(app: Flask) -> int:
    with app.app_context():
        found = find_year()
        return len(select_lines(get_scope("year", YEAR), Wanted(), found.administrator).enrolment_ids)


def _tell_workbook(environ: dict[str, str]) -> None:
    """Have a process of its own write the workbook, as the worker does: its memory is of nothing else."""
    command = [sys.executable, "-c", "from bench.reports import write_workbook; write_workbook()"]
    runs = []
    for _run in range(3):
        made = subprocess.run(command, env={**os.environ, **environ}, stdout=subprocess.PIPE, check=True)
        runs.append(json.loads(made.stdout))
    found = sorted(runs, key=lambda run: float(run["seconds"]))[1]
    print(
        f"  roster of 20,000 × 14 as XLSX: {found['seconds']:.2f} s (at most 6), "
        f"{max(run['megabytes'] for run in runs):.0f} MB at most (at most 150; {found['before']:.0f} before it began), "
        f"{found['size'] / 1e6:.1f} MB written"
    )


def write_workbook() -> None:
    """Write the roster of the year's large class, and tell as JSON what it cost."""
    with serve_app().test_request_context(), tempfile.TemporaryFile() as out:
        year, before = find_year(), _megabytes()
        began = time.perf_counter()
        selection = select_lines(get_scope("class", year.large_class_id), Wanted(), year.administrator)
        write_xlsx(out, sheet_of(selection, COLUMNS))
        seconds = time.perf_counter() - began
        told = {"seconds": seconds, "size": out.tell(), "before": before, "megabytes": _megabytes()}
    print(json.dumps(told))


def _megabytes() -> float:
    """Return the most memory this process has had; getrusage would count that of its parent before exec."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _tell_pages(app: Flask, year: Year, port: int) -> None:
    cookie = _sign_in(app, year)
    address = f"/rosters/class/{year.large_class_id}.csv?" + "&".join(f"columns={name}" for name in COLUMNS)
    first, whole, size = _timed(port, cookie, address)
    print(
        f"  the same as CSV: {whole:.2f} s (at most 2), first byte after {first:.2f} s (at most 1), {size / 1e6:.1f} MB"
    )
    _tell_hours(year, port, cookie)
    board = f"/dashboards/year/{YEAR}"
    _first, computed, _size = _fetch(port, cookie, board)
    with app.app_context():
        began = time.perf_counter()
        keep_figures()
        keeping = time.perf_counter() - began
    _first, kept, _size = _timed(port, cookie, board)
    print(f"  dashboard of the year: {1000 * kept:.0f} ms (at most 300)")
    print(
        f"    its figures are kept anew by the worker in {keeping:.1f} s; computed for the page alone {computed:.1f} s"
    )


def _tell_hours(year: Year, port: int, cookie: str) -> None:
    """Tell of the ledgers of all cadres, whose lines are added up for each page, and of those of one ward."""
    for what, unit in (("20,000", ""), ("a ward of 1,500", f"&unit={year.ward_id}")):
        pages = _timed(port, cookie, f"/reports/hours?year={YEAR}{unit}")
        files = _timed(port, cookie, f"/reports/hours.csv?year={YEAR}{unit}")
        print(f"  hours ledgers of {what}: page {pages[1]:.2f} s; CSV {files[1]:.2f} s, {files[2] / 1e6:.1f} MB")


def _timed(port: int, cookie: str, address: str) -> tuple[float, float, int]:
    return _median(lambda: _fetch(port, cookie, address))


def _sign_in(app: Flask, year: Year) -> str:
    with app.app_context():
        _write_sign_in(year)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101 -- there is a secret key
    return str(signer.dumps({"_user_id": _TOKEN, "_permanent": True}))


@operation
def _write_sign_in(year: Year) -> None:
    db.session.add(SignIn(token_hash=token_hash(_TOKEN), account_id=year.administrator.account_id, epoch=0))


def _fetch(port: int, cookie: str, address: str) -> tuple[float, float, int]:
    """Return seconds until the first byte, seconds in all, and bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"front={cookie}"})
    answer = connection.getresponse()
    assert answer.status == 200, f"{address}: {answer.status}"  # noqa: S101 -- or the figure would be of a refusal
    size = len(answer.read(1))
    first = time.perf_counter() - began
    size += len(answer.read())
    connection.close()
    return first, time.perf_counter() - began, size


def _median(work: Callable[[], tuple[float, float, int]]) -> tuple[float, float, int]:
    return sorted((work() for _run in range(RUNS)), key=lambda run: run[1])[RUNS // 2]


def _tell_papers(app: Flask, year: Year) -> None:
    with app.test_request_context():
        for kind in (DocumentKind.LEARNERS, DocumentKind.ATTENDANCE):
            began = time.perf_counter()
            document = _freeze(kind, year)
            frozen = time.perf_counter() - began
            version = newest_version(document)
            for form in ("docx", "pdf"):
                began = time.perf_counter()
                made = files_of(version, draft=True, forms=(form,))
                drawn = time.perf_counter() - began + frozen
                size = len(made[form]) / 1000
                print(f"  {kind.value} of 500 for signature as {form}: {drawn:.2f} s (at most 5), {size:.0f} kB")


def _freeze(kind: DocumentKind, year: Year) -> Any:
    small = db.session.scalars(select(TrainingClass.id).where(TrainingClass.code == "LOP-00")).one()
    layout = {"issuers": list(_ISSUERS), "recipients": ["Lưu VT."], "place": "Tam Kỳ", "basis": ""}
    return create_document(
        kind=kind,
        scope=get_scope("class", small).scope,
        unit=db.session.get_one(Unit, year.city_id),
        title="Danh sách",
        subject="Học viên lớp bồi dưỡng cán bộ Mặt trận",
        dated_on=date(YEAR, 11, 5),
        layout=layout,
        settings={"grouped": True, "least_mark": "8", "least_attendance": 50},
        by=year.administrator,
    )
