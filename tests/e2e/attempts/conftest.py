"""One server for all tests of attempts; each has a cadre and quizzes of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.cast import Cast, make_cast
from tests.e2e.conftest import LiveSite, live_site
from tests.e2e.room import Room, make_room, phone
from tests.makers import Makers


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    yield from live_site(tmp_path_factory.mktemp("attempts"))


@pytest.fixture(scope="package")
def scene(site: LiveSite) -> tuple[Makers, Cast]:
    make = Makers()
    return make, make_cast(make)


@pytest.fixture
def room(site: LiveSite, scene: tuple[Makers, Cast]) -> Room:
    return make_room(site, *scene)


@pytest.fixture
def page(chromium: Browser, room: Room) -> Iterator[Page]:
    """The cadre's phone."""
    with phone(chromium, room) as opened:
        yield opened
