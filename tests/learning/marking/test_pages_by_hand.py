"""The pages of marking by hand: the queue, an answer, names that are hidden, the release."""

from __future__ import annotations

import pytest

from tests.client import CheckingClient
from tests.learning.marking.conftest import Papers
from training.core import kept
from training.core.db import db
from training.learning.marking.models import HandMark
from training.questions.kinds import KINDS
from training.questions.models import QuestionVersion


@pytest.fixture
def base(papers: Papers, client: CheckingClient) -> str:
    client.sign_in(papers.first)
    return f"/classes/{papers.desk.cast.training_class.id}/marking"


def test_a_trainer_marks_one_answer_after_the_other_and_releases(
    papers: Papers, client: CheckingClient, base: str
) -> None:
    first, second = papers.tasks()
    assert "2 bài cần chấm" in client.get(base).text
    assert "Nguyễn Thị Hạnh" in client.get(f"{base}/questions/{first.question_id}").text
    client.get(f"{base}/answers/{first.place_id}")
    led = client.post(f"{base}/answers/{first.place_id}", {"mark": "0,5", "comment": "Thiếu căn cứ"})
    assert led.location.endswith(f"/answers/{second.place_id}")
    led = client.post(f"{base}/answers/{second.place_id}", {"mark": "1", "comment": ""})
    assert led.location.endswith(f"/questions/{first.question_id}")
    client.post(f"{base}/quizzes/{papers.desk.quiz.id}/release", {})
    assert "Không có bài nào chờ chấm" in client.get(base).text


def test_the_learner_waits_and_then_reads_the_comment(papers: Papers, client: CheckingClient, base: str) -> None:
    review = f"/learn/attempts/{papers.attempts[1]}/review"
    client.sign_in(papers.desk.cadre)
    assert "Bài đang chấm" in client.get(review).text
    papers.mark("0.5", place=1, comment="Thiếu căn cứ\nđiều khoản")
    papers.release()
    assert "Thiếu căn cứ" in client.get(review).text


@pytest.mark.parametrize("mark", ["", "2", "-1", "hai"])
def test_a_mark_that_cannot_be_is_answered_at_its_field(
    papers: Papers, client: CheckingClient, base: str, mark: str
) -> None:
    place = papers.tasks()[0].place_id
    page = client.post(f"{base}/answers/{place}", {"mark": mark, "comment": "Giữ lại"}, status=422).text
    assert "Giữ lại" in page
    assert db.session.query(HandMark).count() == 0


def test_names_are_hidden_where_the_class_says_so(papers: Papers, client: CheckingClient, base: str) -> None:
    way = f"{base}/quizzes/{papers.desk.quiz.id}"
    client.get(way)
    client.post(way, {"anonymous": "y", "settling": "third"})
    task = papers.tasks()[0]
    for page in (base, f"{base}/questions/{task.question_id}", f"{base}/answers/{task.place_id}"):
        assert "Nguyễn Thị Hạnh" not in client.get(page).text
    assert "Bài số 1" in client.get(f"{base}/questions/{task.question_id}").text


def test_the_second_marker_does_not_see_the_first_mark(papers: Papers, client: CheckingClient, base: str) -> None:
    papers.way()
    papers.mark("0.125", comment="Ý kiến thứ nhất")
    task = papers.tasks()[0]
    client.sign_in(papers.second)
    page = client.get(f"{base}/answers/{task.place_id}").text
    assert "0,125" not in page
    assert "Ý kiến thứ nhất" not in page
    client.post(f"{base}/answers/{task.place_id}", {"mark": "1", "comment": ""})
    assert "Ý kiến thứ nhất" in client.get(f"{base}/answers/{task.place_id}").text


def test_a_rubric_is_marked_criterion_by_criterion(papers: Papers, client: CheckingClient, base: str) -> None:
    task = papers.tasks()[0]
    version = db.session.get_one(QuestionVersion, task.version_id)
    rubric = KINDS["essay"].parse({"rubric": [{"name": "Căn cứ", "points": "2"}]})["rubric"]
    field = f"points_{rubric[0]['id']}"
    version.body = {**version.body, "rubric": rubric}
    db.session.commit()
    kept.forget_all()
    assert "Căn cứ (tối đa 2)" in client.get(f"{base}/answers/{task.place_id}").text
    client.post(f"{base}/answers/{task.place_id}", {field: "3", "comment": ""}, status=422)
    client.post(f"{base}/answers/{task.place_id}", {field: "1", "comment": ""})
    assert [str(one.mark) for one in db.session.query(HandMark)] == ["0.50000"]
