"""Check-in by learners, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, CheckInTry, How, Status
from training.attendance.operations import Given, Outcome, Receipt, check_in, mark
from training.attendance.queries.check_in import list_own_meetings
from training.attendance.queries.rolls import count_checked_in, list_roll, statuses_of
from training.attendance.rules.codes import code_of, step_at
from training.classes.models import ClassState, EnrolmentState, Meeting
from training.classes.operations import withdraw_learner
from training.core import clock
from training.core.access import Actor
from training.core.db import db

EVERY = 20
START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START, hours=4)


def code_at(meeting: Meeting, at: datetime) -> str:
    return code_of(meeting.secret, step_at(at, every=EVERY))


def try_in(meeting: Meeting, actor: Actor, at: datetime, *, code: str = "", seen_at: datetime | None = None) -> Receipt:
    given = Given(code or code_at(meeting, seen_at or at), seen_at or at, "qr", "Cốc Cốc")
    with clock.frozen(at):
        return check_in([meeting], given=given, every=EVERY, by=actor)


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(AttendanceEvent)) or 0


def count_tries() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckInTry)) or 0


def test_a_learner_checks_in_with_the_code_on_the_wall(cast: Cast, meeting: Meeting) -> None:
    receipt = try_in(meeting, cast.cadre, START - MINUTE)
    assert (receipt.outcome, receipt.status) == (Outcome.DONE, Status.PRESENT)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
    assert count_checked_in(meeting) == 1
    withdraw_learner(cast.enrolment, reason="Chuyển công tác", by=cast.administrator)
    assert count_checked_in(meeting) == 0


def test_the_evidence_of_a_check_in_is_kept(cast: Cast, meeting: Meeting) -> None:
    try_in(meeting, cast.cadre, START)
    event = db.session.scalars(select(AttendanceEvent)).one()
    assert (event.how, event.by_account_id, event.at) == (How.CHECK_IN, cast.cadre.account_id, START)
    assert event.evidence["step"] == step_at(START, every=EVERY)
    assert (event.evidence["way"], event.evidence["agent"]) == ("qr", "Cốc Cốc")


def test_a_second_check_in_changes_nothing(cast: Cast, meeting: Meeting) -> None:
    try_in(meeting, cast.cadre, START)
    receipt = try_in(meeting, cast.cadre, START + 20 * MINUTE)
    assert (receipt.outcome, receipt.status) == (Outcome.ALREADY, Status.PRESENT)
    assert count_events() == 1


def test_who_comes_after_a_quarter_of_an_hour_is_late(cast: Cast, meeting: Meeting) -> None:
    assert try_in(meeting, cast.cadre, START + 16 * MINUTE).status is Status.LATE


def test_a_code_scanned_in_time_counts_from_then_after_signing_in(cast: Cast, meeting: Meeting) -> None:
    receipt = try_in(meeting, cast.cadre, START + 19 * MINUTE, seen_at=START + 14 * MINUTE)
    assert (receipt.outcome, receipt.status) == (Outcome.DONE, Status.PRESENT)


def test_a_code_scanned_long_ago_has_expired_and_counts_as_no_guess(cast: Cast, meeting: Meeting) -> None:
    receipt = try_in(meeting, cast.cadre, START + 30 * MINUTE, seen_at=START)
    assert receipt.outcome is Outcome.EXPIRED
    assert count_tries() == 0


def test_a_code_of_some_minutes_ago_has_expired(cast: Cast, meeting: Meeting) -> None:
    receipt = try_in(meeting, cast.cadre, START + 3 * MINUTE, code=code_at(meeting, START))
    assert receipt.outcome is Outcome.EXPIRED


def test_too_early_says_when_it_opens_and_burns_nothing(cast: Cast, meeting: Meeting) -> None:
    receipt = try_in(meeting, cast.cadre, START - 31 * MINUTE, code="000000")
    assert (receipt.outcome, receipt.until) == (Outcome.EARLY, START - 30 * MINUTE)
    assert count_tries() == 0
    assert try_in(meeting, cast.cadre, START - 29 * MINUTE).outcome is Outcome.DONE


@pytest.mark.parametrize("cancelled", [True, False])
def test_a_meeting_that_is_over_or_cancelled_takes_nobody(
    cast: Cast, make: Makers, meeting: Meeting, *, cancelled: bool
) -> None:
    meeting.cancelled_at = START if cancelled else None
    make.save(meeting)
    at = START if cancelled else meeting.ends_at + 31 * MINUTE
    assert try_in(meeting, cast.cadre, at).outcome is (Outcome.CANCELLED if cancelled else Outcome.OVER)


def test_a_closed_class_takes_nobody(cast: Cast, make: Makers, meeting: Meeting) -> None:
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    assert try_in(meeting, cast.cadre, START).outcome is Outcome.OVER


def test_who_is_not_enrolled_is_told_so(cast: Cast, make: Makers, meeting: Meeting) -> None:
    assert try_in(meeting, cast.stranger, START).outcome is Outcome.NOT_ENROLLED
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    assert try_in(meeting, cast.cadre, START).outcome is Outcome.NOT_ENROLLED
    assert count_events() == 0


def test_ten_wrong_codes_and_none_is_taken_for_a_while(cast: Cast, meeting: Meeting) -> None:
    for second in range(10):
        tried = try_in(meeting, cast.cadre, START + timedelta(seconds=second), code="12345x")
        assert tried.outcome is Outcome.WRONG
    blocked = try_in(meeting, cast.cadre, START + MINUTE)
    assert (blocked.outcome, blocked.until) == (Outcome.BLOCKED, START + 10 * MINUTE)
    assert try_in(meeting, cast.cadre, START + 10 * MINUTE).outcome is Outcome.DONE


def test_wrong_codes_slow_one_account_alone(cast: Cast, make: Makers, meeting: Meeting) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    for _number in range(10):
        try_in(meeting, cast.cadre, START, code="12345x")
    assert try_in(meeting, cast.stranger, START).outcome is Outcome.DONE


def test_what_staff_say_stands_above_a_later_check_in(cast: Cast, meeting: Meeting) -> None:
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    try_in(meeting, cast.cadre, START)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.ABSENT}
    mark(meeting, said={cast.enrolment.id: None}, by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
    assert list_roll(meeting)[0].checked_in_at == START


def test_of_two_meetings_at_once_the_code_tells_which(cast: Cast, make: Makers, meeting: Meeting) -> None:
    other_class = make.training_class(unit=cast.city, title="Lớp thứ hai")
    make.enrolment(other_class, cast.cadre_person)
    other = make.meeting(other_class, starts_at=START, hours=4)
    with clock.frozen(START):
        found = list_own_meetings(cast.cadre.person_id)
        given = Given(code_at(other, START), START, "typed")
        receipt = check_in(found, given=given, every=EVERY, by=cast.cadre)
    assert len(found) == 2
    assert (receipt.outcome, receipt.meeting) == (Outcome.DONE, other)


def test_without_any_meeting_there_is_nothing_to_check_in_to(cast: Cast) -> None:
    given = Given("123456", START, "typed")
    assert check_in([], given=given, every=EVERY, by=cast.cadre).outcome is Outcome.NO_MEETING


def test_two_taps_at_once_make_one_check_in(app: Flask, cast: Cast, meeting: Meeting) -> None:
    meeting_id, given = meeting.id, Given(code_at(meeting, START), START, "qr")
    db.session.remove()

    def tap(_number: int) -> Outcome:
        with app.app_context(), clock.frozen(START):
            same = db.session.get_one(Meeting, meeting_id)
            outcome = check_in([same], given=given, every=EVERY, by=cast.cadre).outcome
            db.session.remove()
            return outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(tap, range(4)))
    assert outcomes == [Outcome.ALREADY] * 3 + [Outcome.DONE]
    assert count_events() == 1


def test_guesses_sent_at_once_are_all_counted(app: Flask, cast: Cast, meeting: Meeting) -> None:
    meeting_id, given = meeting.id, Given("12345x", START, "typed")
    db.session.remove()

    def guess(_number: int) -> Outcome:
        with app.app_context(), clock.frozen(START):
            same = db.session.get_one(Meeting, meeting_id)
            outcome = check_in([same], given=given, every=EVERY, by=cast.cadre).outcome
            db.session.remove()
            return outcome

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(guess, range(12)))
    assert (outcomes.count(Outcome.WRONG), outcomes.count(Outcome.BLOCKED)) == (10, 2)
