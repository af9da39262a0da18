"""Questions and their versions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from training.catalog.operations import SourceFacts, add_source
from training.core.errors import Conflict, Invalid
from training.questions.models import Question
from training.questions.operations import (
    QuestionFacts,
    change_question,
    create_question,
    rename_category,
    restore_question,
    retire_question,
)
from training.questions.queries import (
    citations_of,
    count_available,
    get_question,
    list_questions,
    list_shelves,
    list_versions,
)

OPTIONS: dict[str, Any] = {
    "options": [{"markdown": "Điều 1", "right": True}, {"markdown": "Điều 2"}, {"markdown": "Cả hai", "pinned": True}]
}
FACTS = QuestionFacts("Văn bản", "single_choice", "Điều nào nói về **vị trí**?", OPTIONS, "Vì thế.", Decimal("0.5"))


@pytest.fixture
def question(cast: Cast) -> Question:
    return create_question(cast.course, facts=FACTS, by=cast.trainer)


def change(question: Question, cast: Cast, *, seen: int = 1, **changes: Any) -> Question:
    return change_question(question, facts=replace(FACTS, **changes), seen=seen, by=cast.trainer)


def test_a_question_gets_a_key_a_category_and_a_first_version(question: Question, cast: Cast) -> None:
    version = get_question(question.id).current_version
    assert version is not None
    assert question.key == "dieu-nao-noi-ve-vi-tri"
    assert (version.number, version.kind, version.default_mark) == (1, "single_choice", Decimal("0.5"))
    assert "<strong>vị trí</strong>" in version.stem_html
    assert [(s.category.name, s.available) for s in list_shelves(cast.course.id)] == [("Văn bản", 1)]


def test_the_same_words_give_another_key(question: Question, cast: Cast) -> None:
    assert create_question(cast.course, facts=FACTS, by=cast.trainer).key == "dieu-nao-noi-ve-vi-tri-2"
    with pytest.raises(Invalid) as refusal:
        create_question(cast.course, facts=FACTS, key=question.key, by=cast.trainer)
    assert refusal.value.field == "key"


@pytest.mark.parametrize(
    "changes",
    [
        {"stem": "Khác?"},
        {"explanation": "Khác."},
        {"mark": Decimal(2)},
        {"raw": {"options": OPTIONS["options"][:2]}},
    ],
)
def test_a_change_is_a_new_version_and_the_old_one_stays(
    question: Question, cast: Cast, changes: dict[str, Any]
) -> None:
    before = get_question(question.id).current_version
    assert before is not None
    old = (before.id, before.stem, dict(before.body), before.default_mark)
    changed = change(question, cast, **changes)
    versions = [row.version for row in list_versions(changed)]
    assert [version.number for version in versions] == [2, 1]
    assert (versions[1].id, versions[1].stem, versions[1].body, versions[1].default_mark) == old


def test_the_same_content_makes_no_version(question: Question, cast: Cast) -> None:
    assert change(question, cast, mark=Decimal("0.50")).current_version_id == question.current_version_id
    moved = change(question, cast, category="Nhóm khác")
    assert moved.current_version_id == question.current_version_id
    assert moved.category.name == "Nhóm khác"


def test_of_two_writers_the_second_is_told(question: Question, cast: Cast) -> None:
    change(question, cast, stem="Người thứ nhất?")
    with pytest.raises(Conflict):
        change(question, cast, stem="Người thứ hai?")
    assert change(question, cast, stem="Người thứ hai?", seen=2).current_version.number == 3  # type: ignore[union-attr]


def test_options_keep_their_ids_through_edits(question: Question, cast: Cast) -> None:
    body = get_question(question.id).current_version.body  # type: ignore[union-attr]
    edited = [{**option, "markdown": f"{option['markdown']}."} for option in reversed(body["options"])]
    changed = change(question, cast, raw={"options": edited})
    ids = {option["id"] for option in changed.current_version.body["options"]}  # type: ignore[union-attr]
    assert ids == {option["id"] for option in body["options"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"stem": " "}, "stem"),
        ({"kind": "riddle"}, "kind"),
        ({"mark": Decimal(0)}, "mark"),
        ({"mark": Decimal(101)}, "mark"),
        ({"category": ""}, "category"),
        ({"raw": {"options": []}}, "options"),
        ({"raw": {"options": [{"markdown": "a"}, {"markdown": "b"}]}}, "options"),
        ({"sources": "luat-1, Điều 1"}, "sources"),
        ({"stem": "[" * 3000}, "stem"),
        ({"explanation": "[" * 3000}, "explanation"),
    ],
)
def test_what_is_no_question_is_refused_and_leaves_nothing(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        create_question(cast.course, facts=replace(FACTS, **changes), by=cast.trainer)
    assert refusal.value.field == field
    assert list_questions(cast.course).total == 0
    assert list_shelves(cast.course.id) == []


def test_a_retired_question_is_drawn_no_more_until_brought_back(question: Question, cast: Cast) -> None:
    category_id = question.category_id
    retire_question(question, by=cast.trainer)
    assert count_available(cast.course.id) == {category_id: 0}
    assert list_questions(cast.course).total == 0
    assert list_questions(cast.course, retired="only").total == 1
    restore_question(question, by=cast.trainer)
    assert count_available(cast.course.id) == {category_id: 1}


def test_citations_belong_to_the_version_and_a_past_date_hides_nothing(cast: Cast) -> None:
    add_source(cast.course, key="luat-75", facts=SourceFacts("Luật"), by=cast.trainer)
    sources = "luat-75, Điều 1 [2016-01-01..2017-01-01]"
    question = create_question(cast.course, facts=replace(FACTS, sources=sources), by=cast.trainer)
    change(question, cast, sources="luat-75, Điều 2")
    newest, first = (row.version for row in list_versions(question))
    assert [str(c) for c in citations_of(first)] == [sources]
    assert [str(c) for c in citations_of(newest)] == ["luat-75, Điều 2"]
    assert list_questions(cast.course).total == 1


def test_a_category_gets_a_name_that_is_free(question: Question, cast: Cast) -> None:
    create_question(cast.course, facts=replace(FACTS, category="Khác"), by=cast.trainer)
    category = get_question(question.id).category
    with pytest.raises(Invalid) as refusal:
        rename_category(category, name="Khác", by=cast.trainer)
    assert refusal.value.field == "name"
    assert rename_category(category, name="Văn bản và hiệu lực", by=cast.trainer).name == "Văn bản và hiệu lực"
