"""The demonstration city walked by each of its people: every link that a page offers leads on, every page is sound."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from flask import Flask

from tests.client import CheckingClient, Page, faults_of
from training.site.demo import ACCOUNTS, PASSWORD, load_demo

HOME = "http://localhost/"
#: Pages of one kind that are opened: of three classes one is over, one under way and one to come.
OF_A_KIND = 3


@pytest.fixture
def city(app: Flask) -> Flask:
    """Load the demonstration city."""
    load_demo(HOME.rstrip("/"))
    return app


def kind_of(address: str) -> str:
    """Return what addresses of one kind of page share: no numbers, no secrets, of a filter only what is filtered by."""
    parts = urlsplit(address)
    path = re.sub(r"/(?=[\w-]*[A-Z])[\w-]{20,}", "/*", re.sub(r"/\d+", "/*", parts.path))
    return f"{path}?{'&'.join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))}"


def walk(client: CheckingClient) -> Iterator[tuple[str, str, str]]:
    """Open pages of each kind that links lead to; yield where each was offered, its address, what is wrong with it."""
    opened: set[str] = set()
    kinds: Counter[str] = Counter()
    todo = deque([(HOME, HOME)])
    while todo:
        source, address = todo.popleft()
        if not address.startswith(HOME) or address in opened or kinds[kind_of(address)] == OF_A_KIND:
            continue
        opened.add(address)
        kinds[kind_of(address)] += 1
        response = client.fetch("GET", address.removeprefix(HOME.rstrip("/")))
        wrong = [] if response.status_code < 400 else [str(response.status_code)]
        offered = [response.location] if response.status_code in {302, 303} else []
        if response.mimetype == "text/html" and response.status_code == 200:
            html = response.get_data(as_text=True)
            wrong += faults_of(html)
            offered = Page(html).links
        response.close()
        yield source, address, ", ".join(wrong)
        todo += [(address, urljoin(address, link).partition("#")[0]) for link in offered]


def test_every_link_leads_to_a_sound_page(city: Flask) -> None:
    opened: dict[str, int] = {}
    faults: list[str] = []
    for account in ACCOUNTS:
        client = CheckingClient(city)
        client.post("/sign-in", {"identifier": account.phone, "password": PASSWORD})
        walked = list(walk(client))
        opened[account.what] = len(walked)
        faults += [f"{account.what}: {source} → {address}: {wrong}" for source, address, wrong in walked if wrong]
    assert not faults, "\n".join(faults)
    # The administrator is offered most, a cadre what learning needs.
    assert opened["administrator"] > opened["trainer"] > opened["ward manager"] > opened["cadre"] > 15
