"""Addresses and forms with what no page of ours sends: numbers that no database holds, letters for numbers, NUL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

import training
from tests.cast import Cast
from tests.client import CheckingClient, Page
from tests.scene import Scene, make_scene
from tests.test_access_table import routes

pytestmark = pytest.mark.postgresql

HUGE = "99999999999999999999"
_ASKED = re.compile(r"""request\.(?:args|values)(?:\.get|\.getlist)?[(\[]["'](\w+)["']""")


@pytest.fixture
def scene(app: Flask, cast: Cast, client: CheckingClient) -> Scene:
    """All that addresses name; the administrator is signed in."""
    client.sign_in(cast.administrator)
    return make_scene(app, cast)


def parameters() -> set[str]:
    """Return the names that our pages read from addresses."""
    files = Path(training.__file__).parent.rglob("*.py")
    return {name for file in files for name in _ASKED.findall(file.read_text("utf-8"))}


@pytest.mark.parametrize("odd", [HUGE, "-1", "x", "\0", "9999-12-31"])
def test_no_page_breaks_of_what_an_address_asks(app: Flask, scene: Scene, client: CheckingClient, odd: str) -> None:
    query = "&".join(f"{name}={quote(odd)}" for name in sorted(parameters()))
    for path in pages(app, scene):
        answer = client.fetch("GET", f"{path}{'&' if '?' in path else '?'}{query}")
        assert answer.status_code < 500, path


def test_no_page_breaks_of_a_number_in_its_address(app: Flask, scene: Scene, client: CheckingClient) -> None:
    for method, endpoint in routes(app):
        path = re.sub(r"/\d+", f"/{HUGE}", scene.path(app, endpoint))
        assert client.fetch(method, path).status_code < 500, path


@pytest.mark.parametrize("odd", [HUGE, "x", "\0"])
def test_no_form_breaks_of_what_it_holds(
    app: Flask, cast: Cast, scene: Scene, client: CheckingClient, odd: str
) -> None:
    forms = {form for path in pages(app, scene) for form in forms_on(client, path)}
    assert len(forms) > 100
    for path, fields in sorted(forms):
        answer = client.fetch("POST", path, dict.fromkeys(fields, odd))
        assert answer.status_code < 500, path
        client.sign_in(cast.administrator)


def pages(app: Flask, scene: Scene) -> list[str]:
    return [scene.path(app, endpoint) for method, endpoint in routes(app) if method == "GET"]


def forms_on(client: CheckingClient, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the forms of a page: where each is sent, and its fields."""
    answer = client.fetch("GET", path)
    if answer.mimetype != "text/html":
        return
    for form in Page(answer.text).forms:
        if form.get("method", "get").lower() == "post":
            fields = dict.fromkeys(name for name in form["fields"] if name and name != "csrf_token")
            yield form.get("action") or path, tuple(fields)
