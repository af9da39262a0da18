"""A small list of cadres to read in, and what the reader makes of its rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from training.core.sheets.table import Cell, Row, Table
from training.people.import_rules import (
    KnownPerson,
    ListReading,
    PeopleIndex,
    RowReading,
    UnitChoice,
    UnitIndex,
    read_list,
)
from training.people.models import RowOutcome

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
