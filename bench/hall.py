"""A hall that opens late: 400 check in within 60 seconds while 100 others read; the roll on a slow phone."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import shutil
import time
from datetime import timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import sync_playwright

from bench.client import Timings, User
from bench.flows import expect
from bench.seed import City
from training.attendance.queries.rolls import count_checked_in
from training.attendance.rules.codes import key_of, signature_of, step_at
from training.classes.models import Meeting
from training.core import clock
from training.core.config import Settings
from training.core.db import db, operation

LEARNERS, SECONDS, READERS = 400, 60.0, 100
#: A reader opens another page so many seconds after the last has come.
PAUSE = 5.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
#: A slow line: 400 kbit/s, 400 ms there and back.
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CPU_SLOWDOWN = 4


@operation
def _meeting(class_id: int) -> Meeting:
    starts_at = clock.now() - timedelta(minutes=1)
    made = Meeting(
        class_id=class_id,
        title="Hội trường",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        study_hours=4,
        room="Hội trường tầng 2",
        secret=secrets.token_hex(16),
    )
    db.session.add(made)
    return made


def measure_hall(app: Flask, city: City, port: int, staff_cookie: str) -> None:
    """Print how long check-ins take while the hall fills, and how soon the roll of 400 opens on a slow phone."""
    with app.app_context():
        meeting = _meeting(city.class_id)
        place, key = (meeting.class_id, meeting.id), key_of(meeting.secret, meeting.room)
    timings = asyncio.run(_fill(port, city, place[1], key, app.config["SETTINGS"]))
    print(f"\nhall: {LEARNERS} check-ins in {SECONDS:.0f} s while {READERS} read (two workers)")
    for step, times in timings.steps.items():
        ordered = sorted(times)
        p50, p95 = (1000 * ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
        print(f"    {step:12}{len(ordered):>6} p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {1000 * ordered[-1]:.0f} ms")
    with app.app_context():
        counted = count_checked_in(db.session.get_one(Meeting, place[1]))
    if counted != LEARNERS:
        raise SystemExit(f"{counted} of {LEARNERS} have checked in")
    _on_a_slow_phone(port, staff_cookie, f"/roll-call/{place[0]}/{place[1]}")


async def _fill(port: int, city: City, meeting_id: int, key: str, settings: Settings) -> Timings:
    timings, end = Timings(), time.perf_counter() + SECONDS
    every = settings.check_in_code_seconds
    readers = [_read(User(port, timings), cookie, city, end) for cookie in city.cookies[LEARNERS : LEARNERS + READERS]]
    entering = [
        _enter(User(port, timings), cookie, random.uniform(0, SECONDS), meeting_id, key, every)
        for cookie in city.cookies[:LEARNERS]
    ]
    await asyncio.gather(*readers, *entering)
    return timings


async def _enter(user: User, cookie: str, after: float, meeting_id: int, key: str, every: int) -> None:
    await asyncio.sleep(after)
    user.cookies["front"] = cookie
    code = signature_of(key, step_at(clock.now(), every=every))
    page = expect(await user.get("scan", f"/check-in/{meeting_id}?code={code}"), 200)
    found = _TOKEN.search(page.text)
    token = found.group(1) if found else ""
    expect(await user.post("check in", f"/check-in/{meeting_id}", {"csrf_token": token}), 303)
    await user.close()


async def _read(user: User, cookie: str, city: City, end: float) -> None:
    user.cookies["front"] = cookie
    path = f"/learn/classes/{city.class_id}/modules/{city.module_id}"
    await asyncio.sleep(random.uniform(0, PAUSE))
    while time.perf_counter() < end:
        expect(await user.get("read", path), 200)
        await asyncio.sleep(PAUSE)
    await user.close()


def _on_a_slow_phone(port: int, cookie: str, path: str) -> None:
    program = shutil.which("chromium")
    if program is None:
        print("\nthe roll on a slow phone: no Chromium here (apt install chromium)")
        return
    base = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "front", "value": cookie, "url": base}])
        page = context.new_page()
        _slow_down(context, page)
        cold = _open(page, base + path)
        page.locator("[data-held]").wait_for(timeout=60_000)
        kept = [_open(page, base + path) for _again in range(3)]
        browser.close()
    print(f"roll of 500 on a slow phone (CPU 1/{CPU_SLOWDOWN}, 400 kbit/s, 400 ms): cold {cold:.1f} s, ", end="")
    print("from cache " + ", ".join(f"{seconds:.2f} s" for seconds in kept))


def _slow_down(context: Any, page: Any) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})


def _open(page: Any, address: str) -> float:
    """Return the seconds until the list stands there and its script takes taps."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#roll[data-unsent] input[type=radio]", state="attached", timeout=60_000)
    return time.perf_counter() - began
