"""A server killed in the middle of many learners' saving: after its restart every acknowledged answer is there."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from bench.client import Timings, User
from tests.cast import make_cast
from tests.conftest import POSTGRESQL, skip_or_fail
from tests.e2e.conftest import LiveSite, live_site
from tests.makers import Makers
from training.core.db import db
from training.learning.models import Answer, AttemptQuestion
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.attempts import list_asked
from training.learning.queries.quizzes import get_quiz

USERS = 64
ENOUGH = 1000  # answers acknowledged before the server is killed
BROKEN = (OSError, asyncio.IncompleteReadError)


@contextmanager
def database(engine_name: str) -> Iterator[str]:
    """Give the address of an empty database; an empty one for SQLite."""
    if engine_name == "sqlite":
        yield ""
        return
    if not POSTGRESQL:
        skip_or_fail("no PostgreSQL: apt install postgresql, then run `make test`")
    name = f"front_killed_{os.getpid()}"
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveSite]:
    with database(request.param) as address:
        yield from live_site(tmp_path, address)


@dataclass
class Learner:
    """A learner at a page, and what the server has acknowledged to it: by position, number and option."""

    attempt_id: int
    options: list[list[str]]
    cookie: str
    acknowledged: dict[int, tuple[int, str]] = field(default_factory=dict)
    sequence: int = 0

    def change(self) -> dict[str, Any]:
        """Choose another option of the next question."""
        self.sequence += 1
        position = self.sequence % len(self.options) + 1
        option = self.options[position - 1][self.sequence % 4]
        return {"position": position, "response": [option], "sequence": self.sequence}


def enter(site: LiveSite) -> list[Learner]:
    """Have many learners begin attempts at a quiz of ten questions."""
    make = Makers()
    cast = make_cast(make)
    quiz = make.quiz(cast.course, [make.question(cast.course) for _ in range(10)], time_limit=1800)
    signer: Any = site.app.session_interface.get_signing_serializer(site.app)  # type: ignore[attr-defined]
    learners = []
    for _ in range(USERS):
        person = make.person(unit=cast.ward)
        make.enrolment(cast.training_class, person)
        actor = make.account(person)
        attempt_id = begin_or_resume(get_quiz(cast.training_class.id, quiz.id, person_id=person.id), by=actor)
        options = [one.option_order for one in list_asked(attempt_id)]
        cookie = signer.dumps({"_user_id": make.sign_in(actor), "_permanent": True})
        learners.append(Learner(attempt_id, options, cookie))
    db.session.remove()
    return learners


async def keep_saving(learner: Learner, port: int, told: asyncio.Semaphore) -> None:
    """Save answer after answer until the line breaks; note those that the server acknowledged."""
    user = User(port, Timings())
    user.cookies["front"] = learner.cookie
    try:
        state = json.loads((await user.get("state", f"/learn/attempts/{learner.attempt_id}/state")).text)
        while True:
            change = learner.change()
            body = json.dumps({"writer": "phone", "changes": [change]}).encode()
            answer = await user.post_json("save", f"/learn/attempts/{learner.attempt_id}/answers", body, state["csrf"])
            assert answer.status == 200, answer.text
            learner.acknowledged[change["position"]] = (change["sequence"], change["response"][0])
            told.release()
    except BROKEN:
        return
    finally:
        await user.close()


async def save_until_killed(site: LiveSite, learners: list[Learner]) -> None:
    told = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(keep_saving(one, site.port, told)) for one in learners]
    for _ in range(ENOUGH):
        await asyncio.wait_for(told.acquire(), timeout=60)
    site.kill()
    await asyncio.gather(*tasks)


def recorded(learner: Learner) -> dict[int, tuple[int, Any]]:
    """Return what the database has of a learner's answers, by position."""
    found = select(AttemptQuestion.position, Answer.sequence, Answer.response).join(Answer)
    rows = db.session.execute(found.where(AttemptQuestion.attempt_id == learner.attempt_id))
    return {position: (sequence, response) for position, sequence, response in rows}


def in_a_thread(going: Coroutine[Any, Any, None]) -> None:
    """Run it to its end where no browser of other tests has an event loop of its own."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, going).result()


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(site: LiveSite) -> None:
    learners = enter(site)
    in_a_thread(save_until_killed(site, learners))
    site.restart()
    assert all(one.acknowledged for one in learners)
    for learner in learners:
        record = recorded(learner)
        for position, acknowledged in learner.acknowledged.items():
            # The last one sent may be there too: it was stored and the answer to it was cut off.
            assert record[position] == acknowledged or record[position][0] == learner.sequence
