"""Raw questions of each kind, as an author writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training.questions.kinds import KINDS, OptionLine

SINGLE, MULTIPLE = KINDS["single_choice"], KINDS["multiple_choice"]


TRUE_FALSE, SHORT = KINDS["true_false"], KINDS["short_answer"]


def options(*texts: str, right: str = "A", **more: Any) -> dict[str, Any]:
    """Make a raw question whose options are `texts`; those in `right` are right, those ending in ! are pinned."""
    return {"options": [{"markdown": t, "right": t in right.split(), "pinned": t.endswith("!")} for t in texts], **more}


def ids(body: Mapping[str, Any], texts: str) -> list[str]:
    return [option["id"] for text in texts.split() for option in body["options"] if option["markdown"] == text]


RAW = {
    "single_choice": options("**A**", "B", "C!", right="B"),
    "multiple_choice": options("A", "B", "C", right="A C", rule="net_correct"),
    "true_false": {"right": False, "feedback": {"true": "Xem *Điều 11*"}},
    "short_answer": {"answers": "18/11 | 18 tháng 11", "match_case": True},
    "essay": {"instructions": "Viết ngắn", "max_words": 300, "rubric": [{"name": "Đúng", "points": "2,50"}]},
    "numeric": {"answers": "12"},
    "matching": {"pairs": "A => 1\nB => 2"},
    "ordering": {"items": "A\nB"},
    "gaps": {"text": "[[a]] [[*b / c]]"},
}


def line(text: str, *, right: bool = False, bracket: str = "(") -> OptionLine:
    return OptionLine(1, bracket, right, text)
