"""Operations own transactions; constraints and instants behave alike on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from tests.cast import Cast
from tests.makers import Makers
from training.core import once
from training.core.access import SYSTEM, Actor
from training.core.db import AuditEntry, after_commit, db, operation, unique
from training.core.errors import Conflict
from training.core.ids import one_of
from training.people.models import Person
from training.units.models import Unit, UnitKind


@operation
def rename(unit: Unit, name: str, *, by: Actor) -> Unit:
    unit.name = name
    return unit


@operation
def rename_and_fail(unit: Unit, name: str, *, by: Actor) -> None:
    rename(unit, name, by=by)
    raise Conflict("no")


def reread(unit: Unit) -> str:
    db.session.rollback()
    return db.session.scalar(select(Unit.name).where(Unit.id == unit.id))


def test_an_operation_commits(make: Makers) -> None:
    unit = make.unit()
    rename(unit, "Mới", by=SYSTEM)
    assert reread(unit) == "Mới"


def test_an_exception_rolls_back_the_nested_operation_too(make: Makers) -> None:
    unit = make.unit("Cũ")
    with pytest.raises(Conflict):
        rename_and_fail(unit, "Mới", by=SYSTEM)
    assert reread(unit) == "Cũ"
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_trail_says_who_did_what_to_what_and_what_changed(cast: Cast) -> None:
    rename(cast.ward, "Phường mới", by=cast.administrator)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.account_id, entry.verb, entry.kind, entry.thing_id) == (
        cast.administrator.account_id,
        "rename",
        "units",
        cast.ward.id,
    )
    assert entry.details["changes"][f"units#{cast.ward.id}"]["name"] == ["Phường An Mỹ", "Phường mới"]


def test_what_follows_a_commit_does_not_run_after_a_rollback(make: Makers) -> None:
    done = []

    @operation
    def work(*, fail: bool) -> None:
        after_commit(lambda: done.append(1))
        if fail:
            raise Conflict("no")

    with pytest.raises(Conflict):
        work(fail=True)
    work(fail=False)
    assert done == [1]


def test_a_broken_unique_constraint_becomes_the_refusal_given(cast: Cast) -> None:
    @operation
    def take_phone() -> None:
        with unique("people", "phone", refusal=Conflict("taken")):
            cast.stranger_person.phone = cast.cadre_person.phone

    with pytest.raises(Conflict, match="taken"):
        take_phone()
    assert (
        db.session.scalar(select(Person.phone).where(Person.id == cast.stranger_person.id)) != cast.cadre_person.phone
    )


def test_a_naive_instant_is_refused(make: Makers) -> None:
    with pytest.raises(StatementError, match="naive"):
        make.save(AuditEntry(at=datetime(2026, 1, 1), verb="x", kind="", details={}, address=""))  # noqa: DTZ001


def test_an_instant_comes_back_aware_and_in_utc(make: Makers) -> None:
    at = datetime(2026, 1, 1, 5, tzinfo=UTC)
    entry = make.save(AuditEntry(at=at, verb="x", kind="", details={}, address=""))
    db.session.expire(entry)
    assert entry.at == at
    assert entry.at.tzinfo is UTC


def test_a_form_sent_twice_is_taken_once(app: Flask, make: Makers) -> None:
    unit = make.unit()
    for name in ("Lần đầu", "Lần hai"):
        once.expect("token", [("name", "same")])
        if name == "Lần đầu":
            rename(unit, name, by=SYSTEM)
        else:
            with pytest.raises(once.AlreadyDone):
                rename(unit, name, by=SYSTEM)
    assert reread(unit) == "Lần đầu"


def test_a_form_corrected_and_sent_again_is_a_new_thing(app: Flask, make: Makers) -> None:
    unit = make.unit()
    for name in ("Lần đầu", "Lần hai"):
        once.expect("token", [("name", name)])
        rename(unit, name, by=SYSTEM)
    assert reread(unit) == "Lần hai"


def test_words_with_marks_survive_as_json(cast: Cast) -> None:
    rename(cast.ward, "Hòa Thuận ấp Ẵ", by=cast.administrator)
    details = db.session.scalars(select(AuditEntry.details)).one()
    assert "Hòa Thuận ấp Ẵ" in json.dumps(details, ensure_ascii=False)


def test_kinds_outside_the_list_are_refused_by_the_database(make: Makers) -> None:
    unit = make.unit()
    with pytest.raises((StatementError, LookupError)):
        make.save(Unit(name="x", kind="galaxy", parent_id=unit.id))
    db.session.rollback()
    assert unit.kind == UnitKind.CITY


@pytest.mark.parametrize("wanted", [(), (0,), (1, 3), (3, 1, 1), (0, 1, 2, 3, 4, -5)], ids=str)
def test_many_ids_are_one_parameter(make: Makers, wanted: tuple[int, ...]) -> None:
    units = [make.unit(f"Phường {number}") for number in range(5)]
    ids = [unit.id for unit in units]
    statement = select(Unit.id).where(one_of(Unit.id, "ids")).order_by(Unit.id)
    given = [ids[number] if number >= 0 else number for number in wanted]
    found = db.session.scalars(statement, {"ids": given}).all()
    assert found == sorted({ids[number] for number in wanted if number >= 0})
    assert len(statement.compile(db.engine).params) == 1
