"""Codes of classes: the next one in a plan, for people to take or to change."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBERED = re.compile(r"(\d+)$")


def next_code(year: int, taken: Iterable[str]) -> str:
    """Return a code such as L2026-03, one beyond the highest number among those `taken` in the year."""
    head = f"L{year}-"
    numbers = [int(found[1]) for code in taken if code.startswith(head) and (found := _NUMBERED.search(code))]
    return f"{head}{max(numbers, default=0) + 1:02d}"
