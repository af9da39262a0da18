"""Who gets what on every route: one row a route in access_table.txt; a route without a row fails.

A cell is the status that the role gets: 200 (or another answer of the page itself, such as 303 or 422 for a form sent
empty), 403, 404, or `in` where one is led to sign in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import CheckingClient
from tests.scene import Scene, make_scene
from training.core.access import Actor

TABLE = Path(__file__).with_name("access_table.txt")
ROLES = ("administrator", "manager", "trainer", "cadre", "stranger", "nobody")


def table() -> dict[tuple[str, str], list[str]]:
    """Read the rows: method, endpoint, one cell a role."""
    rows = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {(row[0], row[1]): row[2:] for row in rows}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Give every route and method of the application."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}):
            yield method, rule.endpoint


def answer(app: Flask, actor: Actor | None, method: str, path: str) -> str:
    """Return the cell that a role earns on a route."""
    client = CheckingClient(app)
    if actor is not None:
        client.sign_in(actor)
    response = client.fetch(method, path)
    if response.status_code in {302, 303} and response.headers["Location"].startswith("/sign-in"):
        return "in"
    return str(response.status_code)


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert set(routes(app)) == set(table())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(app: Flask, cast: Cast, role: str) -> None:
    scene: Scene = make_scene(cast)
    actor = getattr(cast, role, None)
    found = {}
    for (method, endpoint), cells in sorted(table().items()):
        path = scene.path(app, endpoint)
        got = answer(app, actor, method, path)
        if got != cells[ROLES.index(role)]:
            found[f"{method} {endpoint}"] = (cells[ROLES.index(role)], got)
    assert found == {}
