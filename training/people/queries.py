"""Reads of people: one, lists that are searched and scoped, those whom an import compares with, uploaded lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, true
from sqlalchemy.orm import selectinload

from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.people.access import visible_to
from training.people.import_rules import Birth, KnownPerson, PeopleIndex, UnitChoice, UnitIndex
from training.people.models import ImportBatch, ImportRow, ImportState, Person, Post, RowOutcome
from training.people.rules import wanted
from training.units.access import under
from training.units.models import Unit
from training.units.queries import list_units_managed


def get_person(person_id: int) -> Person:
    """Return the person, or raise NotFound."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def get_post(person: Person, post_id: int) -> Post:
    """Return a post of the person, or raise NotFound."""
    post = db.session.get(Post, post_id)
    if post is None or post.person_id != person.id:
        raise NotFound(_("There is no such post."))
    return post


def list_people(actor: Actor, *, text: str = "", unit: Unit | None = None, number: int = 1) -> Page[Person]:
    """Return a page of the people whom the actor manages, posts loaded, as Vietnamese lists are ordered.

    `text` is part of a name, with or without marks, of a phone number, or a code; names that hold it mark for mark
    come first. `unit` keeps to those with a post there or below.
    """
    statement = select(Person).where(visible_to(actor), matching(text))
    if unit is not None:
        statement = statement.where(works_under([unit.path]))
    return page_of(_ordered(statement, text).options(selectinload(Person.posts)), number=number)


def works_under(paths: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a person holds a post in one of the units with `paths` or below."""
    held = select(Post.id).join(Unit, Unit.id == Post.unit_id).where(Post.held_to.is_(None), under(paths))
    return held.where(Post.person_id == Person.id).correlate(Person).exists()


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition that a person answers to the search text; an empty one fits everybody."""
    sought = wanted(text)
    named = and_(true(), *(Person.search_key.contains(word, autoescape=True) for word in sought.words))
    if not sought.words:
        return named
    phoned = [Person.phone.contains(sought.digits)] if sought.digits else []
    return or_(named, Person.code == sought.code, *phoned)


def _ordered(statement: Select[Any], text: str) -> Select[Any]:
    sought = wanted(text)
    if sought.words:
        # Whole words, mark for mark; then whole words; then parts of words: "hoa" is Hoa, then Hòa, then Hoàng.
        # replace() minds capitals and marks on both engines, as LIKE does not.
        name, key = literal(" ") + Person.full_name + " ", literal(" ") + Person.search_key + " "
        exact = func.replace(name, f" {sought.exact} ", "") != name
        whole = and_(*(key.contains(f" {word} ", autoescape=True) for word in sought.words))
        statement = statement.order_by(case((exact, 0), (whole, 1), else_=2))
    return statement.order_by(Person.sort_key, Person.id)


def find_namesake(full_name_key: str, unit: Unit) -> Person | None:
    """Return somebody of the same name, marks aside, who holds a post in the unit."""
    held = select(Post.person_id).where(Post.unit_id == unit.id, Post.held_to.is_(None))
    return db.session.scalar(select(Person).where(Person.search_key == full_name_key, Person.id.in_(held)).limit(1))


# --- imports -------------------------------------------------------------------------------------


def units_to_import_into(actor: Actor) -> UnitIndex:
    """Return the units of today that a list of the actor's may name."""
    return UnitIndex(UnitChoice(unit.id, unit.name, unit.short_name) for unit in list_units_managed(actor))


def people_on_record() -> PeopleIndex:
    """Return everybody, by what identifies them: a phone number is one person's, whoever imports."""
    posts: dict[int, list[tuple[int, str]]] = {}
    held = select(Post.person_id, Post.unit_id, Post.title).where(Post.held_to.is_(None)).order_by(Post.id.desc())
    for person_id, unit_id, title in db.session.execute(held):
        posts.setdefault(person_id, []).append((unit_id, title))
    columns = (
        *(Person.id, Person.full_name, Person.birth_year, Person.birth_on),
        *(Person.phone, Person.email, Person.code),
    )
    return PeopleIndex(
        KnownPerson(
            id=person_id,
            full_name=name,
            birth=Birth(year, on) if year else None,
            phone=phone,
            email=email,
            code=code,
            unit_ids=frozenset(unit_id for unit_id, _title in posts.get(person_id, ())),
            titles=tuple(title for _unit_id, title in posts.get(person_id, ()) if title),
        )
        for person_id, name, year, on, phone, email, code in db.session.execute(select(*columns))
    )


def get_batch(batch_id: int) -> ImportBatch:
    """Return an uploaded list, or raise NotFound."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound(_("There is no such list."))
    return batch


def list_batches(actor: Actor, *, most: int = 20) -> list[ImportBatch]:
    """Return the lists that the actor has uploaded, the newest first."""
    own = select(ImportBatch).where(
        ImportBatch.by_account_id == actor.account_id, ImportBatch.state != ImportState.DROPPED
    )
    return list(db.session.scalars(own.order_by(ImportBatch.id.desc()).limit(most)))


def find_confirmed(file_hash: str) -> ImportBatch | None:
    """Return the list that was confirmed from the same file before, the newest one."""
    same = select(ImportBatch).where(ImportBatch.file_hash == file_hash, ImportBatch.state == ImportState.CONFIRMED)
    return db.session.scalar(same.order_by(ImportBatch.id.desc()).limit(1))


def count_rows(batch: ImportBatch) -> dict[RowOutcome, int]:
    """Return how many rows of the list come to each outcome; all outcomes are there."""
    counted = select(ImportRow.outcome, func.count()).where(ImportRow.batch_id == batch.id).group_by(ImportRow.outcome)
    found = {row.outcome: row[1] for row in db.session.execute(counted)}
    return {outcome: found.get(outcome, 0) for outcome in RowOutcome}


def count_noted(batch: ImportBatch) -> int:
    """Return how many rows were changed on reading or carry a warning."""
    noted = select(func.count()).select_from(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.is_noted)
    return db.session.scalar(noted) or 0


def list_rows(batch: ImportBatch, *, show: str = "", number: int = 1) -> Page[ImportRow]:
    """Return a page of the list's rows in the order of the file: of one outcome, "noted" ones, or all."""
    statement = select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.row_number)
    if show == "noted":
        statement = statement.where(ImportRow.is_noted)
    elif show in set(RowOutcome):
        statement = statement.where(ImportRow.outcome == RowOutcome(show))
    return page_of(statement, number=number, size=100)


def list_rejected(batch: ImportBatch) -> list[ImportRow]:
    """Return the rejected rows in the order of the file."""
    rejected = (ImportRow.batch_id == batch.id, ImportRow.outcome == RowOutcome.REJECTED)
    return list(db.session.scalars(select(ImportRow).where(*rejected).order_by(ImportRow.row_number)))
