"""Lists of cadres as offices send them: the heading, the rows, the people already there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.people.import_lists import (
    AN_MY,
    HANH,
    HEADING,
    HOA_THUAN,
    TAM_KY,
    TAM_THANH,
    TODAY,
    UNITS,
    changed,
    one,
    reading,
    table,
)
from training.core.errors import Invalid
from training.core.sheets.table import Cell
from training.people.import_rules import (
    Birth,
    Field,
    KnownPerson,
    UnitChoice,
    UnitIndex,
    find_header,
    read_birth,
)
from training.people.models import Gender, RowOutcome

CREATED, REJECTED, UNCHANGED = RowOutcome.CREATED, RowOutcome.REJECTED, RowOutcome.UNCHANGED


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
