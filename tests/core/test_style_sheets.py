"""The one style sheet that pages load is what its sources make, small, and needs no address from elsewhere."""

from __future__ import annotations

import gzip
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "static" / "css" / "app.css"
ICONS = ROOT / "templates" / "components" / "icons.html"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_the_sheet_in_use_is_what_its_sources_make() -> None:
    assert APP.read_text("utf-8") == runpy.run_path(str(ROOT / "bin" / "build-css"))["built"]()


def test_the_sheet_is_light() -> None:
    # Of the 45 kB that a learner's first page may weigh without fonts.
    assert len(gzip.compress(APP.read_bytes())) <= 10 * 1024


def test_the_sheet_loads_only_our_own_fonts() -> None:
    wanted = re.findall(r"url\(([^)]+)\)", APP.read_text("utf-8"))
    assert wanted
    assert all((APP.parent / address).is_file() for address in wanted)


def test_every_token_in_use_is_defined() -> None:
    text = APP.read_text("utf-8")
    used = set(re.findall(r"var\((--[\w-]+)", text))
    assert used <= set(re.findall(r"(--[\w-]+):", text))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    sheet = (APP.parent / "tokens.css").read_text("utf-8")
    return {n: (a, b) for n, a, b in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", sheet)}


GROUNDS = ("paper", "surface", "sunken")
PAIRS = [
    *[(text, ground, 4.5) for text in ("ink", "muted", "brand", "brand-strong") for ground in GROUNDS],
    *[(tone, f"{tone}-soft", 4.5) for tone in ("ok", "warn", "bad", "info", "brand")],
    *[(tone, "surface", 4.5) for tone in ("ok", "warn", "bad", "info")],
    *[("ink", f"{tone}-soft", 4.5) for tone in ("ok", "warn", "bad", "info", "brand")],
    *[("edge", ground, 3.0) for ground in GROUNDS],
    ("chart", "surface", 3.0),
]


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=str)
def test_colours_can_be_told_apart_in_light_and_dark(front: str, ground: str, least: float) -> None:
    known = tokens()
    assert min(contrast(a, b) for a, b in zip(known[front], known[ground], strict=True)) >= least


@pytest.mark.parametrize("name", ["fill", "fill-strong"])
def test_white_is_read_on_the_main_button(name: str) -> None:
    assert min(contrast("#ffffff", ground) for ground in tokens()[name]) >= 4.5


def test_every_picture_that_a_template_asks_for_is_drawn() -> None:
    drawn = set(re.findall(r"^  '([\w-]+)':", ICONS.read_text("utf-8"), re.MULTILINE))
    asked = {
        n
        for p in TEMPLATES
        for n in re.findall(r"\bicon\('([\w-]+)'\)|(?:icon|picture|after)='([\w-]+)'", p.read_text("utf-8"))
    }
    assert {a or b for a, b in asked} - {"none"} <= drawn
