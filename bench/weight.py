"""Weight of pages as a phone's browser fetches them: cold, then the next page with what is kept."""

from __future__ import annotations

import shutil
from typing import Any

from playwright.sync_api import sync_playwright

from bench.seed import City


def weigh(port: int, cookie: str, city: City) -> None:
    """Print the bytes over the wire of a learner's first page, with and without fonts, and of the next ones."""
    program = shutil.which("chromium")
    if program is None:
        print("\npage weight: no Chromium here (apt install chromium)")
        return
    base = f"http://127.0.0.1:{port}"
    pages = ["/learn", f"/learn/classes/{city.class_id}", f"/learn/classes/{city.class_id}/modules/{city.module_id}"]
    print()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "front", "value": cookie, "url": base}])
        page = context.new_page()
        for path in pages:
            total, fonts, requests = _fetch(context, page, base + path)
            bare = (total - fonts) / 1000
            print(f"weight of {path}: {total / 1000:.1f} kB in {requests} requests, {bare:.1f} kB without fonts")
        browser.close()


def _fetch(context: Any, page: Any, address: str) -> tuple[float, float, int]:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda e: kinds.__setitem__(e["requestId"], e["response"]["mimeType"]))
    session.on("Network.loadingFinished", lambda e: sizes.__setitem__(e["requestId"], e["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    session.detach()
    fonts = sum(size for request, size in sizes.items() if "font" in kinds.get(request, ""))
    return sum(sizes.values()), fonts, len(sizes)
