"""The search over people, classes and courses; and that every address that the code names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.client import CheckingClient, Page
from tests.makers import Makers

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"""url_for\(\s*["']([\w.]+)["']""")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hanh", ["Nguyễn Thị Hạnh"]),
        ("boi duong", ["Lớp bồi dưỡng công tác Mặt trận"]),
        ("luat", ["Luật Mặt trận Tổ quốc Việt Nam"]),
        ("mat tran", ["Lớp bồi dưỡng công tác Mặt trận", "Luật Mặt trận Tổ quốc Việt Nam"]),
        ("không có gì", []),
    ],
)
def test_people_classes_and_courses_are_found(cast: Cast, client: CheckingClient, words: str, found: list[str]) -> None:
    client.sign_in(cast.administrator)
    page = client.get("/search", query_string={"q": words}).text
    main = page.partition("<main")[2]
    assert [name for name in (*found,) if name not in main] == []
    ways = [
        link for link in Page(main.partition("</main>")[0]).links if re.match(r"/(people|classes|courses)/\d+$", link)
    ]
    assert len(ways) == len(found)
    for way in ways:
        client.get(way)


def test_a_manager_finds_the_own_people_alone(make: Makers, cast: Cast, client: CheckingClient) -> None:
    client.sign_in(cast.manager)
    assert "Nguyễn Thị Hạnh" in client.get("/search?q=hanh").text
    assert f"/people/{cast.stranger_person.id}" not in client.get("/search?q=khach").text


def test_every_address_that_is_named_is_there(app: Flask) -> None:
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "training").rglob("*.py")]
    named = {name for file in files for name in _NAMED.findall(file.read_text("utf-8"))}
    there = set(app.view_functions)
    lost = {name for name in named if name not in there and not any(one.endswith(name) for one in there)}
    assert len(named) > 150
    assert lost == set()
