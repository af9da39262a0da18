"""People recorded, changed, given posts; contact data is one person's."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import Cast
from tests.makers import Makers
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid, NotFound
from training.people.access import manages
from training.people.import_rules import Birth
from training.people.models import Gender, Person
from training.people.operations import add_person, begin_post, change_person, end_post
from training.people.queries import find_namesake, get_person, get_post
from training.units.models import Unit


def added(unit: Unit, name: str = "Đặng Thị Hoa", **fields: object) -> Person:
    return add_person(full_name=name, unit=unit, by=SYSTEM, **fields)  # type: ignore[arg-type]


def test_a_person_is_recorded_with_code_and_post(cast: Cast) -> None:
    person = added(cast.ward, title="Ủy viên", phone="+84 905 123 456", email="Hoa@Example.vn", birth=Birth(1970))
    assert (person.code, person.phone, person.email) == ("CB00006", "0905123456", "hoa@example.vn")
    assert (person.birth_year, person.birth_on) == (1970, None)
    assert person.main_post
    assert person.main_post.unit_id == cast.ward.id


def test_codes_that_lists_have_brought_are_passed_over(cast: Cast) -> None:
    first = added(cast.ward)
    first.code = "CB00007"
    db.session.commit()
    assert added(cast.ward, "Võ Thị Sáu").code == "CB00008"


@pytest.mark.parametrize(("column", "value"), [("phone", "0905 999 888"), ("email", "ai@example.vn")])
def test_contact_data_is_one_persons(cast: Cast, column: str, value: str) -> None:
    added(cast.ward, **{column: value})
    with pytest.raises(Invalid) as refusal:
        added(cast.ward, "Võ Văn Khác", **{column: value})
    assert refusal.value.field == column


@pytest.mark.parametrize(
    ("fields", "at"),
    [({"phone": "12"}, "phone"), ({"email": "ai"}, "email"), ({"name": "7"}, "full_name")],
)
def test_a_refused_person_leaves_nothing_behind(cast: Cast, fields: dict[str, str], at: str) -> None:
    before = db.session.query(Person).count()
    with pytest.raises(Invalid) as refusal:
        added(cast.ward, **fields)
    assert refusal.value.field == at
    assert db.session.query(Person).count() == before


def test_nobody_adds_people_to_units_of_others(cast: Cast) -> None:
    with pytest.raises(Denied):
        add_person(full_name="Lê A", unit=cast.other_ward, by=cast.manager)
    assert add_person(full_name="Lê A", unit=cast.ward, by=cast.manager).id


def changed(person: Person, *, version: int, name: str = "Đặng Thị Hòa") -> Person:
    return change_person(
        person,
        version=version,
        full_name=name,
        birth=Birth(1971, date(1971, 2, 3)),
        gender=Gender.FEMALE,
        phone=None,
        email=None,
        by=SYSTEM,
    )


def test_a_changed_name_changes_its_keys(cast: Cast) -> None:
    person = added(cast.ward)
    key = person.sort_key
    changed(person, version=person.version)
    again = get_person(person.id)
    assert (again.given_name, again.birth_on, again.gender) == ("Hòa", date(1971, 2, 3), Gender.FEMALE)
    assert again.sort_key > key


def test_the_second_of_two_changes_is_told(cast: Cast) -> None:
    person = added(cast.ward)
    version = person.version
    changed(person, version=version)
    with pytest.raises(Conflict):
        changed(person, version=version, name="Đặng Thị Hóa")


def test_a_new_post_becomes_the_main_one(cast: Cast) -> None:
    person = added(cast.ward)
    begin_post(person, unit=cast.other_ward, title="Phó Chủ tịch", held_from=date(2026, 1, 1), by=SYSTEM)
    db.session.expire_all()
    post = get_person(person.id).main_post
    assert post
    assert (post.unit_id, post.title) == (cast.other_ward.id, "Phó Chủ tịch")


def test_a_post_is_not_held_twice(cast: Cast) -> None:
    person = added(cast.ward, title="Ủy viên")
    with pytest.raises(Conflict):
        begin_post(person, unit=cast.ward, title="Ủy viên ", by=SYSTEM)


def test_a_post_ends_once_and_not_tomorrow(cast: Cast) -> None:
    post = added(cast.ward).posts[0]
    with pytest.raises(Invalid):
        end_post(post, on=date(2099, 1, 1), by=SYSTEM)
    end_post(post, on=clock.today(), by=SYSTEM)
    with pytest.raises(Conflict):
        end_post(post, on=clock.today(), by=SYSTEM)


def test_whoever_has_no_post_is_left_to_administrators(cast: Cast) -> None:
    person = added(cast.ward)
    assert manages(cast.manager, person)
    end_post(person.posts[0], on=clock.today(), by=SYSTEM)
    assert not manages(cast.manager, person)
    assert manages(cast.administrator, person)


def test_a_post_of_somebody_else_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        get_post(cast.cadre_person, cast.stranger_person.posts[0].id)
    with pytest.raises(NotFound):
        get_person(987)


def test_a_namesake_is_found_in_the_unit_only(cast: Cast, make: Makers) -> None:
    assert find_namesake("nguyen thi hanh", cast.ward)
    assert find_namesake("nguyen thi hanh", cast.other_ward) is None
