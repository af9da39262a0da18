"""Drafts, differences, keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from training.catalog.rules.drafts import Draft, differences
from training.catalog.rules.keys import file_key, free_key

DRAFT = Draft("Tên", 10, "Nội dung", "")


@pytest.mark.parametrize("change", [{"title": "Khác"}, {"minutes": 11}, {"text": "Khác"}, {"sources": "luat-1"}])
def test_any_change_changes_the_seal(change: dict[str, str]) -> None:
    assert replace(DRAFT, **change).seal != DRAFT.seal  # type: ignore[arg-type]
    assert replace(DRAFT).seal == DRAFT.seal


def test_differences_lead_from_the_first_text_to_the_second() -> None:
    pieces = differences("a\nb\nc", "a\nx\nc\nd")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "a"),
        ("gone", "b"),
        ("new", "x"),
        ("same", "c"),
        ("new", "d"),
    ]


def test_a_key_is_made_of_the_first_words_and_stays_free() -> None:
    assert free_key("Điều 3: Ngày truyền thống là ngày nào, tháng nào?", []) == "dieu-3-ngay-truyen-thong-la-ngay-nao"
    assert free_key("Điều", ["dieu", "dieu-2"]) == "dieu-3"
    assert free_key("???", []) == "muc"
    assert file_key("modules/01-vi-tri.md") == "vi-tri"
    assert file_key("quizzes/2026.md") == "2026"
