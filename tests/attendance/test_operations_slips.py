"""Check-in by slip and at the door, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, How, RefusedCheckIn, Status
from training.attendance.operations import Given, Outcome, Receipt, mark
from training.attendance.operations.kiosk import let_in
from training.attendance.operations.reviews import Verdict, review_check_in
from training.attendance.operations.slips import check_in_by_slip, issue_slips, renew_slip
from training.attendance.queries.evidence import list_scans
from training.attendance.queries.rolls import count_checked_in, statuses_of
from training.attendance.queries.slips import list_slips
from training.attendance.rules.codes import key_of, signature_of, step_at
from training.attendance.rules.evidence import Flag
from training.attendance.rules.slips import spaced
from training.classes.models import EnrolmentState, Meeting
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db

EVERY = 20
START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=START, hours=4, room="Hội trường")


@pytest.fixture
def slip(cast: Cast, meeting: Meeting) -> str:
    issue_slips(cast.training_class, by=cast.trainer)
    return list_slips(cast.training_class.id)[0].code


@pytest.fixture
def at_the_start() -> Iterator[None]:
    with clock.frozen(START):
        yield


def code_at(meeting: Meeting, at: datetime) -> str:
    return signature_of(key_of(meeting.secret, meeting.room), step_at(at, every=EVERY))


def by_slip(
    meeting: Meeting,
    slip: str,
    *,
    at: datetime = START,
    seen_at: datetime | None = None,
    code: str = "",
    device: str = "a",
) -> Receipt:
    given = Given(code or code_at(meeting, seen_at or at), seen_at or at, "slip", "Cốc Cốc", device)
    with clock.frozen(at):
        return check_in_by_slip(meeting, slip=slip, given=given, every=EVERY, by=SYSTEM)


def refused() -> list[str]:
    return list(db.session.scalars(select(RefusedCheckIn.reason).order_by(RefusedCheckIn.id)))


def test_a_slip_and_the_code_of_the_wall_check_in_without_signing_in(cast: Cast, meeting: Meeting, slip: str) -> None:
    receipt = by_slip(meeting, spaced(slip).lower())
    assert (receipt.outcome, receipt.status) == (Outcome.DONE, Status.PRESENT)
    event = db.session.scalars(select(AttendanceEvent)).one()
    assert (event.how, event.device, event.evidence["way"]) == (How.CHECK_IN, "a", "slip")


def test_too_early_says_when_it_opens_and_burns_nothing(meeting: Meeting, slip: str) -> None:
    receipt = by_slip(meeting, slip, at=START - 31 * MINUTE)
    assert (receipt.outcome, receipt.until) == (Outcome.EARLY, START - 30 * MINUTE)
    assert refused() == []
    assert by_slip(meeting, slip, at=START - 29 * MINUTE).outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("minutes", "code", "outcome"),
    [(3, "", Outcome.EXPIRED), (0, "0" * 20, Outcome.WRONG), (0, "123456", Outcome.WRONG), (9, "", Outcome.EXPIRED)],
)
def test_replayed_and_forged_codes_are_refused_and_kept(
    meeting: Meeting, slip: str, minutes: int, code: str, outcome: Outcome
) -> None:
    receipt = by_slip(meeting, slip, at=START + minutes * MINUTE, code=code or code_at(meeting, START))
    assert receipt.outcome is outcome
    assert refused() == [outcome.value]
    assert statuses_of(meeting) == {}


def test_a_code_of_another_room_is_forged(make: Makers, meeting: Meeting, slip: str) -> None:
    code = code_at(meeting, START)
    meeting.room = "Phòng họp số 2"
    make.save(meeting)
    assert by_slip(meeting, slip, code=code).outcome is Outcome.WRONG


def test_a_slip_of_another_class_is_refused(cast: Cast, make: Makers, meeting: Meeting, slip: str) -> None:
    other = make.meeting(make.training_class(unit=cast.city), starts_at=START)
    assert by_slip(other, slip).outcome is Outcome.SLIP_ELSEWHERE
    assert refused() == ["slip_elsewhere"]


def test_a_slip_of_the_pen_is_told_from_an_unknown_slip(meeting: Meeting, slip: str) -> None:
    other = "3" if slip[0] != "3" else "4"
    assert by_slip(meeting, other + slip[1:]).outcome is Outcome.SLIP_MISTYPED
    assert by_slip(meeting, "22222222").outcome is Outcome.SLIP_UNKNOWN


def test_two_people_with_one_slip_are_told_so_and_both_are_kept(meeting: Meeting, slip: str) -> None:
    by_slip(meeting, slip)
    again = by_slip(meeting, slip, at=START + MINUTE)
    assert again.outcome is Outcome.ALREADY
    second = by_slip(meeting, slip, at=START + MINUTE, device="b")
    assert (second.outcome, second.until) == (Outcome.SLIP_USED, START)
    assert refused() == ["slip_used"]


def test_another_slip_ends_the_first(cast: Cast, meeting: Meeting, slip: str) -> None:
    renew_slip(cast.enrolment, by=cast.trainer)
    assert by_slip(meeting, slip).outcome is Outcome.SLIP_UNKNOWN
    (line,) = list_slips(cast.training_class.id)
    assert by_slip(meeting, line.code).outcome is Outcome.DONE


def test_who_has_left_the_class_checks_in_no_more(cast: Cast, make: Makers, meeting: Meeting, slip: str) -> None:
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    assert by_slip(meeting, slip).outcome is Outcome.SLIP_UNKNOWN


def test_slips_are_made_for_those_without_one(cast: Cast, make: Makers, slip: str) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    issue_slips(cast.training_class, by=cast.trainer)
    found = list_slips(cast.training_class.id)
    assert (len(found), slip in {line.code for line in found}) == (2, True)


@pytest.mark.usefixtures("at_the_start")
def test_a_slip_is_scanned_at_the_door(cast: Cast, meeting: Meeting, slip: str) -> None:
    assert let_in(meeting, slip=slip, by=cast.trainer).outcome is Outcome.DONE
    assert let_in(meeting, slip=slip, by=cast.trainer).outcome is Outcome.ALREADY
    assert db.session.scalars(select(AttendanceEvent.how)).all() == [How.KIOSK]
    assert count_checked_in(meeting) == 1


@pytest.mark.usefixtures("at_the_start")
def test_a_name_is_found_at_the_door(cast: Cast, make: Makers, meeting: Meeting) -> None:
    assert let_in(meeting, enrolment_id=cast.enrolment.id, by=cast.trainer).outcome is Outcome.DONE
    other = make.enrolment(make.training_class(unit=cast.city), cast.stranger_person)
    assert let_in(meeting, enrolment_id=other.id, by=cast.trainer).outcome is Outcome.NOT_ENROLLED


@pytest.mark.parametrize(("slip_typed", "outcome"), [("xx", Outcome.SLIP_MISTYPED), ("22222222", Outcome.SLIP_UNKNOWN)])
@pytest.mark.usefixtures("at_the_start")
def test_what_is_no_slip_lets_nobody_in(cast: Cast, meeting: Meeting, slip_typed: str, outcome: Outcome) -> None:
    assert let_in(meeting, slip=slip_typed, by=cast.trainer).outcome is outcome


def test_the_door_opens_when_check_in_does(cast: Cast, meeting: Meeting, slip: str) -> None:
    with clock.frozen(START - 40 * MINUTE):
        assert let_in(meeting, slip=slip, by=cast.trainer).outcome is Outcome.EARLY


@pytest.mark.usefixtures("at_the_start")
def test_who_comes_after_a_struck_check_in_is_noted_and_can_be_confirmed(
    cast: Cast, meeting: Meeting, slip: str
) -> None:
    by_slip(meeting, slip, device="somebody else's")
    review_check_in(meeting, cast.enrolment.id, verdict=Verdict.STRIKE, by=cast.trainer)
    with clock.frozen(START + 5 * MINUTE):
        assert let_in(meeting, slip=slip, by=cast.trainer).outcome is Outcome.DONE
    assert statuses_of(meeting) == {cast.enrolment.id: Status.ABSENT}
    newest = list_scans(meeting)[-1]
    assert (newest.flags, newest.reviewed) == ({Flag.AFTER_LEAVING}, False)
    review_check_in(meeting, cast.enrolment.id, verdict=Verdict.CONFIRM, by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}


@pytest.mark.usefixtures("at_the_start")
def test_confirming_a_check_in_leaves_who_left_early_so(cast: Cast, meeting: Meeting, slip: str) -> None:
    let_in(meeting, slip=slip, by=cast.trainer)
    mark(meeting, said={cast.enrolment.id: Status.LEFT_EARLY}, by=cast.trainer)
    review_check_in(meeting, cast.enrolment.id, verdict=Verdict.CONFIRM, by=cast.trainer)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.LEFT_EARLY}


def test_who_was_excused_and_comes_is_there(cast: Cast, meeting: Meeting, slip: str) -> None:
    with clock.frozen(START - timedelta(days=1)):
        mark(meeting, said={cast.enrolment.id: Status.EXCUSED}, by=cast.trainer)
    by_slip(meeting, slip)
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
