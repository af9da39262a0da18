"""The pages of statistics: figures and pictures with their numbers, never a name."""

from __future__ import annotations

import pytest

from tests.client import CheckingClient
from tests.makers import Makers
from tests.reporting.statistics.conftest import Sat


def test_a_trainer_reads_the_statistics_of_a_class_without_names(sat: Sat, client: CheckingClient) -> None:
    client.sign_in(sat.cast.trainer)
    class_id = sat.cast.training_class.id
    assert sat.quiz.title in client.get(f"/classes/{class_id}/statistics").text
    page = client.get(f"/classes/{class_id}/quizzes/{sat.quiz.id}/statistics").text
    assert "nghi sai đáp án" in page
    assert "đáp án nhiễu không ai chọn" in page
    assert "Nguyễn Văn" not in page
    assert page.count('<svg class="chart"') == 1


@pytest.mark.parametrize("which", ["first", "last", "best", "all", "nonsense"])
def test_the_statistics_over_all_classes(sat: Sat, client: CheckingClient, which: str) -> None:
    client.sign_in(sat.cast.administrator)
    assert sat.quiz.title in client.get("/statistics").text
    assert "Phân biệt" in client.get(f"/quizzes/{sat.quiz.id}/statistics?attempts={which}").text


def test_a_quiz_that_nobody_took_says_so(sat: Sat, make: Makers, client: CheckingClient) -> None:
    client.sign_in(sat.cast.trainer)
    other = make.quiz(sat.cast.course, title="Kiểm tra khác")
    class_id = sat.cast.training_class.id
    assert "Chưa có lượt làm nào" in client.get(f"/classes/{class_id}/quizzes/{other.id}/statistics").text
    client.get(f"/classes/{class_id}/quizzes/999/statistics", status=404)
