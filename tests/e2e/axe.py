"""Accessibility as axe-core finds it, gathered page by page and told at the end."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: The rows of a long list are alike: the first ones stand for all.
CONTEXT = {"exclude": [["tbody tr:nth-child(n+21)"], [".roll li:nth-child(n+21)"]]}
GRAVE = {"serious", "critical"}


class Inspector:
    """Looks at pages; remembers what is grave on each, and which were looked at."""

    def __init__(self) -> None:
        self.looked_at: list[str] = []
        self.faults: list[str] = []
        self._axe = Axe()

    def look(self, page: Page) -> None:
        """Run axe on the page as it stands now."""
        place = f"{page.url.split('/', 3)[3] or '/'} ({page.title()})"
        self.looked_at.append(place)
        found = self._axe.run(page, context=CONTEXT).response["violations"]
        self.faults += [_told(place, one) for one in found if one["impact"] in GRAVE]


def _told(place: str, violation: dict[str, Any]) -> str:
    node = violation["nodes"][0]
    messages = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    more = len(violation["nodes"]) - 1
    return f"/{place}: {violation['id']}: {node['html'][:160]} {'; '.join(messages)[:200]} (+{more})"
