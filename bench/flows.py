"""What virtual users do, step by step; each response is checked to have done what it should."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Awaitable, Callable
from itertools import count

from bench.client import Response, Unexpected, User
from bench.seed import LAST_PARAGRAPH, PASSWORD, City

Flow = Callable[[User, City, int], Awaitable[None]]

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
_OPTION = re.compile(r'name="(q\d+)" value="([^"]+)"(?:(?!name=).)*?Phương án (\d) của câu', re.DOTALL)
SEEN = re.compile(r'name="seen" value="([^"]*)"')
_RESULT = re.compile(r"<h2>\s*(\d+)\D+20\b")
_sign_ins = count()


def expect(response: Response, status: int, marker: str = "") -> Response:
    """Return the response if it has the status and the text expected; raise Unexpected otherwise."""
    if response.status != status:
        raise Unexpected(f"status {response.status} instead of {status}: {response.text[:300]}")
    if marker and marker not in response.text:
        raise Unexpected(f"{marker!r} is not on the page")
    return response


def found(pattern: re.Pattern[str], text: str) -> str:
    """Return the pattern's group on a page; raise Unexpected where it is not there."""
    match = pattern.search(text)
    if match is None:
        raise Unexpected(f"{pattern.pattern} is not on the page")
    return match.group(1)


async def sign_in(user: User, city: City, _number: int) -> None:
    """Sign in with the password on a fresh session; every unit another of the 500 cadres."""
    user.cookies.clear()
    page = expect(await user.get("sign-in page", "/sign-in"), 200)
    phone = city.phones[next(_sign_ins) % len(city.phones)]
    form = {"csrf_token": found(CSRF, page.text), "identifier": phone, "password": PASSWORD, "next": "/learn"}
    answer = expect(await user.post("sign-in", "/sign-in", form), 303)
    expect(await user.get("landing page", answer.headers["location"]), 200, "/sign-out")


async def course(user: User, city: City, _number: int) -> None:
    """Open the page of the class with the outline of its course."""
    expect(await user.get("class page", f"/learn/classes/{city.class_id}"), 200, city.quiz_title)


async def module(user: User, city: City, _number: int) -> None:
    """Open a module of 8 KB."""
    path = f"/learn/classes/{city.class_id}/modules/{city.module_id}"
    expect(await user.get("module page", path), 200, LAST_PARAGRAPH)


async def attempt(user: User, city: City, number: int) -> None:
    """Take the quiz: intro, start, 20 questions, autosave of 10, all handed in, review with the right mark.

    Every unit is another of the 500 cadres, for nobody takes one quiz fifty times.
    """
    user.cookies["front"] = city.cookies[number % len(city.cookies)]
    intro_path = f"/learn/classes/{city.class_id}/quizzes/{city.quiz_id}"
    intro = expect(await user.get("quiz intro", intro_path), 200)
    token = found(CSRF, intro.text)
    started = expect(await user.post("start", f"{intro_path}/start", {"csrf_token": token}), 303)
    path = started.headers["location"]
    page = expect(await user.get("questions", path), 200).text
    right_wanted = random.randint(0, 20)
    answers = answers_of(page, right_wanted)
    await _autosave(user, path, answers, token)
    form = {
        "csrf_token": found(CSRF, page),
        "seen": found(SEEN, page),
        "writer": "bench",
        "action": "submit",
        "confirmed": "1",
        **answers,
    }
    handed = expect(await user.post("hand in", path, form), 303)
    review = expect(await user.get("review", handed.headers["location"]), 200)
    if found(_RESULT, review.text) != str(right_wanted):
        raise Unexpected(f"the review does not say {right_wanted} of 20")


def answers_of(page: str, right_wanted: int) -> dict[str, str]:
    """Return the values of a form that answers all questions of a page, so many of them rightly."""
    options: dict[str, dict[str, str]] = {}
    for name, value, which in _OPTION.findall(page):
        options.setdefault(name, {})[which] = value
    if len(options) != 20 or any(len(found) != 4 for found in options.values()):
        raise Unexpected(f"not 20 questions of four options: {[len(o) for o in options.values()]}")
    right = set(random.sample(sorted(options), right_wanted))
    return {name: found["1" if name in right else "2"] for name, found in options.items()}


async def _autosave(user: User, path: str, answers: dict[str, str], token: str) -> None:
    changes = [
        {"position": int(name[1:]), "response": [value], "sequence": 1} for name, value in list(answers.items())[:10]
    ]
    body = json.dumps({"writer": "bench", "changes": changes}).encode()
    expect(await user.post_json("autosave", f"{path}/answers", body, token), 200, "saved_at")


FLOWS: dict[str, Flow] = {"sign-in": sign_in, "course": course, "module": module, "attempt": attempt}
