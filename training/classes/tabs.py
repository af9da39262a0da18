"""The tabs of a class's pages; slices above add theirs when they are loaded, so that this one need not know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from training.core.access import Permission


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a class: its words, its endpoint (given class_id), who sees it, and its place in the row."""

    label: Any
    endpoint: str
    permission: Permission
    position: int
    #: Further endpoints that belong to the tab.
    also: tuple[str, ...] = ()

    def covers(self, endpoint: str | None) -> bool:
        """Tell whether `endpoint` is a page of this tab."""
        return endpoint == self.endpoint or endpoint in self.also


_tabs: dict[str, Tab] = {}


def add_tab(label: Any, endpoint: str, permission: Permission, *, position: int, also: tuple[str, ...] = ()) -> None:
    """Add a tab to the pages of every class, for those who hold `permission` on the class."""
    _tabs[endpoint] = Tab(label, endpoint, permission, position, also)


def tabs() -> list[Tab]:
    """Return the tabs in their order."""
    return sorted(_tabs.values(), key=lambda tab: tab.position)
