"""A mark is appealed against in time, once, and answered once, in writing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.client import CheckingClient
from tests.learning.conftest import Desk
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid, NotFound
from training.learning.appeals.models import Appeal, AppealState
from training.learning.appeals.operations import answer_appeal, appeal
from training.learning.models import Mark
from training.notices.models import Notice


@pytest.fixture
def attempt_id(desk: Desk) -> int:
    """An attempt that was handed in blank, at a quiz with seven days for appeals."""
    questions = [slot.question for slot in desk.quiz.current_revision.slots]
    review = {"after_submit": ["marks", "outcome"], "after_close": ["marks"], "appeal_days": 7}
    desk.quiz = desk.make.quiz(desk.cast.course, questions, review=review)
    attempt_id = desk.begin()
    desk.submit(attempt_id)
    return attempt_id


def ask(desk: Desk, attempt_id: int, *, text: str = "Câu này có hai đáp án") -> Appeal:
    return appeal(attempt_id, position=1, text=text, by=desk.cadre)


def answer(desk: Desk, one: Appeal, state: AppealState = AppealState.UPHELD, *, mark: str = "", text: str = "Đồng ý"):
    return answer_appeal(
        desk.cast.training_class,
        appeal_id=one.id,
        state=state,
        answer=text,
        mark=Decimal(mark) if mark else None,
        by=desk.cast.trainer,
    )


def test_an_appeal_reaches_the_trainers_and_its_answer_the_learner(desk: Desk, attempt_id: int) -> None:
    asked = ask(desk, attempt_id)
    answer(desk, asked, mark="0.5")
    told = {notice.person_id: notice.link for notice in db.session.query(Notice)}
    assert told == {
        desk.cast.trainer_person.id: f"/classes/{desk.cast.training_class.id}/appeals/{asked.id}",
        desk.cast.cadre_person.id: f"/learn/attempts/{attempt_id}/review",
    }
    assert desk.attempt(attempt_id).score == Decimal("0.5")
    assert db.session.query(Mark).count() == 6


@pytest.mark.parametrize(("seconds", "fine"), [(0, True), (1, False)])
def test_the_days_are_counted_to_the_second(desk: Desk, attempt_id: int, seconds: int, fine: bool) -> None:
    handed_in = desk.attempt(attempt_id).submitted_at
    assert handed_in is not None
    with clock.frozen(handed_in.replace(microsecond=0) + timedelta(days=7, seconds=seconds + (not fine))):
        if fine:
            assert ask(desk, attempt_id).state is AppealState.OPEN
        else:
            with pytest.raises(Conflict):
                ask(desk, attempt_id)


def test_a_quiz_without_days_takes_no_appeals(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id)
    with pytest.raises(Conflict):
        ask(desk, attempt_id)


def test_an_attempt_under_way_takes_no_appeals(desk: Desk, attempt_id: int) -> None:
    with pytest.raises(Conflict):
        ask(desk, desk.begin())


def test_a_mark_is_appealed_against_once(desk: Desk, attempt_id: int) -> None:
    ask(desk, attempt_id)
    with pytest.raises(Conflict):
        ask(desk, attempt_id)


def test_only_own_attempts_are_appealed_against(desk: Desk, attempt_id: int) -> None:
    with pytest.raises(NotFound):
        appeal(attempt_id, position=1, text="x", by=desk.cast.stranger)


def test_words_are_needed(desk: Desk, attempt_id: int) -> None:
    with pytest.raises(Invalid):
        ask(desk, attempt_id, text=" ")
    asked = ask(desk, attempt_id)
    with pytest.raises(Invalid):
        answer(desk, asked, text=" ")


def test_a_refused_appeal_changes_no_mark_and_is_answered_once(desk: Desk, attempt_id: int) -> None:
    asked = ask(desk, attempt_id)
    with pytest.raises(Invalid):
        answer(desk, asked, AppealState.REFUSED, mark="1")
    answer(desk, asked, AppealState.REFUSED, text="Đáp án đúng")
    assert desk.attempt(attempt_id).score == 0
    with pytest.raises(Conflict):
        answer(desk, asked)


def test_the_pages_of_an_appeal(desk: Desk, attempt_id: int, app: object) -> None:
    client = CheckingClient(app)  # type: ignore[arg-type]
    review, base = f"/learn/attempts/{attempt_id}/review", f"/classes/{desk.cast.training_class.id}/appeals"
    client.sign_in(desk.cadre)
    address = f"/learn/attempts/{attempt_id}/questions/2/appeal"
    assert address in client.get(review).text
    client.get(address)
    client.post(address, {"text": ""}, status=422)
    client.post(address, {"text": "Câu này có hai đáp án"})
    assert "chờ trả lời" in client.get(review).text
    client.sign_in(desk.cast.trainer)
    asked = db.session.query(Appeal).one()
    assert "Nguyễn Thị Hạnh" in client.get(base).text
    assert "Câu này có hai đáp án" in client.get(f"{base}/{asked.id}").text
    client.post(f"{base}/{asked.id}", {"state": "upheld", "answer": "Đồng ý", "mark": "9"}, status=422)
    client.post(f"{base}/{asked.id}", {"state": "upheld", "answer": "Đồng ý", "mark": "1"})
    client.sign_in(desk.cadre)
    assert "Đồng ý" in client.get(review).text
