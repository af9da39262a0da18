"""What the end of the time does to an attempt, as its quiz says, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.learning.conftest import GRACE, NO_FORM, Desk
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import Conflict, Invalid
from training.learning.models import AttemptState, LateAnswer, Override
from training.learning.operations.answers import Change, Outcome
from training.learning.operations.ending import Form
from training.learning.operations.expiry import settle, settle_expired
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.progress import standing_of
from training.learning.queries.results import quiz_results
from training.quizzes.sitting import Expiry

PERIOD = 900


@pytest.fixture(params=[Expiry.SUBMIT, Expiry.GRACE, Expiry.ABANDON])
def expiry(request: pytest.FixtureRequest) -> Expiry:
    found: Expiry = request.param
    return found


def set_up(desk: Desk, expiry: Expiry) -> int:
    """Begin an attempt of such a quiz, with the first question answered rightly."""
    revision = desk.quiz.current_revision
    assert revision is not None
    revision.on_expiry = expiry
    revision.grace_period = PERIOD if expiry is Expiry.GRACE else None
    db.session.commit()
    attempt_id = desk.begin()
    desk.save(attempt_id, Change(1, (desk.right(desk.asked(attempt_id)[0]),), 1))
    return attempt_id


def after(desk: Desk, attempt_id: int, seconds: int) -> datetime:
    return desk.attempt(attempt_id).deadline_at + timedelta(seconds=seconds)


AFTER_ALL = PERIOD + GRACE + 1


def test_what_nobody_hands_in_ends_as_the_quiz_says(desk: Desk, expiry: Expiry) -> None:
    attempt_id = set_up(desk, expiry)
    deadline = desk.attempt(attempt_id).deadline_at
    with clock.frozen(after(desk, attempt_id, AFTER_ALL)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 1
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
    attempt = desk.attempt(attempt_id)
    if expiry is Expiry.SUBMIT:
        assert (attempt.state, attempt.score, attempt.submitted_at) == (AttemptState.MARKED, Decimal(1), deadline)
    else:
        assert (attempt.state, attempt.score, attempt.submitted_at) == (AttemptState.ABANDONED, None, None)


def test_an_attempt_that_counts_for_nothing_has_no_result(desk: Desk) -> None:
    attempt_id = set_up(desk, Expiry.ABANDON)
    with clock.frozen(after(desk, attempt_id, AFTER_ALL)):
        settle_expired(grace=GRACE, by=SYSTEM)
    assert quiz_results(desk.cast.training_class.id) == {}
    standing = standing_of(desk.head())
    assert (standing.result, standing.running, len(standing.ended)) == (None, None, 1)


def test_in_the_period_to_hand_in_the_attempt_is_overdue(desk: Desk) -> None:
    attempt_id = set_up(desk, Expiry.GRACE)
    with clock.frozen(after(desk, attempt_id, GRACE + 2)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
        attempt = desk.attempt(attempt_id)
        assert (attempt.state, attempt.is_open) == (AttemptState.OVERDUE, True)
        assert begin_or_resume(desk.head(), by=desk.cadre) == attempt_id


def test_an_overdue_attempt_is_handed_in_but_not_answered(desk: Desk) -> None:
    attempt_id = set_up(desk, Expiry.GRACE)
    asked = desk.asked(attempt_id)
    late = after(desk, attempt_id, PERIOD)
    with clock.frozen(late):
        settle(desk.attempt(attempt_id), grace=GRACE, by=SYSTEM)
        receipt = desk.save(attempt_id, Change(2, (desk.right(asked[1]),), 2))
        assert receipt.outcome is Outcome.ENDED
        form = Form(values={3: (desk.right(asked[2]),)}, flags={}, seen={3: 0})
        assert desk.submit(attempt_id, form, confirmed=False).closed
    attempt = desk.attempt(attempt_id)
    assert (attempt.state, attempt.score, attempt.submitted_at) == (AttemptState.MARKED, Decimal(1), late)
    assert len(db.session.scalars(select(LateAnswer)).all()) == 2


def test_handing_in_after_the_period_ends_the_attempt_as_the_quiz_says(desk: Desk, expiry: Expiry) -> None:
    attempt_id = set_up(desk, expiry)
    with clock.frozen(after(desk, attempt_id, AFTER_ALL)):
        assert desk.submit(attempt_id, NO_FORM).closed
    expected = AttemptState.MARKED if expiry is Expiry.SUBMIT else AttemptState.ABANDONED
    assert desk.attempt(attempt_id).state is expected


def test_what_was_on_its_way_is_handed_in_everywhere(desk: Desk, expiry: Expiry) -> None:
    attempt_id = set_up(desk, expiry)
    deadline = desk.attempt(attempt_id).deadline_at
    with clock.frozen(after(desk, attempt_id, GRACE)):
        desk.submit(attempt_id, NO_FORM)
    attempt = desk.attempt(attempt_id)
    assert (attempt.state, attempt.submitted_at) == (AttemptState.MARKED, deadline)


def test_more_time_makes_an_overdue_attempt_one_to_answer(desk: Desk) -> None:
    attempt_id = set_up(desk, Expiry.GRACE)
    with clock.frozen(after(desk, attempt_id, GRACE + 2)):
        settle_expired(grace=GRACE, by=SYSTEM)
        grant(desk, extra_time=3600)
        second = desk.asked(attempt_id)[1]
        assert desk.save(attempt_id, Change(2, (desk.right(second),), 2)).outcome is Outcome.SAVED
    with clock.frozen(after(desk, attempt_id, AFTER_ALL)):
        settle_expired(grace=GRACE, by=SYSTEM)
    assert desk.answers(attempt_id)[2] == desk.right(second)


def grant(desk: Desk, **fields: object) -> Override:
    """Grant something to the whole class."""
    found: Override = desk.make.save(
        Override(class_id=desk.cast.training_class.id, quiz_id=desk.quiz.id, reason="Mất điện", **fields)
    )
    return found


def test_a_pause_lies_between_attempts(desk: Desk) -> None:
    assert desk.quiz.current_revision is not None
    desk.quiz.current_revision.delay_second = 600
    db.session.commit()
    desk.submit(desk.begin())
    with pytest.raises(Conflict):
        desk.begin()
    assert standing_of(desk.head()).not_before is not None
    with clock.frozen(clock.now() + timedelta(seconds=601)):
        assert desk.attempt(desk.begin()).number == 2


def test_a_quiz_with_a_password_begins_with_it_alone(desk: Desk) -> None:
    assert desk.quiz.current_revision is not None
    desk.quiz.current_revision.password = "hoa sen"
    db.session.commit()
    for wrong in ("", "hoa mai"):
        with pytest.raises(Invalid):
            begin_or_resume(desk.head(), password=wrong, by=desk.cadre)
    attempt_id = begin_or_resume(desk.head(), password=" hoa sen ", by=desk.cadre)
    assert begin_or_resume(desk.head(), by=desk.cadre) == attempt_id
