"""One server for all tests of rolls; each has a class and a meeting of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast, make_cast
from tests.e2e.conftest import LiveSite, live_site
from tests.e2e.hall import Stage, make_stage
from tests.makers import Makers


@pytest.fixture(scope="package")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    with pytest.MonkeyPatch.context() as server:
        server.setenv("FRONT_CHECK_IN_CODE_SECONDS", "8")  # a test waits until the wall's code has changed
        yield from live_site(tmp_path_factory.mktemp("rolls"))


@pytest.fixture(scope="package")
def scene(live: LiveSite) -> tuple[Makers, Cast]:
    make = Makers()
    return make, make_cast(make)


@pytest.fixture
def stage(scene: tuple[Makers, Cast]) -> Stage:
    return make_stage(*scene)
