"""The roster as a file: real numbers and dates, one header row, and never a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.cast import Cast
from tests.client import CheckingClient
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.makers import Makers
from tests.reporting.lists import rows_of
from training.attendance.models import Status
from training.core import clock

HEADINGS = [
    "STT",
    "Mã",
    "Họ và tên đệm",
    "Tên",
    "Ngày sinh",
    "Đơn vị",
    "Chức vụ",
    "Ngày ghi danh",
    "Bài đã học",
    "Tổng số bài",
    "Buổi có mặt",
    "Buổi đã điểm danh",
    "Tiết có mặt",
    "Tiết đã điểm danh",
    "Có mặt",
    "Điểm (thang 10)",
    "Kết quả",
]


@pytest.fixture
def signed_in(client: CheckingClient, cast: Cast) -> CheckingClient:
    return client.sign_in(cast.administrator)


@pytest.fixture
def told(make: Makers, cast: Cast) -> Cast:
    """The cadre has done something of everything; another cadre nothing."""
    cast.enrolment.enrolled_at = LONG_AGO
    make.save(cast.enrolment)
    cast.cadre_person.birth_on = date(1973, 2, 5)
    make.save(cast.cadre_person)
    read(cast.enrolment, cast.course, count=1)
    attempt(cast.enrolment, make.quiz(cast.course), "16.5", of="20")
    mark(make.meeting(cast.training_class, starts_at=days_ago(3)), cast.enrolment.id, Status.PRESENT)
    mark(make.meeting(cast.training_class, starts_at=days_ago(2), study_hours=2), cast.enrolment.id, Status.ABSENT)
    make.enrolment(cast.training_class, make.person("Võ Ân", unit=cast.other_ward, birth_year=1960))
    return cast


def fetch(client: CheckingClient, cast: Cast, form: str, query: str = "") -> Any:
    return client.get(f"/classes/{cast.training_class.id}/roster.{form}{query}")


def rows_by_openpyxl(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"n", "s", "d"}
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def rows_by_calamine(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_workbook_holds_numbers_as_numbers_and_dates_as_dates(told: Cast, signed_in: CheckingClient) -> None:
    head, second, first = rows_by_openpyxl(fetch(signed_in, told, "xlsx").data)
    assert head == HEADINGS
    assert first[0] == 2
    assert second[:5] == [1, second[1], "Võ", "Ân", "1960"]
    assert first[2:9] == [
        "Nguyễn Thị",
        "Hạnh",
        datetime(1973, 2, 5),  # noqa: DTZ001 -- a date on a sheet has no zone
        "Phường An Mỹ",
        "Ủy viên",
        datetime(2020, 1, 1),  # noqa: DTZ001
        1,
    ]
    assert first[9:] == [2, 1, 2, 4, 6, 0.6667, 8.25, "Đang học"]
    assert second[14:] == [None, None, "Đang học"]


def test_two_readers_see_the_same_workbook(told: Cast, signed_in: CheckingClient) -> None:
    data = fetch(signed_in, told, "xlsx").data
    for mine, other in zip(rows_by_openpyxl(data), rows_by_calamine(data), strict=True):
        assert [plain(value) for value in mine] == [plain(value) for value in other]


def plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.date() if isinstance(value, datetime) else value


def test_the_header_stays_in_sight_and_columns_are_wide_enough(told: Cast, signed_in: CheckingClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(fetch(signed_in, told, "xlsx").data)).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEFG")
    assert sheet.max_row == 3


def test_the_csv_says_the_same(told: Cast, signed_in: CheckingClient) -> None:
    answer = fetch(signed_in, told, "csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer.data)
    assert rows[0] == HEADINGS
    assert rows[2][2:8] == ["Nguyễn Thị", "Hạnh", "05/02/1973", "Phường An Mỹ", "Ủy viên", "01/01/2020"]
    assert rows[2][8:] == ["1", "2", "1", "2", "4", "6", "66.67%", "8.25", "Đang học"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_file_is_named_by_class_and_day(told: Cast, signed_in: CheckingClient, form: str) -> None:
    told.training_class.code = "BD 2026/Đợt 01"
    Makers().save(told.training_class)
    disposition = fetch(signed_in, told, form).headers["Content-Disposition"]
    assert disposition == f'attachment; filename="danh-sach-hoc-vien-bd-2026-dot-01-{clock.today()}.{form}"'


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=hanh", ["Hạnh"]),
        ("?result=completed", []),
        ("?result=in_progress", ["Ân", "Hạnh"]),
        ("?result=nonsense", ["Ân", "Hạnh"]),
        ("?unit={other_ward}", ["Ân"]),
        ("?unit={city}&q=vo", ["Ân"]),
    ],
)
def test_files_follow_the_filter(told: Cast, signed_in: CheckingClient, query: str, names: list[str]) -> None:
    query = query.format(other_ward=told.other_ward.id, city=told.city.id)
    for_sheet = rows_by_openpyxl(fetch(signed_in, told, "xlsx", query).data)
    assert [row[3] for row in for_sheet[1:]] == names
    assert [row[3] for row in rows_of(fetch(signed_in, told, "csv", query).data)[1:]] == names


def test_each_quiz_of_several_has_a_column(make: Makers, told: Cast, signed_in: CheckingClient) -> None:
    attempt(told.enrolment, make.quiz(told.course, title="Giữa khóa"), "5", of="10")
    head, _nobody, row = rows_by_openpyxl(fetch(signed_in, told, "xlsx").data)
    assert head[15:18] == ["Kiểm tra cuối khóa", "Giữa khóa", "Điểm (thang 10)"]
    assert row[15:18] == [8.25, 5, 6.63]
