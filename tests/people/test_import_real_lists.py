"""Lists as offices and other programs make them: every row is accounted for."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from tests.people.import_lists import AN_MY, TODAY, UNITS
from training.core.sheets.reading import read_table
from training.core.sheets.table import Table
from training.people.import_rules import (
    Birth,
    Change,
    Field,
    PeopleIndex,
    RowReading,
    UnitChoice,
    UnitIndex,
    read_list,
)
from training.people.models import RowOutcome

CREATED, REJECTED, UNCHANGED = RowOutcome.CREATED, RowOutcome.REJECTED, RowOutcome.UNCHANGED


@pytest.fixture
def city(shared_data: Path) -> UnitIndex:
    with (shared_data / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "502" in {row["code"], row["parent"]} and not row["valid_from"]]
    assert len(rows) == 14
    return UnitIndex(UnitChoice(number, row["name"]) for number, row in enumerate(rows, start=1))


@pytest.fixture
def tam_ky(shared_data: Path) -> Table:
    return read_table((shared_data / "people/can-bo-tam-ky.xlsx").read_bytes(), "can-bo-tam-ky.xlsx")


@pytest.fixture
def tam_ky_rows(tam_ky: Table, city: UnitIndex) -> dict[int, RowReading]:
    rows = read_list(tam_ky, units=city, people=PeopleIndex(), today=TODAY).rows
    return {int(row.stt): row for row in rows}


def test_every_row_of_the_citys_list_is_accounted_for(shared_data: Path, tam_ky_rows: dict[int, RowReading]) -> None:
    expected = json.loads((shared_data / "people/can-bo-tam-ky.expected.json").read_text(encoding="utf-8"))
    odd = {problem["row"] for problem in expected["problems"]}
    assert len(tam_ky_rows) == expected["rows"]
    clean = [row for number, row in tam_ky_rows.items() if number not in odd]
    assert len(clean) == expected["clean"]
    assert {row.outcome for row in clean} == {CREATED}
    assert not any(row.warnings for row in clean)


@pytest.mark.parametrize(
    ("stt", "name", "unit", "birth", "phone"),
    [
        (319, "Quách An Nguyên", "Phường An Mỹ", Birth(1997, date(1997, 5, 17)), "0905953679"),
        (320, "Đặng Thị Hoa", "Phường An Sơn", Birth(1997, date(1997, 9, 1)), "0905522976"),
        (321, "Nguyễn Văn Bình", "Phường Hòa Thuận", Birth(1973, date(1973, 1, 17)), "0905126813"),
        (322, "Hoàng Hữu Châu", "Xã Tam Ngọc", Birth(1989, date(1989, 5, 9)), "0905123456"),
        (323, "Võ Yên Sơn", "Xã Tam Ngọc", Birth(1968), "0905582581"),
        (329, "Niê", "Xã Tam Phú", Birth(1965, date(1965, 5, 25)), "0905376100"),
    ],
)
def test_rows_with_a_slip_are_created_mended(
    tam_ky_rows: dict[int, RowReading], stt: int, name: str, unit: str, birth: Birth, phone: str
) -> None:
    row = tam_ky_rows[stt]
    assert row.outcome is CREATED
    assert row.values is not None
    assert (row.values.full_name, row.values.unit.name, row.values.birth, row.values.phone) == (
        name,
        unit,
        birth,
        phone,
    )


def test_what_was_mended_is_shown(tam_ky_rows: dict[int, RowReading]) -> None:
    assert tam_ky_rows[319].changes == (Change(Field.FULL_NAME, "QUÁCH AN NGUYÊN", "Quách An Nguyên"),)
    assert Change(Field.UNIT, "Phường Hoà Thuận", "Phường Hòa Thuận") in tam_ky_rows[321].changes
    assert [change.is_visible for change in tam_ky_rows[320].changes] == [False]
    assert len(tam_ky_rows[322].warnings) == 1


def test_rows_that_cannot_be_taken_name_the_cell(tam_ky_rows: dict[int, RowReading]) -> None:
    faults = {number: row.fault for number, row in tam_ky_rows.items() if row.fault}
    assert {number: fault[:2] for number, fault in faults.items()} == {
        324: ("Ngày sinh", "31/02/1970"),
        325: ("Đơn vị công tác", "Phường Tam Kỳ Bắc"),
        328: ("Số điện thoại", "0905738171"),
    }
    assert "Thành phố Tam Kỳ" in faults[325].reason
    assert "Hoàng Quang Lộc" in faults[328].reason


def test_the_row_that_should_lack_a_name_has_one_and_is_rejected_once_it_is_taken_out(
    tam_ky: Table, city: UnitIndex
) -> None:
    row = tam_ky.rows[329]
    assert row.cells[:2] == (326, "Ưng Tấn Khang")
    nameless = Table("", (tam_ky.rows[3], row._replace(cells=(326, "", *row.cells[2:]))))
    rejected = read_list(nameless, units=city, people=PeopleIndex(), today=TODAY).rows[0]
    assert rejected.outcome is REJECTED
    assert rejected.fault is not None
    assert rejected.fault[:2] == ("Họ và tên", "")


def test_the_same_person_twice_in_a_list_is_one(tam_ky_rows: dict[int, RowReading]) -> None:
    again = tam_ky_rows[327]
    assert again.outcome is UNCHANGED
    assert again.same_as is not None
    assert (again.same_as.row, again.same_as.stt) == (25, "21")


def test_text_that_looks_like_a_formula_stays_text(tam_ky_rows: dict[int, RowReading]) -> None:
    row = tam_ky_rows[330]
    assert row.outcome is CREATED
    assert row.values is not None
    assert row.values.title == '=HYPERLINK("http://x")'


def test_the_citys_csv_says_the_same_as_its_workbook(
    shared_data: Path, city: UnitIndex, tam_ky_rows: dict[int, RowReading]
) -> None:
    lines = read_table((shared_data / "people/can-bo-tam-ky.csv").read_bytes(), "can-bo-tam-ky.csv")
    rows = read_list(lines, units=city, people=PeopleIndex(), today=TODAY).rows
    assert [row.values for row in rows] == [tam_ky_rows[number].values for number in range(1, 319)]


def test_a_list_read_again_creates_nobody(tam_ky: Table, city: UnitIndex) -> None:
    first = read_list(tam_ky, units=city, people=PeopleIndex(), today=TODAY)
    recorded = PeopleIndex(row.values.as_known(0) for row in first.rows if row.values and row.outcome is CREATED)
    again = read_list(tam_ky, units=city, people=recorded, today=TODAY)
    assert again.count(CREATED) == 0
    assert again.count(UNCHANGED) == first.count(CREATED) + first.count(UNCHANGED)
    assert again.count(REJECTED) == first.count(REJECTED)


@pytest.mark.parametrize(
    ("name", "header", "people"),
    [
        ("meesudzu-mau-them-danh-sach-giao-vien.xlsx", 3, ["Nguyễn Văn A", "Nguyễn Thị B"]),
        ("meesudzu-mau-them-danh-sach-hoc-sinh.xlsx", 3, ["Nguyễn Văn A", "Nguyễn Thị B"]),
        ("moodle-upload_users.csv", 1, ["Jones Tom", "Reznor Trent"]),
        ("moodle-upload_users_profile.csv", 1, ["Jones Tom", "Reznor Trent"]),
    ],
)
def test_lists_of_other_programs_are_read(shared_data: Path, name: str, header: int, people: list[str]) -> None:
    lines = read_table((shared_data / "people" / name).read_bytes(), name)
    result = read_list(lines, units=UnitIndex(UNITS), people=PeopleIndex(), default_unit=AN_MY, today=TODAY)
    assert result.header.row_number == header
    assert [row.values.full_name for row in result.rows if row.values] == people


def test_passwords_and_other_unread_columns_stay_in_the_file(shared_data: Path) -> None:
    name = "meesudzu-mau-them-danh-sach-hoc-sinh.xlsx"
    lines = read_table((shared_data / "people" / name).read_bytes(), name)
    result = read_list(lines, units=UnitIndex(UNITS), people=PeopleIndex(), today=TODAY)
    assert result.header.unread == ("Tài Khoản", "Mật Khẩu")
    assert "123456" not in result.rows[0].cells.values()
    assert result.rows[0].fault is not None
    assert result.rows[0].fault.column == "Unit"


def test_names_in_two_columns_keep_their_parts(shared_data: Path) -> None:
    lines = read_table((shared_data / "people/made-600-nguoi.csv").read_bytes(), "made-600-nguoi.csv")
    result = read_list(lines, units=UnitIndex(UNITS), people=PeopleIndex(), default_unit=AN_MY, today=TODAY)
    assert result.count(CREATED) == 600
    first = result.rows[0].values
    assert first is not None
    assert (first.family, first.middle, first.given) == ("Quách", "Nguyên", "Khôi")


# The heading
