"""Overrides and late answers accepted, on both databases."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from tests.counting import counted
from tests.learning.conftest import GRACE, Desk
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import AUDIT, db
from training.core.errors import Conflict, Invalid
from training.learning.models import AttemptState, LateAcceptance, LateAnswer, Override
from training.learning.operations.answers import Change, Outcome
from training.learning.operations.expiry import settle_expired
from training.learning.operations.late import accept_late_answers
from training.learning.operations.overrides import OverrideFacts, end_override, grant_override
from training.learning.operations.starting import begin_or_resume
from training.learning.queries.late import list_late
from training.learning.regrading.models import Remedy
from training.learning.regrading.operations import regrade, undo_regrading
from training.learning.regrading.queries.trials import Order, try_out
from training.quizzes.sitting import Expiry


def grant(desk: Desk, **fields: Any) -> Override:
    facts = OverrideFacts(reason="Mất điện ở phường", **fields)
    return grant_override(desk.cast.training_class, desk.quiz, facts=facts, by=desk.cast.trainer)


def minutes_of(desk: Desk, attempt_id: int) -> float:
    attempt = desk.attempt(attempt_id)
    return (attempt.deadline_at - attempt.started_at).total_seconds() / 60


@pytest.mark.parametrize("scope", ["person", "unit", "unit above", "class"])
def test_more_time_reaches_those_it_is_for_while_they_answer(desk: Desk, scope: str) -> None:
    attempt_id = desk.begin()
    whom = {
        "person": {"enrolment_id": desk.cast.enrolment.id},
        "unit": {"unit_id": desk.cast.ward.id},
        "unit above": {"unit_id": desk.cast.city.id},
        "class": {},
    }[scope]
    grant(desk, extra_time=600, **whom)
    assert minutes_of(desk, attempt_id) == 40


def test_more_time_reaches_nobody_else(desk: Desk) -> None:
    attempt_id = desk.begin()
    other = desk.make.enrolment(desk.cast.training_class, desk.cast.stranger_person)
    grant(desk, extra_time=600, enrolment_id=other.id)
    grant(desk, extra_time=600, unit_id=desk.cast.other_ward.id)
    assert minutes_of(desk, attempt_id) == 30


def test_the_most_lenient_of_several_holds(desk: Desk) -> None:
    attempt_id = desk.begin()
    grant(desk, extra_time=300, enrolment_id=desk.cast.enrolment.id)
    grant(desk, extra_time=900, unit_id=desk.cast.ward.id)
    grant(desk, time_limit=2400)
    assert minutes_of(desk, attempt_id) == 55


def test_what_is_ended_holds_no_more(desk: Desk) -> None:
    attempt_id = desk.begin()
    override = grant(desk, extra_time=600)
    end_override(override, by=desk.cast.trainer)
    assert minutes_of(desk, attempt_id) == 30
    with pytest.raises(Conflict):
        end_override(override, by=desk.cast.trainer)


def test_answers_within_the_time_granted_are_saved(desk: Desk) -> None:
    attempt_id = desk.begin()
    end = desk.attempt(attempt_id).deadline_at
    grant(desk, extra_time=600)
    change = Change(1, (desk.right(desk.asked(attempt_id)[0]),), 1)
    with clock.frozen(end + timedelta(seconds=600)):
        assert settle_expired(grace=GRACE, by=SYSTEM) == 0
        assert desk.save(attempt_id, change).outcome is Outcome.SAVED


def test_further_attempts_and_later_hours_let_one_begin_again(desk: Desk) -> None:
    for _ in range(2):
        desk.submit(desk.begin())
    grant(desk, attempts_allowed=3, enrolment_id=desk.cast.enrolment.id)
    assert desk.attempt(desk.begin()).number == 3


def test_a_quiz_that_closed_opens_for_those_granted_later_hours(desk: Desk) -> None:
    assert desk.quiz.current_revision is not None
    desk.quiz.current_revision.closes_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    with pytest.raises(Conflict):
        desk.begin()
    grant(desk, closes_at=clock.now() + timedelta(minutes=10))
    assert minutes_of(desk, desk.begin()) <= 10


@pytest.mark.parametrize("fields", [{"reason": " "}, {}, {"opens_at": 2, "closes_at": 1}])
def test_what_says_nothing_is_refused(desk: Desk, fields: dict[str, Any]) -> None:
    now = clock.now()
    facts = OverrideFacts(
        reason=fields.get("reason", "Ốm"),
        opens_at=now + timedelta(hours=2) if "opens_at" in fields else None,
        closes_at=now + timedelta(hours=1) if "closes_at" in fields else None,
    )
    with pytest.raises(Invalid):
        grant_override(desk.cast.training_class, desk.quiz, facts=facts, by=desk.cast.trainer)


def test_granting_leaves_an_audit_line(desk: Desk) -> None:
    grant(desk, extra_time=600)
    assert "grant_override" in db.session.scalars(select(AUDIT.c.verb)).all()


def test_where_nothing_is_granted_nothing_is_asked(desk: Desk) -> None:
    desk.head()
    with counted() as without:
        desk.head()
    grant(desk, extra_time=600)
    with counted() as granted:
        desk.head()
    assert len(granted) == len(without) + 1
    with counted() as begun:
        begin_or_resume(desk.head(), by=desk.cadre)
    assert len(begun) <= 15


# --- late answers --------------------------------------------------------------------------------


def come_late(desk: Desk, *, expiry: Expiry = Expiry.SUBMIT) -> tuple[int, list[int]]:
    """Have two right answers arrive an hour after the end; return the attempt and the late answers."""
    assert desk.quiz.current_revision is not None
    desk.quiz.current_revision.on_expiry = expiry
    db.session.commit()
    attempt_id = desk.begin()
    asked = desk.asked(attempt_id)
    with clock.frozen(desk.attempt(attempt_id).deadline_at + timedelta(hours=1)):
        settle_expired(grace=GRACE, by=SYSTEM)
        desk.save(attempt_id, *(Change(n, (desk.right(asked[n - 1]),), n) for n in (1, 2)))
    return attempt_id, list(db.session.scalars(select(LateAnswer.id).order_by(LateAnswer.id)))


def test_accepted_late_answers_count_and_what_they_replace_is_kept(desk: Desk) -> None:
    attempt_id, late = come_late(desk)
    assert desk.attempt(attempt_id).score == 0
    accept_late_answers(attempt_id, late_ids=late[:1], reason="Mất sóng", by=desk.cast.trainer)
    assert desk.attempt(attempt_id).score == Decimal(1)
    accepted = db.session.scalars(select(LateAcceptance)).one()
    assert (accepted.replaced, accepted.reason, accepted.by_account_id) == (
        None,
        "Mất sóng",
        desk.cast.trainer.account_id,
    )
    [shown] = list_late(desk.cast.training_class.id, desk.quiz.id)
    assert ([line.position for line in shown.waiting], len(shown.lines)) == ([2], 2)
    assert "accept_late_answers" in db.session.scalars(select(AUDIT.c.verb)).all()


def test_late_answers_are_accepted_once(desk: Desk) -> None:
    attempt_id, late = come_late(desk)
    accept_late_answers(attempt_id, late_ids=late, reason="Mất sóng", by=desk.cast.trainer)
    with pytest.raises(Conflict):
        accept_late_answers(attempt_id, late_ids=late, reason="Mất sóng", by=desk.cast.trainer)
    assert desk.attempt(attempt_id).score == Decimal(2)


def test_an_abandoned_attempt_is_handed_in_by_accepting_what_came_late(desk: Desk) -> None:
    attempt_id, late = come_late(desk, expiry=Expiry.ABANDON)
    assert desk.attempt(attempt_id).state is AttemptState.ABANDONED
    accept_late_answers(attempt_id, late_ids=late, reason="Mất sóng", by=desk.cast.trainer)
    attempt = desk.attempt(attempt_id)
    assert (attempt.state, attempt.score, attempt.submitted_how) == (AttemptState.MARKED, Decimal(2), "trainer")


def test_late_answers_of_another_attempt_are_not_accepted(desk: Desk) -> None:
    attempt_id, _late = come_late(desk)
    with pytest.raises(Conflict):
        accept_late_answers(attempt_id, late_ids=[999_999], reason="Mất sóng", by=desk.cast.trainer)


@pytest.mark.parametrize(("remedy", "score", "full"), [(Remedy.FULL, 2, 5), (Remedy.VOID, 1, 4)])
def test_what_a_regrading_decided_stands_when_late_answers_are_accepted(
    desk: Desk, remedy: Remedy, score: int, full: int
) -> None:
    attempt_id, late = come_late(desk)
    first = desk.asked(attempt_id)[0]
    question = desk.question(first)
    order = Order(desk.quiz, question, remedy)
    seen = try_out(order, by=desk.cast.trainer).seen
    done = regrade(order, reason="Câu hỏi sai", seen=seen, by=desk.cast.trainer)
    accept_late_answers(attempt_id, late_ids=late, reason="Mất sóng", by=desk.cast.trainer)
    attempt = desk.attempt(attempt_id)
    assert (attempt.score, attempt.full_mark) == (Decimal(score), Decimal(full))
    undo_regrading(done, reason="Câu hỏi đúng", by=desk.cast.trainer)
    attempt = desk.attempt(attempt_id)
    assert (attempt.score, attempt.full_mark) == (Decimal(2), Decimal(5))
