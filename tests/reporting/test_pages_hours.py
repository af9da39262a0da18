"""Study hours of a unit on screen and as files with real numbers."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import days_ago, mark
from tests.makers import Makers
from training.attendance.models import AttendanceRule, Excused, Status
from training.completion.hours.models import HourTarget


@pytest.fixture(autouse=True)
def scene(make: Makers, cast: Cast) -> None:
    """The cadre has half of three tiết, under a target of the ward; the ward's head has none and no target."""
    worths = {"late_worth": 50, "left_early_worth": 50, "late_after": 15, "make_ups": 2, "warn_below": 0}
    make.save(AttendanceRule(class_id=cast.training_class.id, excused=Excused.APART, **worths))
    meeting = make.meeting(cast.training_class, starts_at=days_ago(2), study_hours=3)
    mark(meeting, cast.enrolment.id, Status.LATE)
    target = HourTarget(title="Ủy viên", unit_id=cast.ward.id, posts="Ủy viên", hours=40, valid_from=date(2020, 1, 1))
    make.save(target)


def test_the_page_lists_people_with_total_and_target(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    page = client.get("/reports/hours?year=2026").text
    assert "38,5" in page
    assert "Lê Thị Phường" in page
    assert "Võ Văn Khách" not in page


@pytest.mark.parametrize(
    ("show", "names"), [("under", ["Hạnh"]), ("none", ["Phường"]), ("reached", []), ("nonsense", ["Hạnh", "Phường"])]
)
def test_the_filter_keeps_whom_it_says(client: CheckingClient, cast: Cast, show: str, names: list[str]) -> None:
    client.sign_in(cast.manager)
    assert len(client.get(f"/reports/hours?year=2026&show={show}").text) > 0
    rows = client.get(f"/reports/hours.csv?year=2026&show={show}").text.splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == names


def test_a_unit_beyond_ones_own_is_not_shown(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    assert "Võ Văn Khách" not in client.get(f"/reports/hours?year=2026&unit={cast.other_ward.id}").text
    client.sign_in(cast.administrator)
    assert "Võ Văn Khách" in client.get(f"/reports/hours?year=2026&unit={cast.other_ward.id}").text


def test_the_workbook_has_one_header_row_and_real_numbers(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.manager)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/reports/hours.xlsx?year=2026&show=under").data))
    head, row = book.active.iter_rows(values_only=True)  # type: ignore[union-attr]
    told = dict(zip(head, row, strict=True))
    assert told["Tên"] == "Hạnh"
    assert (told["Tổng số tiết"], told["Chỉ tiêu"], told["Còn thiếu"]) == (1.5, 40, 38.5)
