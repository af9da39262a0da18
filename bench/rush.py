"""The rush: 400 learners begin a quiz within one minute and hand it in within its last ten seconds."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from bench.client import Timings, Unexpected, User
from bench.flows import CSRF, SEEN, answers_of, expect, found
from bench.seed import City
from training.classes.models import ClassQuiz
from training.core import clock
from training.core.db import db, operation
from training.learning.models import Answer, Attempt, AttemptQuestion, AttemptState

LEARNERS = 400
STARTING, SAVING, ENDING = 60.0, 10.0, 10.0  # seconds in which all begin, all save, all hand in
QUESTIONS = 20
ALL_RIGHT = 20


@dataclass
class Sitting:
    """A learner in the rush: the page of the attempt and what is on it."""

    user: User
    path: str = ""
    token: str = ""
    seen: str = ""
    answers: dict[str, str] = field(default_factory=dict)


@dataclass
class Rush:
    """What came of a rush: seconds by step, what was refused, and how many attempts or answers are missing."""

    timings: Timings = field(default_factory=Timings)
    refused: Counter[str] = field(default_factory=Counter)
    lost: int = 0


def rush(app: Flask, city: City, port: int) -> Rush:
    """Let the rush go over the server on `port`, then look into the database for what it left there."""
    with app.app_context():
        _close_in(city, seconds=STARTING + SAVING + ENDING + 1)
        before = db.session.scalar(select(func.max(Attempt.id))) or 0
        db.session.remove()
    result = Rush()
    asyncio.run(_go(city, port, result))
    with app.app_context():
        result.lost = _lost(after=before)
        db.session.remove()
    return result


@operation
def _close_in(city: City, *, seconds: float) -> None:
    closes_at = clock.now() + timedelta(seconds=seconds)
    db.session.merge(ClassQuiz(class_id=city.class_id, quiz_id=city.quiz_id, closes_at=closes_at))


async def _go(city: City, port: int, result: Rush) -> None:
    sittings = [Sitting(User(port, result.timings)) for _ in range(LEARNERS)]
    for sitting, cookie in zip(sittings, city.cookies, strict=False):
        sitting.user.cookies["front"] = cookie
    for step, seconds in ((_begin, STARTING), (_save, SAVING), (_hand_in, ENDING)):
        await _spread(sittings, step, seconds, city=city, result=result)


async def _spread(
    sittings: list[Sitting],
    step: Callable[[Sitting, City], Awaitable[None]],
    seconds: float,
    *,
    city: City,
    result: Rush,
) -> None:
    """Have each do `step` at a moment of its own within `seconds`, whether the others are done or not."""
    began = time.perf_counter()

    async def one(sitting: Sitting, moment: float) -> None:
        await asyncio.sleep(max(0.0, began + moment - time.perf_counter()))
        try:
            await step(sitting, city)
        except (Unexpected, OSError, asyncio.IncompleteReadError) as error:
            result.refused[f"{step.__name__.strip('_')}: {error}"[:200]] += 1
        # A phone that was read on for a while comes back on a new connection.
        await sitting.user.close()

    moments = [random.uniform(0, seconds) for _ in sittings]
    await asyncio.gather(*(one(sitting, moment) for sitting, moment in zip(sittings, moments, strict=True)))


async def _begin(sitting: Sitting, city: City) -> None:
    intro_path = f"/learn/classes/{city.class_id}/quizzes/{city.quiz_id}"
    intro = expect(await sitting.user.get("quiz intro", intro_path), 200)
    token = found(CSRF, intro.text)
    started = expect(await sitting.user.post("start", f"{intro_path}/start", {"csrf_token": token}), 303)
    sitting.path = started.headers["location"]
    page = expect(await sitting.user.get("questions", sitting.path), 200).text
    sitting.token, sitting.seen, sitting.answers = found(CSRF, page), found(SEEN, page), answers_of(page, ALL_RIGHT)


async def _save(sitting: Sitting, _city: City) -> None:
    half = list(sitting.answers.items())[: QUESTIONS // 2]
    changes = [{"position": int(name[1:]), "response": [value], "sequence": 1} for name, value in half]
    body = json.dumps({"writer": "bench", "changes": changes}).encode()
    expect(await sitting.user.post_json("autosave", f"{sitting.path}/answers", body, sitting.token), 200, "saved_at")


async def _hand_in(sitting: Sitting, _city: City) -> None:
    form = {"csrf_token": sitting.token, "seen": sitting.seen, "writer": "bench", "action": "submit", "confirmed": "1"}
    handed = expect(await sitting.user.post("hand in", sitting.path, {**form, **sitting.answers}), 303)
    expect(await sitting.user.get("review", handed.headers["location"]), 200)


def _lost(*, after: int) -> int:
    """Count what is missing: learners without a marked attempt, answers without a row, marks that were not given."""
    mine = Attempt.id > after
    marked = select(func.count()).select_from(Attempt).where(mine, Attempt.state == AttemptState.MARKED)
    answered = select(func.count()).select_from(Answer).join(AttemptQuestion).join(Attempt).where(mine)
    score = db.session.scalar(select(func.sum(Attempt.score)).where(mine)) or 0
    attempts = db.session.scalar(marked) or 0
    answers = db.session.scalar(answered.where(Answer.response.is_not(None))) or 0
    missing = (LEARNERS - attempts, LEARNERS * QUESTIONS - answers, LEARNERS * ALL_RIGHT - int(score))
    return sum(max(one, 0) for one in missing)


def tell(result: Rush) -> None:
    """Print what came of a rush."""
    print(f"\nrush: {LEARNERS} starts within {STARTING:.0f} s, {LEARNERS} submissions in the last {ENDING:.0f} s")
    print("    step             count     p50     p95     p99     max (ms)")
    for step, times in result.timings.steps.items():
        ordered = sorted(times)
        p50, p95, p99 = (1000 * ordered[min(len(ordered) - 1, int(len(ordered) * p))] for p in (0.5, 0.95, 0.99))
        print(f"    {step:16}{len(times):>6}{p50:>8.0f}{p95:>8.0f}{p99:>8.0f}{1000 * ordered[-1]:>8.0f}")
    print(f"    refused: {sum(result.refused.values())}, lost: {result.lost}")
    for words, count in result.refused.most_common(3):
        print(f"    {count} x {words}")
