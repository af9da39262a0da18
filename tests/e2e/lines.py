"""Connections that break: waiting for what a page has kept, and until the browser has really lost its line."""

from __future__ import annotations

from playwright.sync_api import Page

KEPT = "async () => (await navigator.serviceWorker.ready) && Boolean(await caches.match(location.pathname))"
_CUT = "async (probe) => fetch(probe, {cache: 'no-store'}).then(() => false, () => true)"


def wait_until(page: Page, promise: str, argument: str = "") -> None:
    """Ask until the promise gives true; `wait_for_function` would take the promise itself for true."""
    for _try in range(600):
        if page.evaluate(promise, argument):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(promise)


def go_offline(page: Page) -> None:
    """Cut the line of the page's whole context; what is asked from now on finds none."""
    page.context.set_offline(True)
    wait_until(page, _CUT, "/healthz")
