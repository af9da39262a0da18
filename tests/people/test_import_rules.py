"""Lists of cadres as offices send them: the heading, the rows, the people already there."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from training.core.errors import Invalid
from training.core.sheets.reading import read_table
from training.core.sheets.table import Cell, Row, Table
from training.people.import_rules import (
    Birth,
    Change,
    Field,
    KnownPerson,
    ListReading,
    PeopleIndex,
    RowReading,
    UnitChoice,
    UnitIndex,
    find_header,
    read_birth,
    read_list,
)
from training.people.models import Gender, RowOutcome

TODAY = date(2026, 11, 22)
CREATED, UNCHANGED, REJECTED = RowOutcome.CREATED, RowOutcome.UNCHANGED, RowOutcome.REJECTED
TAM_KY = UnitChoice(1, "Thành phố Tam Kỳ")
AN_MY = UnitChoice(2, "Phường An Mỹ")
HOA_THUAN = UnitChoice(3, "Phường Hòa Thuận")
TAM_THANH = UnitChoice(4, "Xã Tam Thanh")
UNITS = [TAM_KY, AN_MY, HOA_THUAN, TAM_THANH]
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Số điện thoại", "Email")
HANH = (1, "Nguyễn Thị Hạnh", "17/01/1973", "Nữ", "Chủ tịch", "Phường An Mỹ", "0905123456", "hanh@example.test")


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("Danh sách", tuple(Row(number, cells) for number, cells in enumerate(rows, start=1)))


def reading(*rows: tuple[Cell, ...], people: tuple[KnownPerson, ...] = (), **more: Any) -> ListReading:
    return read_list(table(*rows), units=UnitIndex(UNITS), people=PeopleIndex(people), today=TODAY, **more)


def changed(row: tuple[Cell, ...], **cells: Cell) -> tuple[Cell, ...]:
    places = ("number", "name", "birth", "gender", "title", "unit", "phone", "email")
    return tuple(cells.get(place, cell) for place, cell in zip(places, row, strict=True))


def one(**cells: Cell) -> RowReading:
    return reading(HEADING, changed(HANH, **cells)).rows[0]


# The real lists


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


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ tên", Field.FULL_NAME),
        ("HỌ VÀ TÊN (chữ in hoa)", Field.FULL_NAME),
        ("Full name", Field.FULL_NAME),
        ("Ngày, tháng,\nnăm sinh", Field.BIRTH),
        ("Năm sinh", Field.BIRTH),
        ("Chức danh", Field.TITLE),
        ("Cơ quan, đơn vị công tác", Field.UNIT),
        ("SĐT", Field.PHONE),
        ("Số điện thoại liên hệ (nếu có)", Field.PHONE),
        ("E-mail", Field.EMAIL),
        ("Mã cán bộ", Field.CODE),
        ("Nam/Nữ", Field.GENDER),
        ("Ghi chú", None),
    ],
)
def test_headings_are_known_by_their_words(heading: str, field: Field | None) -> None:
    columns = find_header(table(("TT", "Họ và tên" if field is not Field.FULL_NAME else "Khác", heading))).columns
    assert next((known for known, place in columns.items() if place == 2), None) is field


def test_the_heading_is_found_below_title_rows() -> None:
    result = reading(("ỦY BAN MTTQ",), ("DANH SÁCH HỌ VÀ TÊN CÁN BỘ",), (), HEADING, HANH)
    assert result.header.row_number == 4
    assert result.rows[0].row_number == 5


def test_a_list_without_a_heading_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match="Họ và tên") as refusal:
        reading(HANH)
    assert refusal.value.field == "file"


def test_a_heading_without_rows_is_refused() -> None:
    with pytest.raises(Invalid, match="no rows"):
        reading(HEADING, ("", "Tổng cộng: 0"))


def test_family_and_given_names_in_two_columns_make_one_name() -> None:
    heading = ("STT", "Họ và tên đệm", "Tên", "Đơn vị")
    result = reading(heading, (1, "Tôn Nữ Thị", "Thanh Xuân", "An Mỹ"), (2, "LÊ VĂN", "TÚ", "An Mỹ"))
    first, second = (row.values for row in result.rows)
    assert first is not None
    assert (first.full_name, first.family, first.middle, first.given) == (
        "Tôn Nữ Thị Thanh Xuân", "Tôn Nữ", "Thị", "Thanh Xuân",
    )  # fmt: skip
    assert second is not None
    assert second.full_name == "Lê Văn Tú"


def test_years_of_birth_in_columns_for_men_and_women_tell_both() -> None:
    heading = ("TT", "Họ và tên", "Năm sinh", "", "Đơn vị")
    result = reading(heading, ("", "", "Nam", "Nữ"), (1, "Lê An", 1960, "", "An Mỹ"), (2, "Lê Bình", "", 1970, "An Mỹ"))
    values = [row.values for row in result.rows]
    assert [(value.birth, value.gender) for value in values if value] == [
        (Birth(1960), Gender.MALE),
        (Birth(1970), Gender.FEMALE),
    ]


def test_a_mark_in_the_column_for_women_tells_the_gender() -> None:
    result = reading(("TT", "Họ và tên", "Nữ", "Đơn vị"), (1, "Lê An", "x", "An Mỹ"), (2, "Lê Văn", "", "An Mỹ"))
    assert [row.values.gender for row in result.rows if row.values] == [Gender.FEMALE, None]


# Rows that are no person


def test_blank_rows_totals_sections_and_signatures_are_counted_and_not_read() -> None:
    numbers = tuple(f"({number})" for number in range(1, 9))
    result = reading(
        HEADING,
        numbers,
        ("I", "KHỐI PHƯỜNG"),
        HANH,
        (),
        changed(HANH, number=2, name="Tống Công Minh", phone="", email=""),
        ("", "Tổng cộng: 2 người"),
        ("", "", "", "", "", "Tam Kỳ, ngày 05 tháng 02 năm 2026"),
        ("", "NGƯỜI LẬP BIỂU", "", "", "", "CHỦ TỊCH"),
        ("", "Lê Văn An", "", "", "", "Trần Thị Bình"),
    )
    assert [row.row_number for row in result.rows] == [4, 6]
    assert [number for number, _text in result.other_rows] == [2, 3, 7, 8, 9, 10]
    assert result.blank_rows == 1


def test_people_after_a_subtotal_are_read() -> None:
    second = changed(HANH, number=2, name="Lê Văn An", phone="0905123457", email="")
    assert reading(HEADING, HANH, ("", "Cộng:", "1"), second).count(CREATED) == 2


def test_a_list_of_names_alone_is_read() -> None:
    result = reading(("Họ và tên",), ("Lê Văn An",), ("Trần Bình",), default_unit=AN_MY)
    assert [row.values.full_name for row in result.rows if row.values] == ["Lê Văn An", "Trần Bình"]


def test_a_row_without_its_number_is_still_a_person() -> None:
    assert one(number="").outcome is CREATED


# Cells


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (date(1973, 1, 17), Birth(1973, date(1973, 1, 17))),
        ("17/01/1973", Birth(1973, date(1973, 1, 17))),
        ("7-1-1973", Birth(1973, date(1973, 1, 7))),
        ("07. 01. 1973", Birth(1973, date(1973, 1, 7))),
        ("1973-01-17", Birth(1973, date(1973, 1, 17))),
        ("1/2/97", Birth(1997, date(1997, 2, 1))),
        ("1/2/05", Birth(2005, date(2005, 2, 1))),
        (1968, Birth(1968)),
        ("1968", Birth(1968)),
        ("năm 1968", Birth(1968)),
        ("05/1968", Birth(1968)),
        (26681, Birth(1973, date(1973, 1, 17))),
        ("", None),
    ],
)
def test_births_are_read_with_the_day_first(cell: Cell, birth: Birth | None) -> None:
    assert read_birth(cell, TODAY)[0] == birth


@pytest.mark.parametrize("cell", ["31/02/1970", "12/31/1970", "1873", "2030", "22/11/2027", "không rõ", 12, "0"])
def test_births_that_cannot_be_are_refused(cell: Cell) -> None:
    with pytest.raises(Invalid) as refusal:
        read_birth(cell, TODAY)
    assert refusal.value.field == "birth"


@pytest.mark.parametrize("cell", ["1/2/97", "05/1968", 26681, "2019"])
def test_births_that_were_guessed_at_come_with_a_warning(cell: Cell) -> None:
    assert read_birth(cell, TODAY)[1]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Phường An Mỹ", AN_MY),
        ("phuong an my", AN_MY),
        ("P. An Mỹ", AN_MY),
        ("P.An Mỹ", AN_MY),
        ("An Mỹ", AN_MY),
        ("Hoà Thuận", HOA_THUAN),
        ("TP Tam Kỳ", TAM_KY),
        ("Ủy ban MTTQ Việt Nam thành phố Tam Kỳ", TAM_KY),
        ("Uỷ ban Mặt trận Tổ quốc Việt Nam phường An Mỹ", AN_MY),
        ("UBMTTQVN xã Tam Thanh", TAM_THANH),
        ("Ban Thường trực UBMTTQ phường An Mỹ", AN_MY),
        ("MTTQ TP. Tam Kỳ", TAM_KY),
        ("Xã An Mỹ", None),
        ("An", None),
    ],
)
def test_units_are_found_however_they_are_written(text: str, unit: UnitChoice | None) -> None:
    assert UnitIndex(UNITS).matches(text) == ((unit,) if unit else ())


def test_units_of_one_name_are_not_chosen_between() -> None:
    other = UnitChoice(9, "Xã Tam Thanh")
    row = reading(HEADING, changed(HANH, unit="Tam Thanh")).rows[0]
    assert row.outcome is CREATED
    assert UnitIndex([*UNITS, other]).matches("Tam Thanh") == (TAM_THANH, other)


def test_a_row_without_unit_takes_the_chosen_one_or_is_rejected() -> None:
    assert one(unit="").outcome is REJECTED
    row = reading(HEADING, changed(HANH, unit=""), default_unit=TAM_KY).rows[0]
    assert row.values is not None
    assert row.values.unit == TAM_KY


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "Họ và tên"),
        ({"name": "12345"}, "Họ và tên"),
        ({"name": "A" * 121}, "Họ và tên"),
        ({"name": f"Lê {'a' * 41}"}, "Họ và tên"),
        ({"birth": "chưa rõ"}, "Ngày sinh"),
        ({"title": "x" * 201}, "Chức vụ"),
        ({"unit": "Phường Nào Đó"}, "Đơn vị công tác"),
        ({"phone": "12345"}, "Số điện thoại"),
        ({"email": "hanh@"}, "Email"),
    ],
)
def test_a_faulty_cell_rejects_its_row_and_is_named(cells: dict[str, Cell], column: str) -> None:
    row = one(**cells)
    assert row.outcome is REJECTED
    assert row.fault is not None
    assert row.fault.column == column
    assert row.fault.value == next(iter(cells.values()))
    assert row.fault.reason.endswith(".")


@pytest.mark.parametrize(
    ("cell", "gender"), [("Nam", Gender.MALE), ("nữ", Gender.FEMALE), ("Nu", Gender.FEMALE), ("?", None), ("", None)]
)
def test_genders_are_read_as_lists_give_them(cell: str, gender: Gender | None) -> None:
    values = one(gender=cell).values
    assert values is not None
    assert values.gender is gender


def test_comrade_before_a_name_goes_and_another_address_is_pointed_out() -> None:
    comrade = one(name="Đ/c Nguyễn Thị Hạnh")
    assert comrade.values is not None
    assert comrade.values.full_name == "Nguyễn Thị Hạnh"
    assert one(name="Bà Nguyễn Thị Hạnh").warnings


# People already there


def known(**more: Any) -> KnownPerson:
    person = {
        "id": 7,
        "full_name": "Nguyễn Thị Hạnh",
        "birth": Birth(1973, date(1973, 1, 17)),
        "unit_ids": frozenset({AN_MY.id}),
        "titles": ("Chủ tịch",),
        "phone": "0905123456",
        "email": "hanh@example.test",
    }
    return KnownPerson(**{**person, **more})


@pytest.mark.parametrize(
    ("cells", "person", "outcome"),
    [
        ({}, {}, UNCHANGED),
        ({"name": "NGUYỄN THỊ HẠNH"}, {}, UNCHANGED),
        ({"phone": "", "email": ""}, {}, UNCHANGED),
        ({"phone": "0912345678"}, {}, UNCHANGED),
        ({"birth": "1973"}, {}, UNCHANGED),
        ({"unit": "Xã Tam Thanh"}, {}, UNCHANGED),
        ({"email": "HANH@example.test", "phone": ""}, {}, UNCHANGED),
        ({"birth": "", "phone": "", "email": ""}, {"birth": None, "phone": None}, UNCHANGED),
        ({"name": "Nguyễn Thị Hanh"}, {}, REJECTED),
        ({"name": "Lê An", "phone": ""}, {}, REJECTED),
        ({"birth": "18/01/1973"}, {}, REJECTED),
        ({"birth": "18/01/1973", "phone": "", "email": ""}, {}, CREATED),
        ({"birth": "1973", "phone": "0912345678", "email": ""}, {}, CREATED),
        ({"birth": "", "phone": "", "email": ""}, {}, CREATED),
        ({"birth": "", "phone": "", "email": "", "title": "Ủy viên"}, {"birth": None}, CREATED),
        ({"unit": "Xã Tam Thanh", "phone": "", "email": ""}, {}, CREATED),
    ],
)
def test_who_is_already_there_is_told_by_name_birth_unit_phone_and_mail(
    cells: dict[str, Cell], person: dict[str, Any], outcome: RowOutcome
) -> None:
    assert reading(HEADING, changed(HANH, **cells), people=(known(**person),)).rows[0].outcome is outcome


def test_differences_from_the_record_are_pointed_out_and_left() -> None:
    row = reading(HEADING, changed(HANH, title="Phó Chủ tịch", unit="Xã Tam Thanh"), people=(known(),)).rows[0]
    assert row.same_as is not None
    assert row.same_as.id == 7
    assert [word in row.warnings[-1] for word in ("Unit", "Position", "Phone")] == [True, True, False]


def test_a_namesake_in_the_unit_is_pointed_out() -> None:
    row = reading(HEADING, changed(HANH, birth="", phone="", email=""), people=(known(),)).rows[0]
    assert row.outcome is CREATED
    assert "Nguyễn Thị Hạnh" in row.warnings[0]


def test_a_code_of_somebody_else_rejects_the_row() -> None:
    heading = ("Mã cán bộ", "Họ và tên", "Đơn vị")
    row = reading(heading, ("cb01", "Lê An", "An Mỹ"), people=(known(code="CB01"),)).rows[0]
    assert row.fault is not None
    assert row.fault.column == "Mã cán bộ"
    same = reading(heading, ("cb01", "Nguyễn Thị Hạnh", "An Mỹ"), people=(known(code="CB01"),)).rows[0]
    assert same.outcome is UNCHANGED


def test_a_rejected_row_hides_nobody_below_it() -> None:
    result = reading(HEADING, changed(HANH, birth="31/02/1970"), HANH)
    assert [row.outcome for row in result.rows] == [REJECTED, CREATED]
