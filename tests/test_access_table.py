"""Who gets what on every route: one row a route in access_table.txt; a route without a row fails.

A cell is the status that the role gets with a form sent empty: 403 and 404 are refusals, `in` leads to sign in,
anything else is the page's own answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import CheckingClient
from tests.scene import make_scene
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
    if response.status_code in {302, 303} and response.headers["Location"].startswith("/sign-in?"):
        return "in"
    return str(response.status_code)


def found(app: Flask, cast: Cast, role: str) -> dict[tuple[str, str], str]:
    """Call every route as `role`, each on the same state of things."""
    scene = make_scene(app, cast)
    actor = getattr(cast, role, None)
    scene.keep()
    cells = {}
    for method, endpoint in sorted(routes(app)):
        cells[method, endpoint] = answer(app, actor, method, scene.path(app, endpoint))
        if method != "GET" or actor is not None:
            scene.reset()
    return cells


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert set(routes(app)) == set(table())


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(app: Flask, cast: Cast, role: str) -> None:
    column = ROLES.index(role)
    asked = {route: cells[column] for route, cells in table().items()}
    got = found(app, cast, role)
    assert {route: (asked[route], cell) for route, cell in got.items() if asked[route] != cell} == {}
