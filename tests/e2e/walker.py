"""A person at a browser, who goes from page to page by the words on them; every page is looked at on arrival."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, ViewportSize, expect

from tests.e2e.axe import Inspector

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1200, "height": 900}


class Walker:
    """Opens, follows, presses, fills in; what went wrong on the way is in `faults`."""

    def __init__(self, page: Page, inspector: Inspector | None = None) -> None:
        self.page = page
        self.faults: list[str] = []
        self._inspector = inspector
        page.on("response", self._heed_response)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._heed_console)

    def _heed_response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.request.method} {response.url}")

    def _heed_console(self, message: ConsoleMessage) -> None:
        # What the browser itself says of a lost line or of a status is heeded elsewhere.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"{self.page.url}: {message.text}")

    def arrive(self) -> None:
        """Take in the page that has come."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        if self._inspector:
            self._inspector.look(self.page)

    @contextmanager
    def going(self) -> Iterator[None]:
        """Expect that what is done here leads on, and arrive there."""
        with self.page.expect_navigation():
            yield
        self.arrive()

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.arrive()

    def follow(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow the link with these words in the page's content."""
        with self.going():
            (within or self.page.get_by_role("main")).get_by_role("link", name=words, exact=True).first.click()

    def press(self, words: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press the button that leads on."""
        with self.going():
            (within or self.page.get_by_role("main")).get_by_role("button", name=words, exact=True).first.click()

    def turn_to(self, words: str) -> None:
        """Go to a part of the site by its main navigation."""
        self.follow(words, within=self.page.get_by_role("navigation", name="Chính"))

    def field(self, label: str) -> Locator:
        """Find a field by its label, required or not."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(bắt buộc\))?$"))

    def fill(self, fields: dict[str, str]) -> None:
        """Fill in fields by their labels."""
        for label, text in fields.items():
            self.field(label).fill(text)

    def choose(self, label: str, words: str) -> None:
        """Choose from a list the option that has these words."""
        field = self.field(label)
        value = field.locator("option").filter(has_text=words).first.get_attribute("value")
        field.select_option(value)

    def told(self, words: str) -> None:
        """See that the page says this in its news."""
        expect(self.page.locator(".flash")).to_contain_text(words)


@contextmanager
def windows(browser: Browser, url: str) -> Iterator[Callable[..., Walker]]:
    """Let people open windows of a size on the site, with or without scripts; all are closed afterwards."""
    opened: list[BrowserContext] = []

    def start(size: ViewportSize, *, inspector: Inspector | None = None, scripts: bool = True) -> Walker:
        context = browser.new_context(base_url=url, viewport=size, locale="vi-VN", java_script_enabled=scripts)
        opened.append(context)
        return Walker(context.new_page(), inspector)

    yield start
    for context in opened:
        context.close()
