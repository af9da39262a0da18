"""`python -m bench`: seed a city, serve it as production does, walk the flows, print figures beside the ceilings."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface

from app import create_app
from bench.certificates import tell as tell_certificates
from bench.client import Timings, User
from bench.flows import FLOWS, expect
from bench.hall import measure_hall
from bench.load import Result, measure
from bench.moodle import EXPORTS, MOODLE
from bench.processes import granian, postgresql
from bench.reports import measure_reports
from bench.rush import rush
from bench.rush import tell as tell_rush
from bench.seed import City, seed
from bench.statistics import measure_statistics
from bench.weight import weigh
from training.core.config import read_settings

EXPORT_RUNS = 5
HEADING = (
    "flow         C   units/s     req/s     p50     p95  p99 ms  CPU ms/req  err   Moodle units/s   ratio\n"
    "(p50 to p99 of the slowest step; the steps of a flow stand below it)"
)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--seconds", type=float, default=8.0, help="length of each run after its warm-up")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--flows", nargs="+", default=list(FLOWS), choices=list(FLOWS))
    parser.add_argument("--no-weight", action="store_true", help="leave out the page weights, which need Chromium")
    parser.add_argument("--no-rush", action="store_true", help="leave out the minute and a half of the rush")
    parser.add_argument("--reports", action="store_true", help="only rosters, papers, dashboards and certificates")
    parser.add_argument(
        "--hall", action="store_true", help="only check-in to a full hall, and the roll on a slow phone"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="front-bench-"))
    try:
        with postgresql(folder, wanted=os.environ.get("DB") == "postgresql") as address:
            _run(options, folder, address)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(options: argparse.Namespace, folder: Path, address: str) -> None:
    if options.reports:
        print(f"database: {'PostgreSQL' if address else 'SQLite'}")
        _reports(folder, address)
        return
    environ = {"FRONT_DATA_DIR": str(folder), "FRONT_SECRET_KEY": "b" * 40, "FRONT_DATABASE_URL": address}
    app = create_app(read_settings(environ))
    city = seed(app)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101 -- there is a secret key
    city.cookies = [signer.dumps({"_user_id": token, "_permanent": True}) for token in city.tokens]
    admin = signer.dumps({"_user_id": city.administrator, "_permanent": True})
    print(f"database: {'PostgreSQL' if address else 'SQLite'}; 500 cadres; two workers, client on the same two cores\n")
    if options.hall:
        with granian("app:serve_app", environ, factory=True) as (port, _pid):
            measure_hall(app, city, port, admin)
        return
    _ceilings(options, city, folder, plain=not address)
    with granian("app:serve_app", environ, factory=True) as (port, pid):
        print(HEADING)
        for name in options.flows:
            for users in options.users:
                _tell(measure(name, FLOWS[name], city, port=port, pid=pid, users=users, seconds=options.seconds))
        _exports(port, admin, city)
        if not options.no_weight:
            weigh(port, city.cookies[0], city)
        measure_hall(app, city, port, admin)
        if not options.no_rush:
            tell_rush(rush(app, city, port))
    measure_statistics(app, city)
    _reports(folder, address)


def _reports(folder: Path, address: str) -> None:
    measure_reports(folder, address)
    tell_certificates()


def _ceilings(options: argparse.Namespace, city: City, folder: Path, *, plain: bool) -> None:
    async def fetch(user: User, _city: City, _number: int) -> None:
        expect(await user.get("page", "/"), 200)

    targets = [("constant", "bench.ceiling:constant")] + ([("plain view", "bench.ceiling:plain")] if plain else [])
    for name, target in targets:
        with granian(target, {"BENCH_SQLITE": str(folder / "front.sqlite")}) as (port, pid):
            result = measure(name, fetch, city, port=port, pid=pid, users=16, seconds=options.seconds / 2)
            rate, cpu = result.requests_per_second, result.cpu_ms_per_request
            print(f"ceiling, {name:10} C=16: {rate:8.0f} req/s, CPU {cpu:.2f} ms/req")
    print()


def _tell(result: Result) -> None:
    slowest = max(result.steps.values(), key=lambda step: step[1]) if result.steps else (0.0, 0.0, 0.0)
    peer = MOODLE.get((result.flow, result.users))
    beside = f"{peer:>15.1f}{result.units_per_second / peer:>8.0f}×" if peer else ""
    print(
        f"{result.flow:10}{result.users:>4}{result.units_per_second:>10.1f}{result.requests_per_second:>10.0f}"
        f"{slowest[0]:>8.0f}{slowest[1]:>8.0f}{slowest[2]:>8.0f}{result.cpu_ms_per_request:>12.2f}{len(result.errors):>5}{beside}"
    )
    if len(result.steps) > 1:
        for step, (p50, p95, p99) in result.steps.items():
            print(f"    {step:16}{p50:>30.0f}{p95:>8.0f}{p99:>8.0f}")
    for error in result.errors[:3]:
        print(f"    {error}")


def _exports(port: int, cookie: str, city: City) -> None:
    async def fetch(kind: str) -> tuple[float, int]:
        user = User(port, Timings())
        user.cookies["front"] = cookie
        began = time.perf_counter()
        answer = expect(await user.get(kind, f"/classes/{city.class_id}/roster.{kind}"), 200)
        await user.close()
        return time.perf_counter() - began, len(answer.raw)

    print()
    for kind in ("xlsx", "csv"):
        times = sorted(asyncio.run(fetch(kind)) for _ in range(EXPORT_RUNS))
        median, size = times[EXPORT_RUNS // 2]
        print(f"roster of 500 as {kind}: {1000 * median:.0f} ms, {size / 1024:.0f} KB (Moodle: {EXPORTS[kind]} ms)")


if __name__ == "__main__":
    main()
