"""Units are added, renamed, closed and found, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid, NotFound
from training.units.loading import load_units
from training.units.models import Unit, UnitKind
from training.units.operations import add_unit, change_unit, close_unit, reopen_unit
from training.units.queries import (
    get_unit,
    list_ancestors,
    list_names,
    list_predecessions,
    list_subtree,
    list_successions,
    list_units_managed,
    list_units_visible,
    units_by_key,
)
from training.units.rules import Succession
from training.units.unit_file import as_of, read_units


def ward(name: str, parent: Unit | None, kind: UnitKind = UnitKind.WARD) -> Unit:
    return add_unit(name=name, kind=kind, parent=parent, by=SYSTEM)


def test_a_unit_lies_on_the_path_of_its_parent(cast: Cast) -> None:
    unit = ward("Phường An Sơn", cast.city)
    assert unit.path == f"/{cast.city.id}/{unit.id}/"
    assert [n.name for n in list_names(unit)] == ["Phường An Sơn"]


def test_two_units_of_one_name_do_not_lie_side_by_side(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        ward("Phường an mỹ", cast.city)
    assert refusal.value.field == "name"


def test_names_that_differ_in_a_tone_are_two(cast: Cast) -> None:
    assert ward("Phường Án Mỹ", cast.city).id


def test_a_new_name_leaves_the_old_one_in_the_history(cast: Cast) -> None:
    unit = rename(ward("Phường An Sơn", cast.city), "Phường Tam Kỳ", renamed_on=date(2025, 7, 1))
    new, old = list_names(unit)
    assert (old.name, old.valid_to) == ("Phường An Sơn", date(2025, 6, 30))
    assert (new.name, new.valid_from) == ("Phường Tam Kỳ", date(2025, 7, 1))
    assert unit.search_key == "phuong tam ky"


def test_a_corrected_spelling_leaves_no_history(cast: Cast) -> None:
    unit = rename(ward("Phường An Sơn", cast.city), "Phường An Mĩ", renamed_on=None)
    assert [n.name for n in list_names(unit)] == ["Phường An Mĩ"]


def test_a_name_of_the_future_waits(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        rename(cast.ward, "Phường Tam Kỳ", renamed_on=date(2099, 1, 1))
    assert refusal.value.field == "renamed_on"


def rename(unit: Unit, name: str, *, renamed_on: date | None, version: int | None = None) -> Unit:
    return change_unit(
        unit,
        version=version or unit.version,
        name=name,
        short_name="",
        code=None,
        valid_from=None,
        renamed_on=renamed_on,
        by=SYSTEM,
    )


def test_the_second_of_two_changes_is_told(cast: Cast) -> None:
    version = cast.ward.version
    rename(cast.ward, "Phường A", renamed_on=None, version=version)
    with pytest.raises(Conflict):
        rename(cast.ward, "Phường B", renamed_on=None, version=version)


def test_a_closed_unit_ends_with_all_below_it_and_is_succeeded(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    heirs = [Succession(cast.other_ward, True)]
    close_unit(cast.ward, on=date(2025, 6, 30), successors=heirs, legal_basis="NQ 1659", by=cast.administrator)
    db.session.rollback()
    assert get_unit(area.id).valid_to == date(2025, 6, 30)
    [(step, heir)] = list_successions(cast.ward)
    assert (heir.id, step.on, step.legal_basis) == (cast.other_ward.id, date(2025, 7, 1), "NQ 1659")
    assert [unit.id for _, unit in list_predecessions(cast.other_ward)] == [cast.ward.id]


def test_a_unit_is_closed_once(cast: Cast) -> None:
    close_unit(cast.ward, on=date(2025, 6, 30), by=cast.administrator)
    with pytest.raises(Conflict):
        close_unit(cast.ward, on=date(2025, 6, 30), by=cast.administrator)


def test_a_unit_is_not_taken_over_by_a_part_of_itself(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    with pytest.raises(Invalid):
        close_unit(cast.ward, on=date(2025, 6, 30), successors=[Succession(area, True)], by=cast.administrator)


def test_nobody_hands_a_unit_to_where_they_have_no_say(cast: Cast) -> None:
    with pytest.raises(Denied):
        close_unit(cast.ward, on=date(2025, 6, 30), successors=[Succession(cast.other_ward, True)], by=cast.manager)


def test_a_closing_can_be_taken_back(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    heirs = [Succession(cast.other_ward, True)]
    close_unit(cast.ward, on=date(2025, 6, 30), successors=heirs, by=cast.administrator)
    reopen_unit(cast.ward, by=cast.administrator)
    assert get_unit(cast.ward.id).valid_to is None
    assert get_unit(area.id).valid_to is None
    assert list_successions(cast.ward) == []


def test_a_subtree_is_the_unit_and_what_lies_below(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    assert [u.id for u in list_subtree(cast.ward)] == [cast.ward.id, area.id]
    assert [u.id for u in list_ancestors(area)] == [cast.city.id, cast.ward.id]
    assert [u.id for u in list_subtree(cast.city)] == [cast.city.id, cast.ward.id, area.id, cast.other_ward.id]


def test_staff_see_the_units_they_work_in(cast: Cast) -> None:
    assert [u.id for u in list_units_visible(cast.manager)] == [cast.ward.id]
    assert len(list_units_visible(cast.trainer)) == 3
    assert list_units_managed(cast.trainer) == []
    assert list_units_visible(cast.cadre) == []


def test_a_key_that_two_units_share_names_neither(cast: Cast, make: Makers) -> None:
    make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    make.unit("Khối phố 1", parent=cast.other_ward, kind=UnitKind.RESIDENTIAL_AREA)
    keys = units_by_key()
    assert keys["xa tam ngoc"] == cast.other_ward.id
    assert "khoi pho 1" not in keys


def test_an_unknown_unit_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        get_unit(987)


def test_the_city_of_2023_is_loaded_once(make: Makers, shared_data: Path) -> None:
    lines = as_of(read_units((shared_data / "units.csv").read_text("utf-8")), date(2023, 6, 1))
    assert load_units(lines, by=SYSTEM) == (15, 0)  # two cities, nine wards, four communes
    assert load_units(lines, by=SYSTEM) == (0, 15)
    assert len(list_units_visible(SYSTEM)) == 15


def test_the_changes_of_2025_are_loaded_with_their_successions(make: Makers, shared_data: Path) -> None:
    load_units(read_units((shared_data / "units.csv").read_text("utf-8")), by=SYSTEM)
    on_day = {u.name: u for u in list_units_visible(SYSTEM, on=date(2025, 3, 1))}
    assert "Phường Phước Hòa" not in on_day
    [(step, heir)] = list_successions(on_day["Phường An Xuân"])
    assert (heir.name, step.on) == ("Phường Tam Kỳ", date(2025, 7, 1))
    assert len(list_predecessions(on_day["Phường An Xuân"])) == 2
    assert len(list_units_visible(SYSTEM, on=date(2025, 7, 1))) == 5
