"""Certificates: one by itself, and a thousand as single files and as one, drawn without a database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from training.completion.operations.certificate_files import TEMPLATE, qr
from training.completion.rules.certificates import SPECIMEN, drawn, printed, proposed_design
from training.completion.rules.codes import new_code
from training.core.pdf import render_pdf

COUNT = 1000


def _pages(count: int) -> dict[str, Any]:
    design = drawn(proposed_design(unit="Thành phố Tam Kỳ", lead="Ủy ban MTTQ Việt Nam", partner="Ban Tuyên giáo"))
    made = []
    for number in range(count):
        code = new_code()
        link = f"https://taphuan.example.vn/verify?code={code}"
        data = SPECIMEN | {"full_name": f"Nguyễn Văn {number}", "register": f"{number}/2026/GCN", "place_and_date": ""}
        made.append({**printed(data, code), "design": 0, "qr": qr(link)})
    return {"designs": [design], "certificates": made, "specimen": ""}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def tell() -> None:
    """Print the figures beside their ceilings."""
    first = _seconds(lambda: render_pdf(TEMPLATE, _pages(1)))
    singly = _seconds(lambda: [render_pdf(TEMPLATE, _pages(1)) for _number in range(COUNT)])
    together = _seconds(lambda: render_pdf(TEMPLATE, _pages(COUNT), tags=False))
    print(f"\ncertificates: the first {first * 1000:.0f} ms (at most 300), then {singly / COUNT * 1000:.0f} ms each")
    print(f"  {COUNT} as single files {singly:.1f} s, as one file {together:.1f} s (at most 60 each)")
