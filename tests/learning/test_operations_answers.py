"""Answers of record, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.counting import counted
from tests.learning.conftest import GRACE, Desk
from training.classes.models import ClassQuiz
from training.core import clock
from training.core.db import AUDIT, db
from training.core.errors import Conflict, NotFound
from training.learning.models import AttemptQuestion, LateAnswer
from training.learning.operations.answers import Change, Outcome, save_answers, take_over


def choose(desk: Desk, attempt_id: int, position: int, sequence: int, *, option: int = 0) -> Change:
    """Make the change that chooses one of the shown options."""
    shown = desk.asked(attempt_id)[position - 1].option_order
    return Change(position, (shown[option],), sequence)


def test_a_saved_answer_is_the_answer_of_record(desk: Desk) -> None:
    attempt_id = desk.begin()
    change = choose(desk, attempt_id, 2, 1)
    receipt = desk.save(attempt_id, change)
    assert receipt.outcome is Outcome.SAVED
    assert desk.answers(attempt_id) == {1: None, 2: change.values[0], 3: None, 4: None, 5: None}


def test_sending_the_same_again_changes_nothing(desk: Desk) -> None:
    attempt_id = desk.begin()
    change = choose(desk, attempt_id, 1, 1)
    desk.save(attempt_id, change)
    first = desk.asked(attempt_id)
    assert desk.save(attempt_id, change).outcome is Outcome.SAVED
    assert desk.asked(attempt_id) == first


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_later_change_stands_in_whatever_order_they_arrive(desk: Desk, order: tuple[int, int]) -> None:
    attempt_id = desk.begin()
    changes = {n: choose(desk, attempt_id, 1, n, option=n) for n in (1, 2)}
    for sequence in order:
        desk.save(attempt_id, changes[sequence])
    assert desk.answers(attempt_id)[1] == changes[2].values[0]


def test_two_changes_of_one_question_in_one_packet_leave_the_later(desk: Desk) -> None:
    attempt_id = desk.begin()
    late, early = choose(desk, attempt_id, 1, 2, option=2), choose(desk, attempt_id, 1, 1, option=1)
    desk.save(attempt_id, late, early)
    assert desk.answers(attempt_id)[1] == late.values[0]


def test_an_answer_can_be_taken_back(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.save(attempt_id, choose(desk, attempt_id, 1, 1))
    desk.save(attempt_id, Change(1, (), 2))
    assert desk.answers(attempt_id)[1] is None


def test_a_second_page_is_told_and_stores_nothing(desk: Desk) -> None:
    attempt_id = desk.begin()
    kept = choose(desk, attempt_id, 1, 1)
    desk.save(attempt_id, kept, writer="phone")
    receipt = desk.save(attempt_id, choose(desk, attempt_id, 1, 2, option=2), writer="tablet")
    assert receipt.outcome is Outcome.ELSEWHERE
    assert desk.answers(attempt_id)[1] == kept.values[0]


def test_taking_over_turns_the_first_page_away(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.save(attempt_id, choose(desk, attempt_id, 1, 1), writer="phone")
    take_over(desk.attempt(attempt_id), writer="tablet", by=desk.cadre)
    new = choose(desk, attempt_id, 2, 2)
    assert desk.save(attempt_id, new, writer="tablet").outcome is Outcome.SAVED
    assert desk.save(attempt_id, choose(desk, attempt_id, 3, 3), writer="phone").outcome is Outcome.ELSEWHERE
    assert desk.answers(attempt_id)[2] == new.values[0]


def test_a_submitted_attempt_cannot_be_taken_over(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id)
    with pytest.raises(Conflict):
        take_over(desk.attempt(attempt_id), writer="tablet", by=desk.cadre)


def test_a_value_that_cannot_be_read_is_refused_alone(desk: Desk) -> None:
    attempt_id = desk.begin()
    good = choose(desk, attempt_id, 2, 2)
    receipt = desk.save(attempt_id, Change(1, ("no such option",), 1), good, Change(99, ("x",), 3))
    assert list(receipt.refused) == [1]
    assert desk.answers(attempt_id)[2] == good.values[0]


def test_flags_are_kept(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.save(attempt_id, flags={1: True, 3: True})
    desk.save(attempt_id, flags={1: False})
    flagged = select(AttemptQuestion.position).where(AttemptQuestion.flagged)
    assert db.session.scalars(flagged).all() == [3]


@pytest.mark.parametrize(
    ("after_deadline", "outcome"),
    [(0, Outcome.SAVED), (GRACE, Outcome.SAVED), (GRACE + 1, Outcome.ENDED)],
)
def test_arrivals_count_until_deadline_and_grace(desk: Desk, after_deadline: int, outcome: Outcome) -> None:
    with clock.frozen(clock.now().replace(microsecond=0)):
        attempt_id = desk.begin()
    change = choose(desk, attempt_id, 1, 1)
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(seconds=after_deadline)):
        receipt = desk.save(attempt_id, change)
    assert receipt.outcome is outcome
    assert receipt.is_due is (outcome is Outcome.ENDED)
    assert desk.answers(attempt_id)[1] == (change.values[0] if outcome is Outcome.SAVED else None)


def test_what_comes_after_the_end_is_evidence_once_and_counts_for_nothing(desk: Desk) -> None:
    attempt_id = desk.begin()
    saved = choose(desk, attempt_id, 1, 1)
    desk.save(attempt_id, saved)
    desk.submit(attempt_id)
    late = choose(desk, attempt_id, 1, 2, option=2)
    outcomes = {desk.save(attempt_id, late, saved).outcome for _ in range(3)}
    assert outcomes == {Outcome.ENDED}
    assert desk.answers(attempt_id)[1] == saved.values[0]
    assert [(one.response, one.sequence) for one in db.session.scalars(select(LateAnswer))] == [(late.values[0], 2)]


def test_hours_made_longer_reach_a_running_attempt(desk: Desk) -> None:
    hours = ClassQuiz(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id)
    hours.closes_at = clock.now() + timedelta(seconds=60)
    desk.make.save(hours)
    attempt_id = desk.begin()
    hours.closes_at += timedelta(seconds=600)
    desk.make.save(hours)
    with clock.frozen(clock.now() + timedelta(seconds=500)):
        assert desk.save(attempt_id, choose(desk, attempt_id, 1, 1)).outcome is Outcome.SAVED


def test_nobody_saves_in_anothers_attempt(desk: Desk) -> None:
    attempt_id = desk.begin()
    change = choose(desk, attempt_id, 1, 1)
    stranger = desk.cast.stranger.person_id
    with pytest.raises(NotFound):
        save_answers(attempt_id, person_id=stranger, writer="x", changes=[change], flags={}, grace=GRACE)


def test_a_save_sends_three_statements_and_no_audit_line(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.save(attempt_id, choose(desk, attempt_id, 1, 1))
    change = choose(desk, attempt_id, 2, 2)
    with counted() as sent:
        desk.save(attempt_id, change)
    assert len(sent) == 3
    assert "save_answers" not in db.session.scalars(select(AUDIT.c.verb)).all()
