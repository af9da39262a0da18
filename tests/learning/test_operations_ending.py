"""Submitting, expiry and marks, on both databases."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from tests.counting import counted
from tests.learning.conftest import GRACE, NO_FORM, Desk
from training.classes.models import ClassQuiz
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import AUDIT, db
from training.core.errors import Conflict, NotFound
from training.learning.models import LateAnswer, Mark
from training.learning.operations.answers import Change, Outcome
from training.learning.operations.ending import (
    Form,
    InvalidAnswers,
    save_form,
    submit_attempt,
)
from training.learning.operations.expiry import settle_expired
from training.learning.queries.marked import list_marked


def form_of(desk: Desk, attempt_id: int, *right: int, writer: str = "") -> Form:
    """Fill in the form of an attempt: the questions at `right` rightly, all others wrongly."""
    asked = desk.asked(attempt_id)
    values = {a.position: (desk.right(a) if a.position in right else desk.wrong(a),) for a in asked}
    return Form(values=values, flags={}, seen={a.position: a.sequence for a in asked}, writer=writer)


def test_the_score_is_the_sum_of_the_marks(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id, form_of(desk, attempt_id, 1, 3))
    attempt = desk.attempt(attempt_id)
    assert (attempt.score, attempt.full_mark, attempt.passed) == (Decimal(2), Decimal(5), False)
    assert sum(one.mark for one in list_marked(attempt_id)) == attempt.score


def test_three_of_five_pass_at_one_half(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id, form_of(desk, attempt_id, 1, 2, 3))
    assert desk.attempt(attempt_id).passed


def test_what_was_saved_counts_without_a_form(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1))
    desk.submit(attempt_id)
    assert desk.attempt(attempt_id).score == 1


def test_blank_questions_keep_the_attempt_open_until_confirmed(desk: Desk) -> None:
    attempt_id = desk.begin()
    assert not desk.submit(attempt_id, confirmed=False).closed
    assert desk.attempt(attempt_id).is_open
    assert desk.submit(attempt_id, confirmed=True).closed
    assert not desk.attempt(attempt_id).is_open


def test_a_second_submit_changes_nothing(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id, form_of(desk, attempt_id, 1))
    first = desk.attempt(attempt_id)
    handed = desk.submit(attempt_id, form_of(desk, attempt_id, 1))
    assert (handed.closed, handed.late) == (True, 0)
    assert desk.attempt(attempt_id) == first
    assert len(db.session.scalars(select(Mark)).all()) == 5


def test_a_different_form_after_the_end_is_evidence(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id, form_of(desk, attempt_id, 1))
    handed = desk.submit(attempt_id, form_of(desk, attempt_id, 1, 2))
    assert handed.late == len(db.session.scalars(select(LateAnswer)).all()) == 1
    assert desk.attempt(attempt_id).score == 1


def test_a_form_within_the_grace_counts_and_is_dated_at_the_deadline(desk: Desk) -> None:
    attempt_id = desk.begin()
    deadline = desk.attempt(attempt_id).deadline_at
    with clock.frozen(deadline + timedelta(seconds=GRACE)):
        desk.submit(attempt_id, form_of(desk, attempt_id, 1, 2))
    attempt = desk.attempt(attempt_id)
    assert (attempt.score, attempt.submitted_at, attempt.submitted_how) == (Decimal(2), deadline, "deadline")


def test_a_form_after_the_grace_is_evidence_and_what_was_saved_counts(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1))
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(seconds=GRACE + 1)):
        handed = desk.submit(attempt_id, form_of(desk, attempt_id, 1, 2, 3), confirmed=False)
    assert (handed.closed, handed.late) == (True, 4)
    assert desk.attempt(attempt_id).score == 1


def test_a_stale_form_does_not_wipe_out_what_came_from_elsewhere(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1), writer="")
    seen = dict.fromkeys(range(1, 6), 0)
    stale = Form(values=dict.fromkeys(range(1, 6), ()), flags={}, seen=seen)
    save_form(attempt_id, form=stale, person_id=desk.cadre.person_id, grace=GRACE)
    assert desk.answers(attempt_id)[1] == desk.right(first)


def test_a_form_that_knew_the_answer_can_take_it_back(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1), writer="")
    knowing = Form(values={1: ()}, flags={1: True}, seen={1: 1})
    save_form(attempt_id, form=knowing, person_id=desk.cadre.person_id, grace=GRACE)
    assert (desk.answers(attempt_id)[1], desk.asked(attempt_id)[0].flagged) == (None, True)


def test_a_form_with_an_unreadable_answer_stores_nothing(desk: Desk) -> None:
    attempt_id = desk.begin()
    good = form_of(desk, attempt_id, 1)
    bad = Form(values={**good.values, 3: ("no such option",)}, flags={}, seen=good.seen)
    with pytest.raises(InvalidAnswers) as refused:
        desk.submit(attempt_id, bad)
    assert list(refused.value.faults) == [3]
    assert desk.attempt(attempt_id).is_open
    assert set(desk.answers(attempt_id).values()) == {None}


def test_once_the_time_is_up_an_unreadable_answer_does_not_hold_back_the_others(desk: Desk) -> None:
    attempt_id = desk.begin()
    good = form_of(desk, attempt_id, 1)
    bad = Form(values={**good.values, 3: ("no such option",)}, flags={}, seen=good.seen)
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(seconds=GRACE)):
        handed = desk.submit(attempt_id, bad)
    assert (handed.closed, desk.attempt(attempt_id).score) == (True, Decimal(1))
    assert desk.answers(attempt_id)[3] is None


def test_a_form_of_another_page_is_refused(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.save(attempt_id, Change(1, (), 1), writer="phone")
    with pytest.raises(Conflict):
        desk.submit(attempt_id, form_of(desk, attempt_id, 1, writer="tablet"))


def test_nobody_submits_anothers_attempt(desk: Desk) -> None:
    attempt_id = desk.begin()
    with pytest.raises(NotFound):
        submit_attempt(attempt_id, form=NO_FORM, confirmed=True, grace=GRACE, by=desk.cast.stranger)


def test_expired_attempts_are_marked_as_of_their_deadline(desk: Desk) -> None:
    attempt_id = desk.begin()
    first = desk.asked(attempt_id)[0]
    desk.save(attempt_id, Change(1, (desk.right(first),), 1))
    deadline = desk.attempt(attempt_id).deadline_at
    with clock.frozen(deadline + timedelta(seconds=GRACE + 2)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 1
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
    attempt = desk.attempt(attempt_id)
    assert (attempt.is_open, attempt.score, attempt.submitted_at) == (False, Decimal(1), deadline)
    assert "close_expired" in db.session.scalars(select(AUDIT.c.verb)).all()


def test_an_attempt_in_its_grace_is_not_closed(desk: Desk) -> None:
    attempt_id = desk.begin()
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(seconds=GRACE)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
    assert desk.attempt(attempt_id).is_open


def test_an_attempt_whose_hours_were_made_longer_is_not_closed(desk: Desk) -> None:
    hours = ClassQuiz(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id)
    hours.closes_at = clock.now() + timedelta(seconds=60)
    desk.make.save(hours)
    attempt_id = desk.begin()
    hours.closes_at += timedelta(seconds=6000)
    desk.make.save(hours)
    with clock.frozen(clock.now() + timedelta(seconds=400)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
    assert desk.attempt(attempt_id).is_open


def test_a_submit_sends_six_statements(desk: Desk) -> None:
    attempt_id = desk.begin()
    form = form_of(desk, attempt_id, 1, 2)
    with counted() as sent:
        desk.submit(attempt_id, form)
    assert len(sent) <= 6


def test_no_acknowledged_answer_is_missing_when_saves_race_a_submit(desk: Desk, app: Flask) -> None:
    attempt_id = desk.begin()
    options = desk.asked(attempt_id)[0].option_order
    acknowledged: list[Change] = []
    begun = Event()
    db.session.remove()

    def keep_saving() -> None:
        with app.app_context():
            for sequence in range(1, 60):
                change = Change(1, (options[sequence % 4],), sequence)
                if desk.save(attempt_id, change).outcome is not Outcome.SAVED:
                    break
                acknowledged.append(change)
                begun.set()
            db.session.remove()

    saver = Thread(target=keep_saving)
    saver.start()
    assert begun.wait(timeout=30)
    desk.submit(attempt_id)
    saver.join()
    assert desk.answers(attempt_id)[1] == acknowledged[-1].values[0]
    right = acknowledged[-1].values[0] == desk.right(desk.asked(attempt_id)[0])
    assert desk.attempt(attempt_id).score == int(right)
