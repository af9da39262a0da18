"""Bars of completion: how far units and years have come beside what is asked of them, for pages and for documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Bar(NamedTuple):
    """A bar of a picture; `percent` is rounded to a tenth, `target` what is asked for, whether it is `met` is exact."""

    label: str
    percent: float
    text: str
    target: int | None = None
    met: bool = False


def furthest(bars: Iterable[Bar]) -> list[Bar]:
    """Return the bars, the longest first; equal ones stay in their order."""
    return sorted(bars, key=lambda one: one.percent, reverse=True)


def bar(label: str, completed: int, learners: int, target: int | None = None) -> Bar:
    """Return the bar of those who have completed among the learners; `target` in percent."""
    met = target is not None and completed * 100 >= target * learners
    return Bar(label, round(100 * completed / (learners or 1), 1), f"{completed}/{learners}", target, met)
