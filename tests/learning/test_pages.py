"""The learner's pages, through a browser client without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.client import CheckingClient
from tests.counting import counted
from tests.learning.conftest import GRACE, Desk
from training.classes.models import ClassState
from training.core import clock
from training.core.db import db
from training.learning.models import LateAnswer, Reading
from training.learning.operations.answers import Change


@pytest.fixture
def phone(client: CheckingClient, desk: Desk) -> CheckingClient:
    """The cadre's phone, signed in."""
    return client.sign_in(desk.cadre)


@pytest.fixture
def base(desk: Desk) -> str:
    return f"/learn/classes/{desk.cast.training_class.id}"


def begin(phone: CheckingClient, desk: Desk, base: str) -> str:
    """Begin the quiz and return the address of the attempt."""
    return str(phone.post(f"{base}/quizzes/{desk.quiz.id}/start").headers["Location"])


def id_of(address: str) -> int:
    return int(address.rpartition("/")[2])


def form_of(desk: Desk, address: str, *, right: int = 5, **more: str) -> dict[str, Any]:
    """Fill in the form as shown: the first `right` questions rightly, the others wrongly."""
    asked = desk.asked(id_of(address))
    answers = {f"q{a.position}": desk.right(a) if a.position <= right else desk.wrong(a) for a in asked}
    return {"seen": ",".join(str(a.sequence) for a in asked), **answers, **more}


# --- home and classes ----------------------------------------------------------------------------


def test_home_says_what_comes_next_with_one_main_button(phone: CheckingClient, desk: Desk) -> None:
    page = phone.get("/learn").text
    main = page[page.index("<main") : page.index("</main>")]
    assert len(re.findall(r'class="button"', main)) == 1
    assert "Bài 1" in main


def test_home_leads_to_the_attempt_under_way(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    assert f'href="{address}"' in phone.get("/learn").text


def test_home_of_one_without_a_class_says_what_it_is_for(client: CheckingClient, desk: Desk) -> None:
    assert "Chưa có lớp" in client.sign_in(desk.cast.stranger).get("/learn").text


def test_home_shows_meetings_to_come(phone: CheckingClient, desk: Desk) -> None:
    starts = clock.now() + timedelta(days=2)
    desk.make.meeting(desk.cast.training_class, starts_at=starts, room="Hội trường B")
    desk.make.meeting(desk.cast.training_class, starts_at=starts, room="Hội trường hủy", cancelled_at=clock.now())
    page = phone.get("/learn").text
    assert "Hội trường B" in page
    assert "Hội trường hủy" not in page


@pytest.mark.parametrize("path", ["/learn", "/learn/classes", "/learn/results"])
def test_lists_take_the_same_queries_for_many_classes(phone: CheckingClient, desk: Desk, path: str) -> None:
    def count() -> int:
        phone.get(path)
        with counted() as sent:
            phone.get(path)
        return len(sent)

    desk.make.meeting(desk.cast.training_class)
    one = count()
    for _ in range(3):
        made = desk.make.training_class(desk.cast.course, unit=desk.cast.city)
        desk.make.enrolment(made, desk.cast.cadre_person)
        desk.make.meeting(made)
    assert count() == one <= 8


def test_the_page_of_a_class_takes_the_same_queries_for_a_long_course(
    phone: CheckingClient, desk: Desk, base: str
) -> None:
    def count() -> int:
        phone.get(base)
        with counted() as sent:
            assert "Kiểm tra cuối khóa" in phone.get(base).text
        return len(sent)

    desk.make.meeting(desk.cast.training_class)
    one = count()
    for position in range(3, 9):
        desk.make.module(desk.cast.course, position=position)
        desk.make.meeting(desk.cast.training_class)
    assert count() == one


def test_a_closed_class_can_be_read(phone: CheckingClient, desk: Desk, base: str) -> None:
    desk.cast.training_class.state = ClassState.CLOSED
    db.session.commit()
    assert "đã kết thúc" in phone.get(base).text
    assert "/done" not in phone.get(f"{base}/modules/{desk.cast.course.modules[0].id}").text


# --- modules -------------------------------------------------------------------------------------


def test_modules_are_read_one_after_the_other(phone: CheckingClient, desk: Desk, base: str) -> None:
    first, second = desk.cast.course.modules
    page = phone.get(f"{base}/modules/{first.id}").text
    assert "Nội dung" in page
    opened = int(clock.now().timestamp()) - 30
    answer = phone.post(f"{base}/modules/{first.id}/done", {"opened": str(opened)})
    assert answer.headers["Location"] == f"{base}/modules/{second.id}"
    assert 30 <= db.session.scalars(select(Reading.seconds)).one() < 60


def test_after_the_last_module_comes_the_quiz(phone: CheckingClient, desk: Desk, base: str) -> None:
    last = desk.cast.course.modules[-1]
    answer = phone.post(f"{base}/modules/{last.id}/done", {})
    assert answer.headers["Location"] == f"{base}/quizzes/{desk.quiz.id}"


def test_a_page_reports_its_reading_quietly(phone: CheckingClient, desk: Desk, base: str) -> None:
    first = desk.cast.course.modules[0]
    phone.post(f"{base}/modules/{first.id}/reading", {"seconds": "12"}, status=204)
    phone.post(f"{base}/modules/{first.id}/reading", {"seconds": "abc"}, status=204)
    assert db.session.scalars(select(Reading.seconds)).one() == 12


def test_looking_at_pages_writes_nothing(phone: CheckingClient, desk: Desk, base: str) -> None:
    for path in ("/learn", base, f"{base}/modules/{desk.cast.course.modules[0].id}", f"{base}/quizzes/{desk.quiz.id}"):
        with counted() as sent:
            phone.get(path)
        assert not [s for s in sent if not s.startswith("SELECT") and "sign_ins" not in s]


def test_a_module_page_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    path = f"{base}/modules/{desk.cast.course.modules[0].id}"
    phone.get(path)
    with counted() as sent:
        phone.get(path)
    assert len(sent) <= 6


# --- a quiz without scripts ----------------------------------------------------------------------


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


# --- what a review shows -------------------------------------------------------------------------

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


# --- what scripts send ---------------------------------------------------------------------------


def change_of(desk: Desk, address: str, position: int, sequence: int) -> dict[str, Any]:
    shown = desk.asked(id_of(address))[position - 1].option_order
    return {"position": position, "response": [shown[0]], "sequence": sequence}


def test_a_page_saves_by_itself(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    change = change_of(desk, address, 3, 1)
    answer = phone.post(f"{address}/answers", json={"writer": "w", "changes": [change]}, status=200).json
    assert {"saved_at", "server_now", "deadline_at", "state"} <= set(answer)
    assert desk.answers(id_of(address))[3] == change["response"][0]


def test_a_closing_page_saves_by_a_form_of_one_field(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    payload = '{"writer": "w", "changes": [{"position": 1, "response": [], "sequence": 1}], "flags": []}'
    phone.post(f"{address}/answers", {"payload": payload}, status=200)
    assert desk.asked(id_of(address))[0].sequence == 1


def test_a_second_page_is_told_and_can_take_over(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/answers", json={"writer": "a", "changes": [change_of(desk, address, 1, 1)]}, status=200)
    packet = {"writer": "b", "changes": [change_of(desk, address, 2, 2)]}
    assert phone.post(f"{address}/answers", json=packet, status=409).json["code"] == "elsewhere"
    assert phone.get(f"{address}/state?writer=b").json["elsewhere"] is True
    taken = phone.post(f"{address}/take-over", json={"writer": "b"}, status=200).json
    assert taken["answers"]["1"]["sequence"] == 1
    phone.post(f"{address}/answers", json=packet, status=200)
    assert phone.get(f"{address}/state?writer=a").json["elsewhere"] is True


def test_saving_after_the_end_is_told(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    with clock.frozen(desk.attempt(id_of(address)).deadline_at + timedelta(seconds=GRACE + 1)):
        packet = {"writer": "a", "changes": [change_of(desk, address, 1, 1)]}
        assert phone.post(f"{address}/answers", json=packet, status=409).json["code"] == "ended"
    assert not desk.attempt(id_of(address)).is_open
    assert phone.get(f"{address}/state").json["state"] == "ended"


@pytest.mark.parametrize(
    "packet",
    [
        None,
        [],
        "text",
        {"changes": "x"},
        {"changes": [1]},
        {"changes": [{}]},
        {"changes": [{"position": 1, "response": "a", "sequence": 1}]},
        {"changes": [{"position": 1, "response": [1], "sequence": 1}]},
        {"changes": [{"position": "1", "response": [], "sequence": 1}]},
        {"changes": [{"position": True, "response": [], "sequence": 1}]},
        {"changes": [{"position": 1, "response": [], "sequence": 10**12}]},
        {"changes": [{"position": 1, "response": [], "sequence": -1}]},
        {"flags": [{"position": 1}]},
        {"writer": 5},
        {"writer": "x" * 41},
        {"changes": [{"position": 1, "response": ["x" * 300_000], "sequence": 1}]},
    ],
)
def test_what_cannot_be_read_is_refused_and_stores_nothing(
    phone: CheckingClient, desk: Desk, base: str, packet: Any
) -> None:
    address = begin(phone, desk, base)
    assert "error" in phone.post(f"{address}/answers", json=packet, status=422).json
    assert not any(one.sequence for one in desk.asked(id_of(address)))


def test_taking_over_needs_a_name(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/take-over", json={}, status=422)


def test_a_packet_is_small_and_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    phone.post(f"{address}/answers", json={"writer": "a", "changes": [change_of(desk, address, 1, 1)]}, status=200)
    packet = {"writer": "a", "changes": [change_of(desk, address, 2, 2)]}
    with counted() as sent:
        phone.post(f"{address}/answers", json=packet, status=200)
    assert len([s for s in sent if "sign_ins" not in s]) == 3


def test_an_attempt_page_takes_few_queries(phone: CheckingClient, desk: Desk, base: str) -> None:
    address = begin(phone, desk, base)
    with counted() as sent:
        phone.get(address)
    assert len([s for s in sent if "sign_ins" not in s]) <= 4
    phone.post(address, form_of(desk, address, action="submit"))
    with counted() as sent:
        phone.get(f"{address}/review")
    assert len([s for s in sent if "sign_ins" not in s]) <= 4


# --- nobody else ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["stranger", "trainer", "manager", "administrator"])
def test_others_find_nothing(phone: CheckingClient, desk: Desk, base: str, who: str) -> None:
    address = begin(phone, desk, base)
    module = f"{base}/modules/{desk.cast.course.modules[0].id}"
    quiz = f"{base}/quizzes/{desk.quiz.id}"
    phone.sign_in(getattr(desk.cast, who))
    for path in (base, module, quiz, address, f"{address}/confirm", f"{address}/review", f"{address}/state"):
        phone.get(path, status=404)
    for path in (f"{module}/done", f"{module}/reading", f"{quiz}/start", address):
        phone.post(path, {"action": "submit"}, status=404)
    for path in (f"{address}/answers", f"{address}/take-over"):
        phone.post(path, json={"writer": "x", "changes": []}, status=404)


def test_nobody_learns_without_signing_in(client: CheckingClient, desk: Desk, base: str) -> None:
    for path in ("/learn", "/learn/classes", "/learn/results", base):
        assert client.get(path, status=302).headers["Location"].startswith("/sign-in")
