"""Known attacks on HTML cleaning, written as Markdown in many ways, come out harmless: on paper and in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import skip_or_fail
from training.core.errors import Invalid
from training.core.markup import render, render_inline
from training.core.markup_clean import ATTRIBUTES, BLOCKS, CLASSES, INLINE, LINKED, VALUES

CHROMIUM = Path("/usr/bin/chromium")
PICTURES = {"media/x.png": "/media/1/x.png", "media/tờ rơi.pdf": "/media/2/to-roi.pdf"}
#: Ways in which an attack can be wrapped into Markdown, besides standing there by itself.
WRAPPINGS = (
    "    {}",
    "`{}",
    "> - {}",
    "[x]({})",
    "![x]({})",
    '[x](https://a.vn "{}")',
    "<{}>",
    "[x]: {}\n\n[x] ![x]",
    "| a |\n|---|\n| {} |",
    "## x {{: {} }}",
    '!!! note "{}"\n    {}',
    "x[^1]\n\n[^1]: {}",
)


def attacks(shared: Path) -> list[str]:
    purify = [case["payload"] for case in json.loads((shared / "security/dompurify-expect.json").read_text())]
    return purify + json.loads((shared / "security/owasp-payloads.json").read_text())


@pytest.fixture(scope="module")
def outputs(shared_data: Path) -> list[str]:
    """What all attacks are turned into, in every wrapping."""
    sources = attacks(shared_data)
    assert len(sources) == 333
    return sorted({html for source in sources for html in harmless(source)})


def harmless(source: str) -> Iterator[str]:
    """Render `source` in every wrapping; a refusal in words is harmless, too."""
    line = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", source).split())
    for text in {source, line, *(wrapping.format(*[line] * 2) for wrapping in WRAPPINGS)}:
        try:
            yield render(text, media=PICTURES.get).html
        except Invalid:
            continue
    yield render_inline(line)


class Inspector(HTMLParser):
    """Fails on any element, attribute or address that is not meant to be in a text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in BLOCKS | INLINE | LINKED, tag
        known = {"class", *ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ()), *VALUES.get(tag, ())}
        for name, value in attrs:
            assert name in known, f"{tag} {name}"
            self.check(tag, name, value or "")

    def check(self, tag: str, name: str, value: str) -> None:
        if name == "href":
            assert re.match(r"https://[\w.-]+|#m-|/media/", value), value
        elif name == "src":
            assert value in PICTURES.values()
        elif name == "id":
            assert value.startswith("m-")
        elif name == "class":
            assert set(value.split()) <= CLASSES[tag], value

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"instruction {data!r}")


def test_every_known_attack_comes_out_with_known_elements_only(outputs: list[str]) -> None:
    for html in outputs:
        Inspector(convert_charrefs=True).feed(html)


DETECTOR = """
window.found = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch'])
  window[name] = (...given) => found.push(name + given);
for (const name of ['log', 'error', 'warn', 'info']) console[name] = (...given) => found.push('console ' + given);
Object.defineProperty(window, '__pwned', {set: () => found.push('pwned')});
window.addEventListener('error', (e) => found.push('error ' + e.message));
window.inspect = (box) => {
  for (const it of box.querySelectorAll('*'))
    for (const kind of ['mouseover', 'focus', 'load', 'error', 'toggle']) it.dispatchEvent(new Event(kind));
  for (const link of box.querySelectorAll('a[href]'))
    if (!/^(https:|http:..127.0.0.1)/.test(link.href)) found.push('link ' + link.href);
  if (getComputedStyle(box).position !== 'static') found.push('style');
};
window.show = (html) => {
  const box = document.createElement('div');
  box.innerHTML = html;
  document.body.append(box);
  inspect(box);
  box.remove();
};
"""
EMPTY = "<!doctype html><title>x</title><body>"


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of Chromium that answers every request itself and notes it, as dialogs, in `page.asked`."""
    if not CHROMIUM.exists():
        skip_or_fail("no Chromium: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()
        page.asked = []  # type: ignore[attr-defined]
        page.on("dialog", lambda dialog: (page.asked.append(dialog.message), dialog.dismiss()))  # type: ignore[attr-defined]
        page.route("**/*", lambda route: answer(route, page))
        yield page
        browser.close()


def answer(route: Any, page: Any) -> None:
    path = route.request.url.removeprefix("http://127.0.0.1")
    page.asked.append(path)
    body = page.text if path == "/text" else ""
    route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)


def visit(page: Any, text: str) -> None:
    page.text = text
    page.goto("http://127.0.0.1/text")
    page.wait_for_load_state("networkidle")


@pytest.mark.browser
def test_every_known_attack_is_harmless_when_put_into_a_page(page: Any, outputs: list[str]) -> None:
    visit(page, EMPTY + f"<script>{DETECTOR}</script>")
    page.evaluate("(all) => all.forEach(show)", outputs)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("found") == []
    assert set(page.asked) <= {"/text", *PICTURES.values()}


@pytest.mark.browser
def test_every_known_attack_is_harmless_when_sent_as_a_page(page: Any, outputs: list[str]) -> None:
    texts = "".join(f"<section>{html}</section>" for html in outputs)
    visit(page, EMPTY + f"<script>{DETECTOR}</script>{texts}")
    page.evaluate("document.querySelectorAll('section').forEach(inspect)")
    named = page.evaluate("[document.forms.length, document.scripts.length, typeof window.login, !!document.body]")
    assert page.evaluate("found") == []
    assert named == [0, 1, "undefined", True]
    assert set(page.asked) <= {"/text", "/favicon.ico", *PICTURES.values()}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("html", "trace"),
    [
        ("<b onmouseover=alert(1)>x</b>", "alert1"),
        ("<img src=/x onerror=__pwned=1>", "pwned"),
        ("<a href='javascript:1'>y</a>", "link javascript:1"),
        ("<style>div{position:fixed}</style>", "style"),
        ("<b onfocus=nothing()>x</b>", "error Uncaught ReferenceError: nothing is not defined"),
    ],
)
def test_the_detector_finds_what_is_harmful(page: Any, html: str, trace: str) -> None:
    visit(page, EMPTY + f"<script>{DETECTOR}</script>")
    page.evaluate("show", html)
    assert trace in page.evaluate("found")


def test_every_naughty_string_can_be_kept_or_is_refused(shared_data: Path) -> None:
    for text in json.loads((shared_data / "security/blns.json").read_text()):
        with suppress(Invalid):
            Inspector(convert_charrefs=True).feed(render(text).html + render_inline(text))
