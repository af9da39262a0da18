"""The panel of evidence: remarkable check-ins first, confirmed or struck with one tap; nobody was refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.operations import Given
from training.attendance.operations.slips import check_in_by_slip, issue_slips
from training.attendance.queries.rolls import statuses_of
from training.attendance.queries.slips import list_slips
from training.attendance.rules.codes import signature_of, step_at
from training.classes.models import Meeting
from training.core import clock
from training.core.access import SYSTEM

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_the_start() -> Iterator[None]:
    with clock.frozen(START):
        yield


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    """A meeting to which two people have checked in on one phone, and somebody with a slip that does not exist."""
    make.enrolment(cast.training_class, cast.stranger_person)
    meeting = make.meeting(cast.training_class, starts_at=START)
    issue_slips(cast.training_class, by=cast.trainer)
    code = signature_of(meeting.secret, step_at(START, every=20))
    given = Given(code, START, "slip", "Android Chrome", "one-phone")
    for slip in [*(line.code for line in list_slips(cast.training_class.id)), "22222222"]:
        check_in_by_slip(meeting, slip=slip, given=given, every=20, by=SYSTEM)
    return meeting


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/classes/{meeting.class_id}/meetings/{meeting.id}/check-ins"


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def test_one_phone_for_two_is_shown_and_what_was_refused(trainer: CheckingClient, path: str, meeting: Meeting) -> None:
    page = trainer.get(path).text
    assert page.count("Một máy cho nhiều người") == 2
    assert "Phiếu không dùng được" in page
    assert len(statuses_of(meeting)) == 2


@pytest.mark.parametrize(("verdict", "status"), [("confirm", Status.PRESENT), ("strike", Status.ABSENT)])
def test_one_tap_confirms_or_strikes(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting, verdict: str, status: Status
) -> None:
    trainer.post(f"{path}/{cast.enrolment.id}", {"verdict": verdict})
    assert statuses_of(meeting)[cast.enrolment.id] is status
    assert "đã xem" in trainer.get(path).text


def test_a_verdict_that_is_none_changes_nothing(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    trainer.post(f"{path}/{cast.enrolment.id}", {"verdict": "maybe"}, status=422)
    trainer.post(f"{path}/999", {"verdict": "strike"}, status=409)
    assert statuses_of(meeting)[cast.enrolment.id] is Status.PRESENT
