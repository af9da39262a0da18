"""The sign-in sheet as a file, entered back, and the page that closes a roll."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from training.attendance.models import AttendanceEvent, How, RefusedCheckIn, Status
from training.attendance.operations import Edit, mark, merge
from training.attendance.operations.closings import close_roll, reopen_roll
from training.attendance.queries.closings import find_closing, list_sheet
from training.attendance.queries.rolls import statuses_of
from training.attendance.views.sheets import sheet_data
from training.classes.models import EnrolmentState, Meeting
from training.core import clock
from training.core.pdf import render_png
from training.units.models import UnitKind


@pytest.fixture
def meeting(cast: Cast, make: Makers) -> Meeting:
    return make.meeting(cast.training_class, starts_at=clock.now() - timedelta(hours=5))


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/roll-call/{meeting.class_id}/{meeting.id}"


@pytest.fixture
def trainer(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.trainer)


def test_the_sheet_is_a_pdf(trainer: CheckingClient, path: str) -> None:
    answer = trainer.get(f"{path}/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


def test_the_sheet_numbers_learners_through_all_units(cast: Cast, make: Makers, meeting: Meeting) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    data = sheet_data(meeting, list_sheet(meeting), "https://example.org/x")
    assert [(unit["name"], [row[0] for row in unit["rows"]]) for unit in data["units"]] == [
        ("Phường An Mỹ", [1]),
        ("Xã Tam Ngọc", [2]),
    ]
    assert json.dumps(data)


def test_four_hundred_learners_make_a_sheet_of_several_pages(cast: Cast, meeting: Meeting) -> None:
    lines = [line._replace(full_name="Nguyễn Ngọc Ưỡng Kỳ Đặng") for line in list_sheet(meeting)] * 400
    assert len(render_png("attendance/sheet.typ", sheet_data(meeting, lines, "https://example.org/x"))) > 10


def test_the_signed_sheet_is_entered_and_the_roll_closed(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    assert "Nguyễn Thị Hạnh" in trainer.get(f"{path}/paper").text
    led = trainer.post(f"{path}/paper", {"signed": str(cast.enrolment.id)}).headers["Location"]
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}
    assert 'value="1"' in trainer.get(led).text
    trainer.post(f"{path}/close", {"signed": "1", "explanation": ""})
    assert "đã khóa" in trainer.get(path).text
    trainer.post(f"{path}/reopen")
    assert find_closing(meeting.id) is None


def test_an_unexplained_difference_is_said_at_its_field(trainer: CheckingClient, path: str, meeting: Meeting) -> None:
    page = trainer.post(f"{path}/close", {"signed": "3", "explanation": ""}, status=422).text
    assert "3 người ký, 0 người được ghi có mặt" in page
    trainer.post(f"{path}/close", {"signed": "3", "explanation": "Giấy ký nhầm buổi"})
    assert find_closing(meeting.id) is not None


def test_marks_that_differ_are_decided_first_and_what_was_typed_stays(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    said = datetime(2026, 1, 1, tzinfo=UTC)
    for device, status in (("d1", Status.LATE), ("d2", Status.ABSENT)):
        edit = Edit(f"k{device}", cast.enrolment.id, status, said, 0, weak=False)
        merge(meeting, edits=[edit], device=device, by=cast.trainer)
    page = trainer.post(f"{path}/close", {"signed": "7", "explanation": "Ký nhầm dòng"}, status=422).text
    assert (f'href="{path}/conflicts"' in page, 'value="7"' in page, "Ký nhầm dòng" in page) == (True, True, True)
    assert find_closing(meeting.id) is None


@pytest.mark.parametrize("signed", ["", "-1", "abc", "99999"])
def test_what_is_no_number_of_signatures_closes_nothing(
    trainer: CheckingClient, path: str, meeting: Meeting, signed: str
) -> None:
    trainer.post(f"{path}/close", {"signed": signed}, status=422)
    assert find_closing(meeting.id) is None


def test_a_sheet_that_cannot_be_read_enters_nothing(trainer: CheckingClient, path: str) -> None:
    trainer.post(f"{path}/paper", {"signed": "x"}, status=422)


def test_nothing_is_ticked_that_nobody_has_seen_signed(
    trainer: CheckingClient, path: str, cast: Cast, meeting: Meeting
) -> None:
    mark(meeting, said={cast.enrolment.id: Status.LATE}, by=cast.trainer)
    page = trainer.get(f"{path}/paper").text
    assert "checked" not in page.partition('class="paper"')[2].partition("</ol>")[0]
    assert "Đi muộn" in page


def test_units_of_one_name_stand_apart_on_the_sheet(cast: Cast, make: Makers, meeting: Meeting) -> None:
    for ward in (cast.ward, cast.other_ward):
        area = make.unit("Tổ dân phố 1", parent=ward, kind=UnitKind.RESIDENTIAL_AREA)
        make.enrolment(cast.training_class, make.person("Trần Văn Bình", unit=area))
    data = sheet_data(meeting, list_sheet(meeting), "https://example.org/x")
    names = [unit["name"] for unit in data["units"]]
    assert names[-2:] == ["Tổ dân phố 1, Phường An Mỹ", "Tổ dân phố 1, Xã Tam Ngọc"]


@pytest.mark.parametrize("trace", ["refused", "taken back", "closed"])
def test_a_meeting_that_something_is_kept_of_is_not_removed_in_words(
    trainer: CheckingClient, cast: Cast, make: Makers, meeting: Meeting, trace: str
) -> None:
    if trace == "refused":
        make.save(RefusedCheckIn(meeting_id=meeting.id, reason="wrong", evidence={}))
    if trace == "taken back":
        for status in (Status.PRESENT, None):
            mark(meeting, said={cast.enrolment.id: status}, by=cast.trainer)
    if trace == "closed":
        close_roll(meeting, signed=0, by=cast.trainer)
    trainer.post(f"/classes/{meeting.class_id}/meetings/{meeting.id}/remove")
    assert "không xóa được" in trainer.get(f"/classes/{meeting.class_id}/meetings").text


def test_a_sheet_and_a_plain_roll_of_who_has_left_save_the_others(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    gone = make.enrolment(cast.training_class, cast.stranger_person)
    gone.state = EnrolmentState.WITHDRAWN
    make.save(gone)
    answer = trainer.post(f"{path}/paper", {"signed": [str(cast.enrolment.id), str(gone.id)]})
    page = trainer.get(answer.headers["Location"]).text
    assert "Đã nhập 1 chữ ký" in page
    assert "1 học viên vừa rời lớp" in page
    assert statuses_of(meeting) == {cast.enrolment.id: Status.PRESENT}


def test_closing_says_who_was_not_called_and_who_checked_in_but_is_away(
    trainer: CheckingClient, path: str, cast: Cast, make: Makers, meeting: Meeting
) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    event = {"meeting_id": meeting.id, "enrolment_id": cast.enrolment.id, "status": Status.LATE, "evidence": {}}
    make.save(AttendanceEvent(how=How.CHECK_IN, **event))
    mark(meeting, said={cast.enrolment.id: Status.ABSENT}, by=cast.trainer)
    page = trainer.get(f"{path}/close").text
    assert "1 học viên đã tự điểm danh nhưng sổ ghi vắng" in page
    assert "tính là vắng khi khóa sổ" in page
    close_roll(meeting, signed=0, by=cast.trainer)
    reopen_roll(meeting, by=cast.trainer)
    mark(meeting, said={cast.enrolment.id: Status.PRESENT}, by=cast.trainer)
    assert "đã tự điểm danh nhưng sổ ghi vắng" not in trainer.get(f"{path}/close").text


def test_closing_a_class_says_what_is_left_undone(client: CheckingClient, cast: Cast, meeting: Meeting) -> None:
    client.sign_in(cast.administrator)
    page = f"/classes/{meeting.class_id}"
    assert "chưa khóa sổ điểm danh" not in client.get(page).text
    mark(meeting, said={cast.enrolment.id: Status.PRESENT}, by=cast.trainer)
    assert "Còn 1 buổi chưa khóa sổ điểm danh" in client.get(page).text
    close_roll(meeting, signed=1, by=cast.trainer)
    assert "chưa khóa sổ điểm danh" not in client.get(page).text
