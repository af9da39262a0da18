"""A hall that opens late: 400 check in within 60 seconds while 100 others read; its roll on a slow phone; its door."""

from __future__ import annotations

import asyncio
import random
import re
import secrets
import time
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from bench.client import Timings, User
from bench.door import measure_door, prepare_door
from bench.flows import expect
from bench.phone import SLOW, slow_phone
from bench.seed import City
from training.attendance.queries.rolls import count_checked_in
from training.attendance.rules.codes import key_of, signature_of, step_at
from training.classes.models import ClassState, Enrolment, Meeting, TrainingClass
from training.core import clock
from training.core.config import Settings
from training.core.db import db, operation

LEARNERS, SECONDS, READERS = 400, 60.0, 100
#: A reader opens another page so many seconds after the last has come.
PAUSE = 5.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@operation
def _hall(class_id: int) -> list[Meeting]:
    """Open a class of the first 400 learners with two meetings under way: one for check-ins, one for the door."""
    city = db.session.get_one(TrainingClass, class_id)
    made = TrainingClass(
        plan_id=city.plan_id,
        unit_id=city.unit_id,
        code="LOP-HT",
        title="Lớp ở hội trường",
        state=ClassState.OPEN,
        opens_on=city.opens_on,
        closes_on=city.closes_on,
    )
    db.session.add(made)
    db.session.flush()
    learners = select(Enrolment).where(Enrolment.class_id == class_id).order_by(Enrolment.id).limit(LEARNERS)
    for one in db.session.scalars(learners):
        kept = {"person_id": one.person_id, "unit_id": one.unit_id, "post_title": one.post_title, "how": one.how}
        db.session.add(Enrolment(class_id=made.id, **kept))
    return [_meeting(made.id, title) for title in ("Hội trường", "Cửa hội trường")]


def _meeting(class_id: int, title: str) -> Meeting:
    starts_at = clock.now() - timedelta(minutes=1)
    made = Meeting(
        class_id=class_id,
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        study_hours=4,
        room="Hội trường tầng 2",
        secret=secrets.token_hex(16),
    )
    db.session.add(made)
    return made


def measure_hall(app: Flask, city: City, port: int, staff_cookie: str) -> None:
    """Print how quick check-ins are while a hall fills, its roll on a slow phone, and one tablet at its door."""
    with app.app_context():
        meeting, door = _hall(city.class_id)
        place, key = (meeting.class_id, meeting.id), key_of(meeting.secret, meeting.room)
        asked = prepare_door(door)
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
    measure_door(asked, port, staff_cookie)


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
    base = f"http://127.0.0.1:{port}"
    with slow_phone(base, cookie) as page:
        if page is None:
            return
        cold = _open(page, base + path)
        page.locator("[data-held]").wait_for(timeout=60_000)
        kept = [_open(page, base + path) for _again in range(5)]
    print(f"roll of {LEARNERS} on a slow phone ({SLOW}): cold {cold:.1f} s, ", end="")
    print("from cache " + ", ".join(f"{seconds:.2f} s" for seconds in kept))


def _open(page: Any, address: str) -> float:
    """Return the seconds until the list stands there with its buttons, and its script takes taps."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#roll[data-unsent] input[type=radio]", state="attached", timeout=60_000)
    return time.perf_counter() - began
