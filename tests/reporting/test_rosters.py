"""Rosters of any scope in the columns one chooses, on screen and as files; columns kept under a name."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.makers import Makers
from tests.reporting.lists import enrol, rows_of
from training.people.models import Gender


@pytest.fixture
def two(make: Makers, cast: Cast) -> Cast:
    """A second class, of the other ward, holds the stranger and the cadre of the first."""
    other = make.training_class(cast.course, unit=cast.other_ward, title="Lớp của xã")
    make.enrolment(other, cast.stranger_person)
    make.enrolment(other, cast.cadre_person)
    return cast


def given_names(client: CheckingClient, address: str) -> list[str]:
    rows = rows_of(client.get(address).data)
    return [row[rows[0].index("Tên")] for row in rows[1:]]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("class/{class_id}.csv", ["Hạnh"]),
        ("course/{course_id}.csv", ["Hạnh", "Hạnh", "Khách"]),
        ("course/{course_id}.csv?year=2025", []),
        ("plan/{plan_id}.csv", ["Hạnh"]),
        ("line/{line_id}.csv", ["Hạnh"]),
        ("year/2026.csv", ["Hạnh", "Hạnh", "Khách"]),
        ("unit/{ward_id}.csv", ["Hạnh", "Hạnh"]),
        ("unit/{city_id}.csv?year=2026", ["Hạnh", "Hạnh", "Khách"]),
        ("year/2026.csv?q=vo+khach", ["Khách"]),
        ("year/2026.csv?result=completed", []),
    ],
)
def test_a_roster_is_of_a_class_a_course_a_plan_a_year_or_a_unit(
    make: Makers, two: Cast, client: CheckingClient, address: str, names: list[str]
) -> None:
    line = make.plan_line(two.training_class.plan_id, unit=two.city)
    two.training_class.plan_line_id = line.id
    make.save(two.training_class)
    ids = {"class_id": two.training_class.id, "course_id": two.course.id, "plan_id": two.training_class.plan_id}
    address = address.format(**ids, line_id=line.id, ward_id=two.ward.id, city_id=two.city.id)
    assert given_names(client.sign_in(two.administrator), f"/rosters/{address}") == names


def test_each_sees_the_own_learners_of_a_year(two: Cast, client: CheckingClient) -> None:
    assert given_names(client.sign_in(two.manager), "/rosters/year/2026.csv") == ["Hạnh"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("unit/{other_ward}", 403),
        ("nothing/1", 404),
        ("class/999", 404),
        ("line/999", 404),
        ("year/1", 404),
        ("unit/{ward}?year=9999", 404),
    ],
)
def test_there_is_no_roster_of_what_is_not_there_or_not_theirs(
    two: Cast, client: CheckingClient, address: str, status: int
) -> None:
    client.sign_in(two.manager).get(
        f"/rosters/{address.format(other_ward=two.other_ward.id, ward=two.ward.id)}", status=status
    )


def test_columns_are_those_that_were_chosen_in_one_order(make: Makers, two: Cast, client: CheckingClient) -> None:
    two.cadre_person.gender = Gender.FEMALE
    make.save(two.cadre_person)
    client.sign_in(two.administrator)
    address = f"/rosters/class/{two.training_class.id}"
    asked = "?columns=phone&columns=full_name&columns=gender&columns=nonsense"
    rows = rows_of(client.get(f"{address}.csv{asked}").data)
    assert rows == [
        ["STT", "Họ và tên", "Giới tính", "Điện thoại"],
        ["1", "Nguyễn Thị Hạnh", "Nữ", two.cadre_person.phone],
    ]
    page = client.get(f"{address}{asked}").text
    assert "<td>Nguyễn Thị Hạnh</td>" in page
    assert "Chức vụ</th>" not in page


def test_phones_are_not_shown_unless_asked_for(two: Cast, client: CheckingClient) -> None:
    page = client.sign_in(two.administrator).get("/rosters/year/2026").text
    assert two.cadre_person.phone not in page


def test_a_view_keeps_columns_under_a_name_for_every_roster(two: Cast, client: CheckingClient) -> None:
    client.sign_in(two.administrator)
    sent = {"name": "Để ký", "columns": ["full_name", "post", "nonsense"]}
    client.post("/rosters/year/2026/views", sent, status=303)
    rows = rows_of(client.get(f"/rosters/class/{two.training_class.id}.csv?view=1").data)
    assert rows[0] == ["STT", "Họ và tên", "Chức vụ"]


def test_a_view_of_the_same_name_is_overwritten(two: Cast, client: CheckingClient) -> None:
    client.sign_in(two.administrator)
    for column in ("post", "unit"):
        client.post("/rosters/year/2026/views", {"name": "Của tôi", "columns": [column]}, status=303)
    assert rows_of(client.get("/rosters/year/2026.csv?view=1").data)[0] == ["STT", "Đơn vị"]
    client.get("/rosters/year/2026.csv?view=2")
    assert "Của tôi" in client.get("/rosters/year/2026").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "", "columns": ["post"]}, "Cần điền ô này"),
        ({"name": "Trống"}, "Hãy chọn ít nhất một cột."),
        ({"name": "x" * 81, "columns": ["post"]}, "80"),
    ],
)
def test_a_view_without_name_or_columns_is_refused_in_words(
    two: Cast, client: CheckingClient, sent: dict[str, object], words: str
) -> None:
    answer = client.sign_in(two.administrator).post("/rosters/year/2026/views", sent, status=422)
    assert words in answer.text


def test_a_view_is_dropped_by_its_maker_alone(two: Cast, client: CheckingClient) -> None:
    client.sign_in(two.administrator).post(
        "/rosters/year/2026/views", {"name": "Của tôi", "columns": ["post"]}, status=303
    )
    client.sign_in(two.manager).post("/roster-views/1/drop", {}, status=403)
    client.sign_in(two.administrator).post("/roster-views/1/drop", {"next": "/rosters/year/2026"}, status=303)
    assert "Của tôi" not in client.get("/rosters/year/2026").text


def test_units_are_added_up_beneath_the_lines(two: Cast, client: CheckingClient) -> None:
    page = client.sign_in(two.administrator).get("/rosters/year/2026").text
    assert '<th scope="row">Phường An Mỹ</th><td class="num">2</td><td class="num">0</td>' in page
    assert '<th scope="row">Xã Tam Ngọc</th><td class="num">1</td>' in page


def test_a_large_roster_is_read_in_pieces_and_is_whole(make: Makers, cast: Cast, client: CheckingClient) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    enrol(made, cast.ward, [("Lê Thị", f"Số {number:04}") for number in range(2300)])
    client.sign_in(cast.administrator)
    expected = [f"Số {number:04}" for number in range(2300)]
    assert given_names(client, f"/rosters/class/{made.id}.csv") == expected
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/rosters/class/{made.id}.xlsx").data)).active
    assert sheet is not None
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == expected
    assert "Số 2299" in client.get(f"/rosters/class/{made.id}?page=99").text
