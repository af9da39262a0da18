"""Pages of the question bank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.questions.kinds import KINDS
from training.questions.queries import get_question, list_questions

COMMON = {"category": "Chung", "stem": "Điều nào?", "mark": "0,5", "explanation": "Vì thế."}
ANSWERS: dict[str, dict[str, Any]] = {
    "single_choice": {"options-0-markdown": "Một", "options-1-markdown": "Hai", "options-1-right": "y"},
    "multiple_choice": {
        "options-0-markdown": "Một",
        "options-0-right": "y",
        "options-1-markdown": "Hai",
        "options-1-right": "y",
        "options-5-markdown": "Ba",
        "rule": "net_correct",
    },
    "true_false": {"right": "false"},
    "short_answer": {"answers": "18/11\r\n18 tháng 11", "match_marks": "y"},
    "essay": {
        "instructions": "Nêu ba ý.",
        "min_words": "100",
        "rubric-0-name": "Nội dung",
        "rubric-0-points": "2,5",
        "rubric-0-levels": "2,5 | Đủ\r\n1 | Thiếu",
    },
    "numeric": {"answers": "4,5", "tolerance": "0,5", "tolerance_kind": "absolute", "unit": "tiết"},
    "matching": {"pairs": "Một => 1\r\nHai => 2", "extra": "3"},
    "ordering": {"items": "Một\r\nHai\r\nBa", "rule": "all"},
    "gaps": {"text": "Có [[6 | sáu]] chương, [[*91 / 33]] điều."},
}


def right_answer(body: Mapping[str, Any], kind: str) -> list[str]:
    """Return the values of the fields that answer rightly."""
    typed = {"true_false": ["false"], "short_answer": [" 18  tháng 11"], "numeric": ["5 tiết"], "gaps": ["sáu", "91"]}
    if kind in typed:
        return typed[kind]
    if kind == "matching":
        return [f"{stem['id']}={stem['right']}" for stem in body["stems"]]
    if kind == "ordering":
        return [f"{item['id']}={place}" for place, item in enumerate(body["items"], start=1)]
    return [option["id"] for option in body["options"] if option["right"]]


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def new(cast: Cast, kind: str) -> str:
    return f"/courses/{cast.course.id}/questions/new/{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_tried_and_changed(trainer: CheckingClient, cast: Cast, kind: str) -> None:
    trainer.get(new(cast, kind))
    address = trainer.post(new(cast, kind), {**COMMON, **ANSWERS[kind]}).headers["Location"]
    version = list_questions(cast.course).rows[0].current_version
    assert version is not None
    if KINDS[kind].by_hand:
        assert "Một người chấm" in trainer.post(address, {"answer": "Bài làm"}, status=200).text
        return
    page = trainer.post(address, {"answer": right_answer(version.body, kind)}, status=200)
    assert "100%" in page.text
    assert "Vì thế." in page.text
    assert "0%" in trainer.post(address, {}, status=200).text
    form = {**COMMON, **ANSWERS[kind], "stem": "Câu khác?", "seen": "1"}
    trainer.post(f"{address}/edit", form)
    assert "Điều nào?" in trainer.get(f"{address}/versions").text


@pytest.mark.parametrize("kind", KINDS)
def test_a_preview_saves_nothing(trainer: CheckingClient, cast: Cast, kind: str) -> None:
    page = trainer.post(new(cast, kind), {**COMMON, **ANSWERS[kind], "action": "preview"}, status=200)
    assert "chưa lưu" in page.text
    assert list_questions(cast.course).total == 0


def test_a_try_marks_the_authors_answer_and_saves_nothing(trainer: CheckingClient, cast: Cast) -> None:
    draft = {**COMMON, **ANSWERS["short_answer"], "answers": "bốn\n4 {50%}", "action": "try"}
    assert "100%" in trainer.post(new(cast, "short_answer"), {**draft, "preview": "Bốn"}, status=200).text
    page = trainer.post(new(cast, "short_answer"), {**draft, "preview": " 4"}, status=200).text
    assert "50%" in page
    assert "Vì thế." in page
    assert 'value=" 4"' in page or 'value="4"' in page
    assert "250 ký tự" in trainer.post(new(cast, "short_answer"), {**draft, "preview": "x" * 251}, status=200).text
    assert not list_questions(cast.course).rows


def test_a_try_of_a_choice_finds_the_options_of_the_draft(trainer: CheckingClient, cast: Cast) -> None:
    draft = {**COMMON, **ANSWERS["multiple_choice"], "rule": "weights", "options-0-weight": "3"}
    page = trainer.post(new(cast, "multiple_choice"), {**draft, "action": "preview"}, status=200).text
    ids = re.findall(r'name="preview" value="(\w+)"', page)
    tried = trainer.post(new(cast, "multiple_choice"), {**draft, "action": "try", "preview": ids[:1]}, status=200)
    assert "75%" in tried.text
    assert f'value="{ids[0]}" checked' in tried.text


def test_a_try_of_an_essay_says_that_a_person_marks_it(trainer: CheckingClient, cast: Cast) -> None:
    draft = {**COMMON, **ANSWERS["essay"], "action": "try", "preview": "Bài của tôi"}
    page = trainer.post(new(cast, "essay"), draft, status=200).text
    assert "Một người chấm" in page
    assert "Bài của tôi" in page


def test_the_form_of_a_question_shows_it_as_a_learner_meets_it(
    trainer: CheckingClient, cast: Cast, make: Makers
) -> None:
    question = make.question(cast.course)
    assert 'name="preview"' in trainer.get(f"/questions/{question.id}/edit").text


def test_a_wrong_weight_is_told_at_its_option_and_kept(trainer: CheckingClient, cast: Cast) -> None:
    draft = {**COMMON, **ANSWERS["multiple_choice"], "rule": "weights", "options-0-weight": "-3"}
    page = trainer.post(new(cast, "multiple_choice"), {**draft, "action": "save"}, status=422).text
    assert "Phương án đúng có trọng số lớn hơn 0" in page
    assert 'value="-3"' in page


def test_an_option_is_added_by_posting_back(trainer: CheckingClient, cast: Cast) -> None:
    form = {**COMMON, **ANSWERS["single_choice"], "options-2-markdown": "", "options-3-markdown": "", "action": "add"}
    page = trainer.post(new(cast, "single_choice"), form, status=200)
    assert 'name="options-4-markdown"' in page.text
    assert 'value="Hai"' in page.text


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("single_choice", {"stem": ""}, "bắt buộc"),
        ("single_choice", {"category": ""}, "bắt buộc"),
        ("single_choice", {"mark": "nhiều"}, "lớn hơn 0"),
        ("single_choice", {"mark": "NaN"}, "lớn hơn 0"),
        ("single_choice", {"mark": "1,2345"}, "lớn hơn 0"),
        ("single_choice", {"options-0-right": "y"}, "2 phương án"),
        ("single_choice", {"options-0-markdown": "Hai"}, "cùng"),
        ("single_choice", {"options-2-right": "y", "options-2-markdown": ""}, "Mục 3"),
        ("single_choice", {"sources": "luat-1"}, "luat-1"),
        ("single_choice", {"key": "Không Được"}, "không dấu"),
        ("multiple_choice", {"rule": "rubbish"}, "Lựa chọn"),
        ("true_false", {"right": ""}, "bắt buộc"),
        ("short_answer", {"answers": ""}, "bắt buộc"),
        ("short_answer", {"answers": "*"}, "*"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(
    trainer: CheckingClient, cast: Cast, kind: str, changes: dict[str, str], words: str
) -> None:
    page = trainer.post(new(cast, kind), {**COMMON, **ANSWERS[kind], **changes}, status=422)
    assert words in page.text
    assert "Vì thế." in page.text
    assert list_questions(cast.course).total == 0


def test_of_two_writers_the_second_sees_both(trainer: CheckingClient, cast: Cast) -> None:
    address = trainer.post(new(cast, "true_false"), {**COMMON, **ANSWERS["true_false"]}).headers["Location"]
    form = {**COMMON, **ANSWERS["true_false"], "seen": "1"}
    trainer.post(f"{address}/edit", {**form, "stem": "Của người thứ nhất?"})
    page = trainer.post(f"{address}/edit", {**form, "stem": "Của người thứ hai?"}, status=409)
    assert "Của người thứ nhất?" in page.text
    assert "Của người thứ hai?</textarea>" in page.text
    assert 'name="seen" type="hidden" value="2"' in page.text


def test_two_submits_make_one_question(trainer: CheckingClient, cast: Cast) -> None:
    form = {**COMMON, **ANSWERS["true_false"], "once": "x"}
    first = trainer.post(new(cast, "true_false"), form)
    assert trainer.post(new(cast, "true_false"), form).headers["Location"] == first.headers["Location"]
    assert list_questions(cast.course).total == 1


def test_a_question_is_retired_and_used_again(trainer: CheckingClient, cast: Cast, make: Makers) -> None:
    question = make.question(cast.course)
    trainer.post(f"/questions/{question.id}/retire")
    assert "Đã ngừng dùng" in trainer.get(f"/questions/{question.id}").text
    assert "Mọi câu hỏi đều đã ngừng dùng" in trainer.get(f"/courses/{cast.course.id}/questions").text
    trainer.post(f"/questions/{question.id}/restore")
    assert get_question(question.id).retired_at is None


def test_the_bank_is_searched_and_an_empty_one_explains_itself(
    trainer: CheckingClient, cast: Cast, make: Makers
) -> None:
    path = f"/courses/{cast.course.id}/questions"
    assert "Chưa có câu hỏi" in trainer.get(path).text
    question = make.question(cast.course)
    assert question.key in trainer.get(path).text
    assert "Không có câu hỏi nào khớp" in trainer.get(f"{path}?q=xyz&kind=rubbish&category=abc").text


def test_an_answer_that_cannot_be_is_told(trainer: CheckingClient, cast: Cast, make: Makers) -> None:
    question = make.question(cast.course)
    trainer.post(f"/questions/{question.id}", {"answer": "khong-co"}, status=422)


def test_a_category_is_renamed(trainer: CheckingClient, cast: Cast, make: Makers) -> None:
    category = make.question(cast.course).category_id
    trainer.post(f"/categories/{category}/edit", {"name": ""}, status=422)
    trainer.post(f"/categories/{category}/edit", {"name": "Văn bản"})
    assert "Văn bản" in trainer.get(f"/courses/{cast.course.id}/questions").text


@pytest.mark.parametrize("who", ["manager", "cadre", "stranger"])
def test_right_answers_are_for_those_who_write_the_course(
    client: CheckingClient, cast: Cast, make: Makers, who: str
) -> None:
    question = make.question(cast.course)
    client.sign_in(getattr(cast, who)).get(f"/questions/{question.id}", status=403)
    client.get(f"/courses/{cast.course.id}/questions", status=403)
    client.get(new(cast, "true_false"), status=403)


def test_there_is_no_other_kind(trainer: CheckingClient, cast: Cast) -> None:
    trainer.get(new(cast, "riddle"), status=404)
    trainer.get("/questions/99999", status=404)
