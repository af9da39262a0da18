"""The lines of a roster of any scope, read piece by piece while they are written out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from sqlalchemy import bindparam, select

from training.classes.access import learners_visible_to
from training.classes.models import Enrolment, EnrolmentState, TrainingClass
from training.completion.queries.standings import standings_of
from training.completion.queries.terms import Terms, terms_of
from training.core.access import Actor
from training.core.db import db
from training.core.ids import one_of
from training.people.models import Person
from training.people.rules import GENDER_WORDS
from training.reporting.queries.scopes import class_ids_of
from training.reporting.rules.columns import Around, ClassName, Extra, outcome_words
from training.reporting.rules.figures import Line, Wanted, chosen, is_named
from training.reporting.rules.scopes import Scoped
from training.units.models import Unit

#: Lines that are read at once, the first time and at most: few, that the first are there soon; then as many as cost
#: little memory, for PostgreSQL may read whole tables for each piece.
FIRST_PIECE, MOST_AT_ONCE = 1000, 4000


class _Found(NamedTuple):
    enrolment_id: int
    search_key: str
    code: str | None
    post: str
    unit_path: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The learners of a scope in the order of Vietnamese lists, and what their lines are made with."""

    scoped: Scoped
    wanted: Wanted
    enrolment_ids: Sequence[int]
    terms: Mapping[int, Terms]
    classes: Mapping[int, ClassName]
    #: The units of the scope's learners, whatever the filter.
    unit_paths: frozenset[str] = frozenset()

    @property
    def quizzes(self) -> dict[int, str]:
        """Return the quizzes that have a column each, titles by id: those of one class."""
        if not self.scoped.scope.is_class:
            return {}
        return {q: terms.shape.quizzes[q].title for terms in self.terms.values() for q in terms.quiz_ids}


def select_lines(scoped: Scoped, wanted: Wanted, actor: Actor, *, also: Collection[int] = ()) -> Selection:
    """Return whom a roster is of, as far as the actor may see them; the filter by outcome is left to read_lines.

    `also` are enrolments that stay on the roster when they have ended.
    """
    class_ids = class_ids_of(scoped.scope, actor)
    terms = terms_of(class_ids)
    paths, ids = set(), []
    # One after the other: the list of all would be the most that a large roster keeps in memory.
    for one in _found(class_ids, actor, also):
        if one.unit_path.startswith(scoped.unit_path):
            paths.add(one.unit_path)
            if is_named(wanted, one.unit_path, one.search_key, one.code, one.post):
                ids.append(one.enrolment_id)
    return Selection(scoped, wanted, ids, terms, _class_names(class_ids), frozenset(paths))


def _found(class_ids: Collection[int], actor: Actor, also: Collection[int]) -> Iterator[_Found]:
    on_the_list = Enrolment.state == EnrolmentState.ENROLLED
    if also:
        on_the_list |= one_of(Enrolment.id, "also")
    learners = (
        select(Enrolment.id, Person.search_key, Person.code, Enrolment.post_title, Unit.path)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Unit, Unit.id == Enrolment.unit_id)
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(Enrolment.class_id.in_(bindparam("class_ids", expanding=True)), learners_visible_to(actor))
        .where(on_the_list)
        .order_by(Person.sort_key, Person.id, Enrolment.id)
    )
    values = {"class_ids": list(class_ids), **({"also": list(also)} if also else {})}
    return map(_Found._make, db.session.connection().execute(learners, values))


def _class_names(class_ids: Collection[int]) -> dict[int, ClassName]:
    names = select(TrainingClass.id, TrainingClass.code, TrainingClass.title).where(TrainingClass.id.in_(class_ids))
    return {class_id: ClassName(code, title) for class_id, code, title in db.session.execute(names)}


def read_lines(selection: Selection) -> Iterator[Line]:
    """Yield the lines of a selection, a piece at a time, those that its filter by outcome lets through."""
    terms = selection.terms
    outcome = Wanted(outcome=selection.wanted.outcome, missing=selection.wanted.missing)
    for ids in pieces(selection.enrolment_ids, FIRST_PIECE, MOST_AT_ONCE):
        # No name is given to a piece: it would be held in memory while the next one is read.
        yield from chosen(
            (Line(one, terms[one.learner.class_id].mark(one.facts)) for one in standings_of(ids, terms)),
            outcome,
        )


def read_page(selection: Selection, *, number: int, size: int) -> tuple[list[Line], int]:
    """Return the lines of a page, counted from 1, and how many lines there are; reads no more than it must."""
    if not selection.wanted.needs_outcome:
        ids = selection.enrolment_ids[(number - 1) * size : number * size]
        return list(read_lines(replace(selection, enrolment_ids=ids))), len(selection.enrolment_ids)
    lines = list(read_lines(selection))
    return lines[(number - 1) * size : number * size], len(lines)


def around(selection: Selection, columns: Collection[str]) -> Around:
    """Return what cells are made with; people's extras are read only for the columns that show them."""
    extras = _extras(selection) if {"gender", "phone"} & set(columns) else {}
    genders = {gender: str(word) for gender, word in GENDER_WORDS.items()}
    return Around(selection.terms, selection.classes, extras, outcome_words(), genders)


def _extras(selection: Selection) -> dict[int, Extra]:
    people = (
        select(Person.id, Person.gender, Person.phone)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(one_of(Enrolment.id, "enrolment_ids"))
    )
    found = db.session.execute(people, {"enrolment_ids": selection.enrolment_ids})
    return {person_id: Extra(gender, phone) for person_id, gender, phone in found}


def pieces(ids: Sequence[int], first: int, most: int) -> Iterator[list[int]]:
    """Yield `ids` in lists, each twice as long as the one before it: from `first` ids to `most`."""
    rest, size = iter(ids), first
    while piece := list(islice(rest, size)):
        yield piece
        size = min(2 * size, most)
