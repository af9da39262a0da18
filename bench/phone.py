"""A slow phone on a slow line: Chromium with a quarter of the processor, 400 kbit/s, 400 ms there and back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
CPU_SLOWDOWN = 4
SLOW = f"CPU 1/{CPU_SLOWDOWN}, 400 kbit/s, 400 ms"


@contextmanager
def slow_phone(base: str, cookie: str, *, width: int = 390) -> Iterator[Page | None]:
    """Give a page of a signed-in browser that is slowed down; None, and a word on it, where there is no Chromium."""
    program = shutil.which("chromium")
    if program is None:
        print("\non a slow phone: no Chromium here (apt install chromium)")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.add_cookies([{"name": "front", "value": cookie, "url": base}])
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
        yield page
        browser.close()
