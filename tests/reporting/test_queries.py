"""The roster's order and reach are the same on both databases, and its cost does not grow with the class."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from tests.cast import Cast
from tests.client import CheckingClient
from tests.counting import counted
from tests.makers import Makers
from tests.reporting.lists import enrol, names_on, people_of, rows_of
from training.classes.models import ClassState
from training.reporting.queries.rosters import group_by_unit, list_classes, read_roster


def test_page_and_files_are_in_the_order_of_vietnamese_lists(
    make: Makers, cast: Cast, client: CheckingClient, shared_data: Path
) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    enrol(made, cast.ward, people_of(shared_data / "people" / "made-600-nguoi.csv"))
    expected = (shared_data / "collation" / "expected-600-by-ten-ho-dem.txt").read_text("utf-8").split("\n")[:600]
    client.sign_in(cast.administrator)
    pages = [client.get(f"/classes/{made.id}/roster?page={number}") for number in range(1, 13)]
    assert [name for page in pages for name in names_on(page.text)] == expected
    rows = rows_of(client.get(f"/classes/{made.id}/roster.csv").data)
    assert [f"{row[2]} {row[3]}" for row in rows[1:]] == expected
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/classes/{made.id}/roster.xlsx").data)).active
    assert sheet is not None
    assert [f"{row[2]} {row[3]}" for row in sheet.iter_rows(min_row=2, values_only=True)] == expected


def test_people_of_one_name_stay_in_one_order(make: Makers, cast: Cast) -> None:
    enrol(cast.training_class, cast.ward, [("Nguyễn Thị", "Hạnh")] * 5)
    ids = [line.learner.person_id for line in read_roster([cast.training_class.id], cast.administrator).lines]
    assert ids == sorted(ids)


@pytest.mark.parametrize("learners", [3, 40])
def test_a_roster_takes_nine_queries_however_many_learn(make: Makers, cast: Cast, learners: int) -> None:
    enrol(cast.training_class, cast.ward, [("Lê Thị", f"Số {number}") for number in range(learners)])
    with counted() as queries:
        read_roster([cast.training_class.id], cast.administrator)
    assert len(queries) == 9, queries


@pytest.mark.parametrize("classes", [1, 6])
def test_a_report_takes_as_many_queries_for_many_classes_as_for_one(make: Makers, cast: Cast, classes: int) -> None:
    for _number in range(classes):
        enrol(make.training_class(cast.course, unit=cast.city), cast.ward, [("Lê Thị", "Hạnh")])
    with counted() as queries:
        rows = list_classes(cast.administrator)
        roster = read_roster([row.class_id for row in rows], cast.administrator)
        group_by_unit(roster.lines)
    assert len(roster.lines) == classes + 1
    assert len(queries) == 11, queries


def test_drafts_are_not_reported(make: Makers, cast: Cast) -> None:
    make.training_class(cast.course, unit=cast.city, state=ClassState.DRAFT)
    assert [row.class_id for row in list_classes(cast.administrator)] == [cast.training_class.id]


@pytest.mark.parametrize(("role", "seen"), [("administrator", 2), ("trainer", 1), ("manager", 1), ("stranger", 0)])
def test_each_sees_the_classes_that_are_theirs_to_see(make: Makers, cast: Cast, role: str, seen: int) -> None:
    make.training_class(cast.course, unit=cast.other_ward)
    assert len(list_classes(getattr(cast, role))) == seen


def test_units_come_in_the_order_of_their_names(make: Makers, cast: Cast) -> None:
    enrol(cast.training_class, cast.other_ward, [("Lê Thị", "Hạnh")])
    roster = read_roster([cast.training_class.id], cast.administrator)
    assert [group.name for group in group_by_unit(roster.lines)] == ["Phường An Mỹ", "Xã Tam Ngọc"]
