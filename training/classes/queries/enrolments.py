"""Reads of enrolments: a class's learners, whom a unit would bring in, who may be chosen, whom pasted lines mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from training.classes.access import learners_visible_to
from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.classes.rules.pasting import Known, PastedLine
from training.classes.rules.unit_groups import group_ids
from training.core.access import Actor
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.core.paging import Page, page_of
from training.core.vietnamese import search_key
from training.people.access import visible_to as people_visible_to
from training.people.models import Person, Post
from training.people.queries import matching, works_under
from training.units.access import STAFF
from training.units.models import Unit


def is_learner(person_id: int | None, class_id: int) -> bool:
    """Tell whether the person is enrolled in the class."""
    mine = (Enrolment.class_id == class_id, Enrolment.person_id == person_id)
    found = select(Enrolment.id).where(*mine, Enrolment.state == EnrolmentState.ENROLLED)
    return db.session.scalar(found) is not None


def get_enrolment_of(class_id: int, enrolment_id: int) -> Enrolment:
    """Return an enrolment in the class, withdrawn or not, with its class; raise NotFound."""
    with_class = joinedload(Enrolment.training_class).options(selectinload(TrainingClass.trainers))
    found = select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.class_id == class_id).options(with_class)
    enrolment = db.session.scalar(found)
    if enrolment is None:
        raise NotFound(_("There is no such learner in this class."))
    return enrolment


def count_enrolled(training_class: TrainingClass) -> int:
    """Return how many learners the class has, whoever asks: how many of its places are taken."""
    mine = (Enrolment.class_id == training_class.id, Enrolment.state == EnrolmentState.ENROLLED)
    return db.session.scalar(select(func.count()).select_from(Enrolment).where(*mine)) or 0


def select_learners(
    training_class: TrainingClass, actor: Actor, *, state: EnrolmentState = EnrolmentState.ENROLLED
) -> Select[Enrolment]:
    """Return the statement of the class's learners whom the actor sees, as Vietnamese lists are ordered."""
    return (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Enrolment.unit)
        .join(Enrolment.training_class)
        .options(contains_eager(Enrolment.person), contains_eager(Enrolment.unit))
        .where(Enrolment.class_id == training_class.id, Enrolment.state == state, learners_visible_to(actor))
        .order_by(Person.sort_key, Person.id)
    )


def list_learners(
    training_class: TrainingClass,
    actor: Actor,
    *,
    words: str = "",
    unit_id: int | None = None,
    state: EnrolmentState = EnrolmentState.ENROLLED,
    number: int = 1,
) -> Page[Enrolment]:
    """Return a page of the class's learners whom the actor sees; `words` are sought in names, without marks."""
    found = select_learners(training_class, actor, state=state).where(*narrowing(words, unit_id))
    return page_of(found, number=number)


def narrowing(words: str, unit_id: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions, on Person and the enrolment's Unit, of a search within a class."""
    conditions = [Person.search_key.contains(word, autoescape=True) for word in search_key(words).split()[:8]]
    if unit_id is not None:
        path = select(Unit.path).where(Unit.id == unit_id).correlate(None).scalar_subquery()
        conditions.append(Unit.path.like(path + "%"))
    return conditions


def list_units_of_learners(training_class: TrainingClass, actor: Actor) -> list[Unit]:
    """Return the units by which the class's learners whom the actor sees are told apart."""
    paths = (
        select(Unit.path)
        .select_from(Enrolment)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(Enrolment.class_id == training_class.id, learners_visible_to(actor))
        .distinct()
    )
    ids = group_ids(db.session.scalars(paths))
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.sort_key)))


def count_withdrawn(training_class: TrainingClass, actor: Actor) -> int:
    """Return how many of those whom the actor sees have been withdrawn from the class."""
    found = select_learners(training_class, actor, state=EnrolmentState.WITHDRAWN).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


# --- who may come in -----------------------------------------------------------------------------


def may_be_enrolled(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the actor may bring a person into a class: a post is held where the actor works."""
    current = select(Post.id).where(Post.person_id == Person.id, Post.held_to.is_(None)).exists()
    return people_visible_to(actor, *STAFF) & current


def enrolled_in(training_class: TrainingClass) -> ColumnElement[bool]:
    """Return the condition that a person is a learner of the class and not withdrawn."""
    mine = select(Enrolment.id).where(Enrolment.person_id == Person.id, Enrolment.class_id == training_class.id)
    return mine.where(Enrolment.state == EnrolmentState.ENROLLED).exists()


@dataclass(frozen=True, slots=True)
class UnitPreview:
    """What enrolling a unit would do: how many work there, how many of them are in already, who would come in."""

    unit: Unit
    people: int
    already: int
    new: list[Person]

    @property
    def new_count(self) -> int:
        """Return how many would come in."""
        return self.people - self.already


def preview_unit(training_class: TrainingClass, unit: Unit, actor: Actor, *, most: int = 500) -> UnitPreview:
    """Return what enrolling everybody in the unit and below it would do; at most `most` people are named."""
    there = (works_under([unit.path]), may_be_enrolled(actor))
    enrolled = enrolled_in(training_class)
    people = db.session.scalar(select(func.count()).select_from(Person).where(*there)) or 0
    already = db.session.scalar(select(func.count()).select_from(Person).where(*there, enrolled)) or 0
    new = select(Person).where(*there, ~enrolled).order_by(Person.sort_key, Person.id).limit(most)
    return UnitPreview(unit, people, already, list(db.session.scalars(new.options(selectinload(Person.posts)))))


def list_people_to_add(
    training_class: TrainingClass, actor: Actor, *, words: str = "", unit: Unit | None = None, number: int = 1
) -> Page[Person]:
    """Return a page of the people who may be brought in and are not: by part of a name, phone or code, and by unit."""
    found = select(Person).where(may_be_enrolled(actor), ~enrolled_in(training_class), matching(words))
    if unit is not None:
        found = found.where(works_under([unit.path]))
    return page_of(
        found.order_by(Person.sort_key, Person.id).options(selectinload(Person.posts)), number=number, size=100
    )


def enrolled_ids(training_class: TrainingClass, person_ids: Iterable[int]) -> set[int]:
    """Return those of the people who are learners of the class already."""
    mine = select(Enrolment.person_id).where(
        Enrolment.class_id == training_class.id,
        Enrolment.state == EnrolmentState.ENROLLED,
        Enrolment.person_id.in_(list(person_ids)),
    )
    return set(db.session.scalars(mine))


def known_to(lines: Sequence[PastedLine], actor: Actor) -> list[Known]:
    """Return the people whom the lines could mean, as far as the actor may bring them in."""
    codes = {code for line in lines for code in line.codes}
    phones = {phone for line in lines for phone in line.phones}
    keys = {search_key(name) for line in lines for name in line.names}
    meant = or_(Person.code.in_(codes), Person.phone.in_(phones), Person.search_key.in_(keys))
    found = select(Person).where(may_be_enrolled(actor), meant).order_by(Person.sort_key, Person.id)
    return [_known(person) for person in db.session.scalars(found.options(selectinload(Person.posts)))]


def _known(person: Person) -> Known:
    held = [post for post in person.posts if post.held_to is None]
    places = [name for post in held for name in (post.unit.name, post.unit.short_name) if name]
    titles = tuple(post.title for post in held if post.title)
    return Known(
        person.id, person.full_name, person.search_key, person.code, person.phone, tuple(dict.fromkeys(places)), titles
    )
