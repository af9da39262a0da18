"""Lists of people: scoped, searched without marks, in Vietnamese order, with a constant number of queries."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.core import clock
from training.core.access import SYSTEM, Actor
from training.core.db import db
from training.people.models import Person
from training.people.operations import end_post
from training.people.queries import list_people
from training.units.models import UnitKind


def names(actor: Actor, text: str = "") -> list[str]:
    return [person.full_name for person in list_people(actor, text=text).rows]


def test_people_stand_in_the_order_of_given_names(cast: Cast) -> None:
    assert names(cast.administrator) == [
        "Phạm Văn Giảng",
        "Nguyễn Thị Hạnh",
        "Võ Văn Khách",
        "Lê Thị Phường",
        "Trần Quốc Quản",
    ]


def test_a_manager_sees_the_own_people(cast: Cast) -> None:
    assert names(cast.manager) == ["Nguyễn Thị Hạnh", "Lê Thị Phường"]
    assert names(cast.trainer) == []
    assert names(cast.cadre) == []


def test_a_subtree_includes_what_lies_below(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.ward, kind=UnitKind.RESIDENTIAL_AREA)
    make.person("Hồ Thị An", unit=area)
    found = list_people(cast.administrator, unit=cast.ward).rows
    assert [p.full_name for p in found] == ["Hồ Thị An", "Nguyễn Thị Hạnh", "Lê Thị Phường"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hanh", ["Nguyễn Thị Hạnh"]),
        ("HẠNH nguyễn", ["Nguyễn Thị Hạnh"]),
        ("CB00002", ["Lê Thị Phường"]),
        ("cb00002", ["Lê Thị Phường"]),
        ("0905 000 003", ["Phạm Văn Giảng"]),
        ("zzz", []),
        ("100%", []),
        ("_", []),
        ("'; DROP TABLE people; --", []),
    ],
)
def test_people_are_found(cast: Cast, text: str, found: list[str]) -> None:
    assert names(cast.administrator, text) == found


def test_names_with_the_same_marks_come_first(cast: Cast, make: Makers) -> None:
    for name in ("Lê Thị Hoa", "Lê Thị Hỏa", "Lê Thị Hòa", "Hoà Thị Anh", "Hoàng An"):
        make.person(name, unit=cast.ward)
    found = ["Lê Thị Hòa", "Hoà Thị Anh", "Lê Thị Hoa", "Lê Thị Hỏa", "Hoàng An"]
    assert names(cast.administrator, "hòa") == found
    assert names(cast.administrator, "hoa")[0] == "Lê Thị Hoa"


def test_who_left_their_post_is_listed_for_administrators(cast: Cast) -> None:
    end_post(cast.cadre_person.posts[0], on=clock.today(), by=SYSTEM)
    assert names(cast.manager) == ["Lê Thị Phường"]
    assert "Nguyễn Thị Hạnh" in names(cast.administrator)


def test_a_page_past_the_end_is_the_last_one(cast: Cast) -> None:
    page = list_people(cast.administrator, number=9)
    assert (page.number, page.total, len(page.rows)) == (1, 5, 5)


def test_a_longer_list_takes_no_more_queries(cast: Cast, make: Makers) -> None:
    def queries() -> int:
        db.session.expire_all()
        with counted() as sent:
            for person in list_people(cast.administrator).rows:
                assert person.main_post
                assert person.main_post.unit.name
        return len(sent)

    few = queries()
    for number in range(20):
        make.person(f"Hồ Thị Số{number}", unit=cast.other_ward)
    assert queries() == few <= 5
    assert db.session.query(Person).count() == 25
