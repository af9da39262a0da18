"""Reviews: what they show in each phase, of each kind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.client import CheckingClient
from tests.learning.conftest import Desk
from tests.learning.phone import begin, form_of, id_of
from training.core import clock

ALL = ["attempt", "marks", "outcome", "feedback", "answer", "explanation", "overall"]


PHASES = ("just_after", "while_open", "after_close")


@pytest.mark.parametrize("item", ALL)
@pytest.mark.parametrize("phase", PHASES)
def test_a_review_shows_what_the_quiz_lets_be_seen(
    phone: CheckingClient, desk: Desk, base: str, item: str, phase: str
) -> None:
    review = dict.fromkeys(PHASES, ALL) | {phase: [one for one in ALL if one != item]}
    review["bands"] = [{"least": "80", "text": "Nắm chắc nội dung"}]
    questions = [slot.question for slot in desk.quiz.current_revision.slots]
    version = questions[0].current_version
    version.explanation_html = "<p>Vì luật nói thế.</p>"
    options = [{**one, "feedback_html": "Xem lại Điều 5."} for one in version.body["options"]]
    version.body = {"options": options}
    desk.quiz = desk.make.quiz(desk.cast.course, questions, review=review)
    address = begin(phone, desk, base)
    phone.post(address, form_of(desk, address, right=4, action="submit"))
    signs = {
        "attempt": "Câu số 2?",
        "overall": "Nắm chắc nội dung",
        "feedback": "Xem lại Điều 5.",
        "marks": "4 / 5 điểm",
        "outcome": "Số câu đúng",
        "answer": "Đáp án:",
        "explanation": "Vì luật nói thế.",
    }
    later = {"just_after": timedelta(0), "while_open": timedelta(minutes=3), "after_close": timedelta(days=60)}
    with clock.frozen(clock.now() + later[phase]):
        desk.make.sign_in(desk.cadre)
        phone.sign_in(desk.cadre)
        page = phone.get(f"{address}/review").text
    within = {"attempt", "feedback", "answer", "explanation"}
    assert {name for name, sign in signs.items() if sign not in page} == (within if item == "attempt" else {item})


def test_a_quiz_may_say_meanwhile_what_the_saved_answers_are_worth(
    phone: CheckingClient, desk: Desk, base: str
) -> None:
    questions = [slot.question for slot in desk.quiz.current_revision.slots]
    desk.quiz = desk.make.quiz(desk.cast.course, questions, review={"during": ["attempt", "outcome", "answer"]})
    address = begin(phone, desk, base)
    assert '<article class="question card"' not in phone.get(f"{address}/review").text
    phone.post(address, form_of(desk, address, right=2, action="save"))
    assert phone.get(f"{address}/review").text.count('<article class="question card"') == 5
    assert f"{address}/review" in phone.get(address).text


def test_marks_that_are_not_shown_are_shown_nowhere(phone: CheckingClient, desk: Desk, base: str) -> None:
    questions = [slot.question for slot in desk.quiz.current_revision.slots]
    desk.quiz = desk.make.quiz(desk.cast.course, questions, title="Bài giấu điểm", review={})
    address = begin(phone, desk, base)
    phone.post(address, form_of(desk, address, action="submit"))
    for path in ("/learn", "/learn/results", base, f"{base}/quizzes/{desk.quiz.id}", f"{address}/review"):
        page = phone.get(path).text
        assert "5 / 5 điểm" not in page
        assert ">Đạt<" not in page


def test_every_kind_of_question_is_asked_and_explained(phone: CheckingClient, desk: Desk, base: str) -> None:
    options = [{"markdown": "Giám sát", "right": True}, {"markdown": "Phản biện", "right": True}, {"markdown": "Phạt"}]
    made = [
        desk.make.question(desk.cast.course, kind="multiple_choice", raw={"options": options, "rule": "each_option"}),
        desk.make.question(desk.cast.course, kind="true_false", raw={"right": True}),
        desk.make.question(desk.cast.course, kind="short_answer", raw={"answers": "Mặt trận|MTTQ"}),
    ]
    desk.quiz = desk.make.quiz(desk.cast.course, made, shuffle_questions=False)
    address = begin(phone, desk, base)
    names = [option["id"] for option in made[0].current_version.body["options"]]
    form = {"seen": "0,0,0", "q1": names[:1], "q2": "true", "q3": " mttq ", "action": "submit"}
    phone.get(address)
    review = phone.get(phone.post(address, form).headers["Location"]).text
    assert "Đúng một phần" in review
    assert desk.attempt(id_of(address)).score == Decimal("2.66667")
