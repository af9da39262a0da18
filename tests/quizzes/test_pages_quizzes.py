"""Pages on which quizzes are made."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.questions.models import Question
from training.quizzes.queries import list_quizzes, list_slots, revision_of


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


@pytest.fixture
def question(cast: Cast, make: Makers) -> Question:
    for number in range(3):
        make.question(cast.course, category="Rút", stem=f"Câu rút {number}?")
    return make.question(cast.course, stem="Câu cố định?")


def slot(number: int, *, question: int | str = "", category: int | str = "", count: int = 1, mark: str = "1") -> dict:
    return {
        f"slots-{number}-question_id": question,
        f"slots-{number}-category_id": category,
        f"slots-{number}-count": count,
        f"slots-{number}-mark": mark,
    }


def form(**fields: object) -> dict[str, object]:
    shown = {"while_open": ["marks"], "after_close": ["marks", "answer"]}
    return {"title": "Cuối khóa", "pass_mark": "70", "counts": "highest", **shown, **fields}


def new(cast: Cast) -> str:
    return f"/courses/{cast.course.id}/quizzes/new"


def drawn(cast: Cast, make: Makers) -> int:
    return make.question(cast.course, category="Rút", stem="Câu rút nữa?").category_id


def test_a_quiz_is_made_looked_at_and_published(
    trainer: CheckingClient, cast: Cast, make: Makers, question: Question
) -> None:
    slots = {**slot(0, question=question.id, mark="0,5"), **slot(1, category=drawn(cast, make), count=2)}
    times = {"opens_at": "2026-11-26T08:00", "closes_at": "2026-11-27T17:30", "minutes": "30", "attempts": "2"}
    address = trainer.post(new(cast), form(**slots, **times)).headers["Location"]
    page = trainer.get(address).text
    assert "08:00 26/11/2026" in page
    assert page.count("<fieldset") == 3
    assert "Câu cố định?" in page
    assert "2,5" in page
    trainer.post(f"{address}/publish")
    assert list_quizzes(cast.course)[0].published_at
    trainer.post(f"{address}/unpublish")
    assert "2,5" in trainer.get(f"/courses/{cast.course.id}/quizzes").text


def test_slots_are_added_moved_and_taken_out_by_posting_back(
    trainer: CheckingClient, cast: Cast, make: Makers, question: Question
) -> None:
    category = drawn(cast, make)
    added = trainer.post(new(cast), form(action="draw", draw_category=category, draw_count="2"), status=200)
    assert f'name="slots-0-category_id" type="hidden" value="{category}"' in added.text
    found = trainer.post(new(cast), form(action="find", find="cố định"), status=200)
    assert f'value="add-{question.id}"' in found.text or "Không có câu hỏi nào khớp" in found.text
    entered = trainer.post(new(cast), form(action="enter", find="câu"), status=200)
    assert 'id="found"' in entered.text
    two = {**slot(0, category=category, count=2), **slot(1, question=question.id)}
    up = trainer.post(new(cast), form(action="up-1", **two), status=200)
    assert f'name="slots-0-question_id" type="hidden" value="{question.id}"' in up.text
    out = trainer.post(new(cast), form(action="remove-0", **two), status=200)
    assert f'name="slots-0-question_id" type="hidden" value="{question.id}"' in out.text
    assert "slots-1-" not in out.text
    assert 'value="Cuối khóa"' in out.text
    assert list_quizzes(cast.course) == []


def test_a_found_question_is_added(trainer: CheckingClient, cast: Cast, question: Question) -> None:
    page = trainer.post(new(cast), form(action=f"add-{question.id}"), status=200)
    assert "1 câu, 1 điểm" in page.text
    assert "Câu cố định?" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "bắt buộc"),
        ({"pass_mark": "0"}, "lớn hơn 0"),
        ({"pass_mark": "nhiều"}, "lớn hơn 0"),
        ({"pass_mark": "101"}, "lớn hơn 0"),
        ({"minutes": "0"}, "600"),
        ({"minutes": "abc"}, "số nguyên"),
        ({"attempts": "-1"}, "100"),
        ({"counts": "best"}, "Lựa chọn"),
        ({"opens_at": "hôm qua"}, "hợp lệ"),
        ({"opens_at": "2026-11-27T08:00", "closes_at": "2026-11-26T08:00"}, "ở trước thời điểm mở"),
        ({"just_after": ["everything"]}, "everything"),
        ({"bands": "80 Tốt"}, "dấu hai chấm"),
        ({"bands": "80: Tốt\n80: Khá"}, "80"),
        ({"appeal_days": "90"}, "60"),
        (slot(0, category=99, count=2), "còn 0 câu"),
        (slot(0, question=99), "không còn dùng"),
        (slot(0), "một câu hỏi hoặc một nhóm"),
    ],
)
def test_bad_settings_are_told_in_words_and_kept(
    trainer: CheckingClient, cast: Cast, changes: dict[str, object], words: str
) -> None:
    page = trainer.post(new(cast), form(intro="Lời dẫn đã gõ", **changes) | changes, status=422)
    assert words in page.text
    assert "Lời dẫn đã gõ" in page.text
    assert list_quizzes(cast.course) == []


def test_a_draw_larger_than_its_category_is_told(trainer: CheckingClient, cast: Cast, make: Makers) -> None:
    page = trainer.post(new(cast), form(**slot(0, category=drawn(cast, make), count=9)), status=422)
    assert "còn 1 câu để rút, cần 9 câu" in page.text


def test_a_change_is_a_revision_and_a_stale_form_is_told(
    trainer: CheckingClient, cast: Cast, question: Question
) -> None:
    address = trainer.post(new(cast), form(**slot(0, question=question.id))).headers["Location"]
    assert 'value="Cuối khóa"' in trainer.get(f"{address}/edit").text
    sent = form(**slot(0, question=question.id, mark="2"), seen="1")
    trainer.post(f"{address}/edit", sent)
    stale = trainer.post(f"{address}/edit", {**sent, "title": "Của người thứ hai"}, status=409)
    assert 'value="Của người thứ hai"' in stale.text
    assert 'name="seen" type="hidden" value="2"' in stale.text
    assert "Bản 1" in trainer.get(f"{address}/history").text
    assert list_slots(revision_of(list_quizzes(cast.course)[0]))[0].mark == 2


def test_an_empty_course_explains_what_quizzes_are(trainer: CheckingClient, cast: Cast) -> None:
    assert "Chưa có bài kiểm tra" in trainer.get(f"/courses/{cast.course.id}/quizzes").text
    trainer.get("/quizzes/999", status=404)


@pytest.mark.parametrize("who", ["manager", "cadre"])
def test_quizzes_are_made_by_those_who_write_the_course(
    client: CheckingClient, cast: Cast, make: Makers, question: Question, who: str
) -> None:
    quiz = make.quiz(cast.course, [question])
    client.sign_in(getattr(cast, who)).get(f"/quizzes/{quiz.id}", status=403)
    client.get(new(cast), status=403)
    client.post(f"/quizzes/{quiz.id}/unpublish", status=403)
