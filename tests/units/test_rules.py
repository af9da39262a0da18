"""What may lie below what, the order of the tree, files of units."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from training.core.errors import Invalid
from training.core.vietnamese import sort_key
from training.units.models import Unit, UnitKind
from training.units.rules import check_kind, check_period, day_before, flat, ids_on, kinds_below, place_of, tree
from training.units.unit_file import UnitLine, as_of, parent_of, read_units, successors_of

HEAD = "code,name,kind,parent,valid_from,valid_to,successor_codes,note\n"


def unit(number: int, name: str, *, parent: int | None = None, kind: UnitKind = UnitKind.WARD) -> Unit:
    return Unit(id=number, name=name, sort_key=sort_key(name), parent_id=parent, kind=kind)


@pytest.mark.parametrize(
    ("kind", "below", "fits"),
    [
        (UnitKind.CITY, None, True),
        (UnitKind.WARD, None, False),
        (UnitKind.WARD, UnitKind.CITY, True),
        (UnitKind.COMMUNE, UnitKind.CITY, True),
        (UnitKind.RESIDENTIAL_AREA, UnitKind.CITY, False),
        (UnitKind.RESIDENTIAL_AREA, UnitKind.WARD, True),
        (UnitKind.AGENCY, UnitKind.COMMUNE, True),
        (UnitKind.AGENCY, UnitKind.RESIDENTIAL_AREA, False),
    ],
)
def test_kinds_lie_where_they_belong(app: Flask, kind: UnitKind, below: UnitKind | None, fits: bool) -> None:
    assert (kind in kinds_below(below)) is fits
    if not fits:
        with pytest.raises(Invalid):
            check_kind(kind, below=below)


def test_a_period_does_not_end_before_it_begins(app: Flask) -> None:
    check_period(date(2025, 1, 1), date(2025, 1, 1))
    with pytest.raises(Invalid):
        check_period(date(2025, 1, 2), date(2025, 1, 1))


def test_the_day_before_nothing_is_nothing() -> None:
    assert day_before(None) is None
    assert day_before(date(2025, 7, 1)) == date(2025, 6, 30)


def test_a_tree_is_ordered_by_kind_and_then_as_vietnamese_lists_are() -> None:
    city = unit(1, "Thành phố Tam Kỳ", kind=UnitKind.CITY)
    office = unit(2, "Văn phòng", parent=1, kind=UnitKind.AGENCY)
    wards = [unit(3, "Phường Hòa Hương", parent=1), unit(4, "Phường An Mỹ", parent=1)]
    commune = unit(5, "Xã Ái", parent=1, kind=UnitKind.COMMUNE)
    area = unit(6, "Khối phố 1", parent=4, kind=UnitKind.RESIDENTIAL_AREA)
    shown = flat(tree([commune, area, *wards, office, city]))
    assert [(b.unit.id, b.depth) for b in shown] == [(1, 0), (2, 1), (4, 1), (6, 2), (3, 1), (5, 1)]


@given(st.lists(st.integers(1, 30), max_size=30))
def test_every_unit_stands_in_the_tree_once(parents: list[int]) -> None:
    # Parents have smaller numbers than their children, as ids do.
    units = [unit(n, f"U{n}", parent=above if above < n else None) for n, above in enumerate(parents, 1)]
    assert sorted(branch.unit.id for branch in flat(tree(units))) == [u.id for u in units]


def test_the_ids_on_a_path_are_read_off_it() -> None:
    assert ids_on("/1/24/305/") == [1, 24, 305]


def test_a_file_of_units_is_read(app: Flask) -> None:
    text = HEAD + "49,Tỉnh Quảng Nam,tỉnh,VN,,2025-06-30,48,\n20389,Xã Tam Ngọc,xã,502,,2025-06-30,20350@2025,x\n"
    assert read_units("\ufeff" + text) == [
        UnitLine(3, "20389", "Xã Tam Ngọc", UnitKind.COMMUNE, "502", None, date(2025, 6, 30), ("20350@2025",))
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code,name\n1,A\n", "kind"),
        (HEAD + "1,A,tổng cục,,,,,\n", "tổng cục"),
        (HEAD + "1,A,xã,,31/12/2024,,,\n", "31/12/2024"),
    ],
)
def test_a_file_that_cannot_be_used_names_the_fault(app: Flask, text: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        read_units(text)


def line(number: int, code: str, *, since: date | None, until: date | None, to: str = "", parent: str = "") -> UnitLine:
    return UnitLine(number, code, "Phường An Xuân", UnitKind.WARD, parent, since, until, tuple(to.split()))


def test_a_reused_code_means_the_unit_of_its_time() -> None:
    old = line(2, "20347", since=None, until=date(2024, 12, 31), to="20347@2025-01")
    new = line(3, "20347", since=date(2025, 1, 1), until=None)
    area = line(4, "9", since=date(2025, 3, 1), until=None, parent="20347")
    lines = [old, new, area]
    assert successors_of(old, lines) == [new]
    assert parent_of(area, lines) is new


def test_units_as_of_a_day_know_nothing_of_later_days() -> None:
    old = line(2, "20347", since=None, until=date(2024, 12, 31), to="20347@2025-01")
    new = line(3, "20347", since=date(2025, 1, 1), until=None)
    assert as_of([old, new], date(2023, 6, 1)) == [line(2, "20347", since=None, until=None)]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Thành phố Tam Kỳ", "Tam Kỳ"),
        ("Phường An Mỹ", "An Mỹ"),
        ("Xã Tam Ngọc", "Tam Ngọc"),
        ("Phường 7", "Phường 7"),
        ("Xã Thành phố Cũ", "Thành phố Cũ"),
        ("Ban Tuyên giáo", "Ban Tuyên giáo"),
        ("Phường ", "Phường "),
    ],
)
def test_papers_are_dated_at_the_place_without_its_kind(name: str, place: str) -> None:
    assert place_of(name) == place
