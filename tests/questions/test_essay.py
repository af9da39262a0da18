"""Essays: the text kept as it was written, its length, and the rubric that a person marks by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from training.core.errors import Invalid
from training.questions.kinds import KINDS, TextBlock
from training.questions.kinds.essay import MAX_ESSAY, count_words, html_of
from training.questions.kinds.rubric import points_in, rubric_from_text, rubric_lines

ESSAY = KINDS["essay"]
RUBRIC = """- 2,5 điểm | Nội dung | Nêu đúng ba nhiệm vụ
  - 2,5 điểm | Đủ cả ba
  - 1 điểm | Nêu được một, hai
- 1 điểm | Trình bày"""


def body(**raw: Any) -> dict[str, Any]:
    return ESSAY.parse(raw)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"instructions": "x" * 5001}, "instructions"),
        ({"min_words": 0}, "min_words"),
        ({"max_words": 5001}, "max_words"),
        ({"max_words": "many"}, "max_words"),
        ({"min_words": 200, "max_words": 100}, "max_words"),
        ({"rubric": "all"}, "rubric"),
        ({"rubric": [{"name": "A", "points": "1"}] * 21}, "rubric"),
        ({"rubric": [{"name": "", "points": "1"}]}, "rubric.0"),
        ({"rubric": [{"name": "A", "points": "0"}]}, "rubric.0"),
        ({"rubric": [{"name": "A", "points": "hai"}]}, "rubric.0"),
        ({"rubric": [{"name": "A", "points": "0.0001"}]}, "rubric.0"),
        ({"rubric": [{"name": "A", "points": "1"}, {"name": "A", "points": "2"}]}, "rubric.1"),
        ({"rubric": [{"name": "A", "points": "1", "levels": "2 | Tốt"}]}, "rubric.0"),
        ({"rubric": [{"name": "A", "points": "1", "levels": "Tốt"}]}, "rubric.0"),
    ],
)
def test_an_essay_that_cannot_be_asked_is_refused_at_its_field(raw: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ESSAY.parse(raw)
    assert refusal.value.field == field


def test_an_essay_keeps_its_lines_and_loses_stray_blanks() -> None:
    text = ESSAY.read(["  Một  hai\r\n\r\n\r\n\r\nba\u200b \n"], body())
    assert text == "Một hai\n\nba"


def test_an_essay_may_be_long_but_not_endless() -> None:
    longest = "ệ" * MAX_ESSAY
    assert ESSAY.read([longest], body()) == longest
    with pytest.raises(Invalid):
        ESSAY.read([longest + "x"], body())


def test_an_essay_of_another_length_than_asked_for_is_taken() -> None:
    assert ESSAY.read(["ba chữ thôi"], body(min_words=100)) == "ba chữ thôi"
    assert ESSAY.read(["một hai ba"], body(max_words=2)) == "một hai ba"


def test_an_essay_that_is_not_blank_awaits_a_person() -> None:
    assert ESSAY.awaits_person("Bài làm")
    assert not ESSAY.awaits_person(None)
    assert not any(kind.awaits_person("x") for name, kind in KINDS.items() if name != "essay")


def test_an_essay_is_shown_as_text_with_its_lines() -> None:
    assert html_of("<b>\nhai\n\nba") == "<p>&lt;b&gt;<br>hai</p><p>ba</p>"
    (outcome,) = ESSAY.explain(body(), "a < b")
    assert outcome.html == "<p>a &lt; b</p>"


def test_what_is_said_before_the_answer_leaves_out_the_rubric() -> None:
    guide = ESSAY.guide(body(instructions="Viết", min_words=100, max_words=300, rubric=[{"name": "A", "points": "1"}]))
    assert guide == {
        "length": "100 to 300 words",
        "instructions_html": "<p>Viết</p>",
        "min_words": 100,
        "max_words": 300,
    }


def test_words_are_what_stands_between_blanks() -> None:
    assert count_words(" Mặt trận\nTổ quốc ") == 4


def test_a_rubric_is_read_and_written_as_lines() -> None:
    stored = body(rubric=rubric_from_text(RUBRIC))["rubric"]
    assert [(one["name"], one["points"], len(one["levels"])) for one in stored] == [
        ("Nội dung", "2.5", 2),
        ("Trình bày", "1", 0),
    ]
    assert stored[0]["levels"][1] == {"points": "1", "text": "Nêu được một, hai"}
    assert "\n".join(rubric_lines(stored)) == RUBRIC
    assert points_in(stored) == Decimal("3.5")


def test_a_criterion_keeps_its_id_through_edits() -> None:
    first = body(rubric=rubric_from_text(RUBRIC))["rubric"]
    again = body(rubric=[{**first[1], "name": "Hình thức"}, first[0], {"name": "Trình bày", "points": "3"}])["rubric"]
    assert [one["id"] for one in again[:2]] == [first[1]["id"], first[0]["id"]]
    assert len({one["id"] for one in again}) == 3


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [("100..300", 100, 300), ("100..", 100, None), ("..300", None, 300), ("300", None, 300), ("", None, None)],
)
def test_a_question_file_gives_the_length(words: str, least: int | None, most: int | None) -> None:
    raw = ESSAY.from_file(TextBlock((), {"words": words}))
    assert (raw["min_words"], raw["max_words"]) == (least, most)


def test_a_length_that_is_none_is_told() -> None:
    (fault,) = ESSAY.file_faults(TextBlock((), {"words": "vừa phải"}))
    assert fault.field == "words"
