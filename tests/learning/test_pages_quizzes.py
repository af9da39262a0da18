"""Pages of a quiz and its attempts, without scripts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.client import CheckingClient
from tests.learning.conftest import GRACE, Desk
from tests.learning.phone import begin, form_of, id_of
from training.classes.models import ClassState
from training.core import clock
from training.core.db import db
from training.learning.models import Attempt, AttemptState, LateAnswer
from training.learning.operations.answers import Change


def test_a_whole_quiz_by_plain_forms(phone: CheckingClient, desk: Desk, base: str) -> None:
    intro = phone.get(f"{base}/quizzes/{desk.quiz.id}").text
    assert "30 phút" in intro
    address = begin(phone, desk, base)
    page = phone.get(address).text
    assert page.count("<fieldset") == 5
    half = {"seen": "0,0,0,0,0", "q1": desk.right(desk.asked(id_of(address))[0]), "f2": "on", "action": "save"}
    phone.post(address, half)
    page = phone.get(address).text
    assert "Đã lưu lúc" in page
    assert page.count(" checked") == 2
    first = desk.asked(id_of(address))[0]
    again = {"seen": "1,0,0,0,0", "q1": desk.right(first), "action": "submit"}
    confirm = phone.post(address, again).headers["Location"]
    assert confirm.endswith("/confirm")
    assert "Còn 4 câu" in phone.get(confirm).text
    review = phone.post(address, form_of(desk, address, right=4, action="submit")).headers["Location"]
    assert "4 / 5 điểm" in phone.get(review).text
    assert "Đạt" in phone.get(f"{base}/quizzes/{desk.quiz.id}").text
    assert "4 / 5" in phone.get("/learn/results").text


def test_the_address_of_a_submitted_attempt_leads_to_its_review(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(address, form_of(desk, address, action="submit"))
    assert phone.get(address, status=302).headers["Location"] == f"{address}/review"
    assert phone.get(f"{address}/confirm", status=302).headers["Location"] == f"{address}/review"


def test_an_open_attempt_has_no_review(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    assert phone.get(f"{address}/review", status=302).headers["Location"] == address


def test_typed_answers_that_are_too_long_come_back_as_typed(phone: CheckingClient, desk: Desk, base: str) -> None:
    question = desk.make.question(desk.cast.course, kind="short_answer", raw={"answers": "MTTQ"})
    desk.quiz = desk.make.quiz(desk.cast.course, [question])
    address = begin(phone, desk, base)
    page = phone.post(address, {"seen": "0", "q1": "dài" * 100, "action": "submit"}, status=422).text
    assert "dàidài" in page
    assert 'aria-invalid="true"' in page
    assert desk.attempt(id_of(address)).is_open


def test_a_form_without_its_numbers_wipes_out_nothing(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    first = desk.asked(id_of(address))[0]
    desk.save(id_of(address), Change(1, (desk.right(first),), 1), writer="")
    phone.post(address, {"action": "submit", "confirmed": "1"})
    assert desk.attempt(id_of(address)).score == 1


def test_when_time_is_up_the_page_offers_the_result(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    with clock.frozen(desk.attempt(id_of(address)).deadline_at + timedelta(seconds=GRACE + 5)):
        page = phone.get(address).text
        assert "Đã hết giờ" in page
        assert desk.attempt(id_of(address)).is_open
        late = phone.post(address, form_of(desk, address, action="submit")).headers["Location"]
        assert "không tính" in phone.get(late).text
    assert desk.attempt(id_of(address)).score == 0
    assert db.session.query(LateAnswer).count() == 5


def test_a_quiz_that_cannot_be_taken_says_why(phone: CheckingClient, desk: Desk, base: str) -> None:
    desk.cast.training_class.state = ClassState.CLOSED
    db.session.commit()
    assert "Lớp đã kết thúc" in phone.get(f"{base}/quizzes/{desk.quiz.id}").text
    phone.post(f"{base}/quizzes/{desk.quiz.id}/start", status=409)


def test_pages_speak_english_too(phone: CheckingClient, desk: Desk, base: str) -> None:
    phone.raw().set_cookie("language", "en")
    address = begin(phone, desk, base)
    assert "Hand in" in phone.get(address).text
    phone.post(address, form_of(desk, address, action="submit"))
    assert "5 of 5 marks" in phone.get(f"{address}/review").text


def ended(desk: Desk, number: int) -> Attempt:
    """Return an attempt with full marks, not stored yet."""
    now = clock.now()
    return Attempt(
        enrolment_id=desk.cast.enrolment.id,
        quiz_id=desk.quiz.id,
        quiz_revision_id=desk.quiz.current_revision.id,
        number=number,
        state=AttemptState.MARKED,
        deadline_at=now,
        submitted_at=now,
        score=Decimal(5),
        full_mark=Decimal(5),
    )


def test_many_attempts_are_listed_in_pages_the_newest_first(phone: CheckingClient, desk: Desk, base: str) -> None:
    for number in range(1, 23):
        desk.make.save(ended(desk, number))
    first = phone.get(f"{base}/quizzes/{desk.quiz.id}").text
    assert first.index(">Lượt 22<") < first.index(">Lượt 3<")
    assert ">Lượt 2<" not in first
    assert ">Lượt 2<" in phone.get(f"{base}/quizzes/{desk.quiz.id}?page=2").text
