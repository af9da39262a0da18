"""A person's training over the years: each class with what came of it, and the sums of each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import select

from training.classes.models import ClassState, Enrolment, EnrolmentState, Plan, TrainingClass
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of
from training.completion.rules.findings import Outcome
from training.completion.rules.marks import mark_of
from training.core.db import db
from training.people.models import Person


class RecordLine(NamedTuple):
    """A class that a person was enrolled in; `hours` are tiết attended of those held, `mark` a share 0-1."""

    year: int
    title: str
    code: str
    opens_on: date
    closes_on: date
    unit: str
    hours: Fraction
    hours_held: int
    mark: Fraction | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """What a person has learned, the newest year first."""

    person: Person
    lines: list[RecordLine]

    @property
    def years(self) -> list[tuple[int, list[RecordLine]]]:
        """Return the lines by year, the newest first."""
        return [(year, list(lines)) for year, lines in groupby(self.lines, key=lambda line: line.year)]

    @property
    def hours(self) -> Fraction:
        """Return the tiết attended over all years."""
        return sum((line.hours for line in self.lines), Fraction(0))

    @property
    def completed(self) -> int:
        """Return how many classes the person has completed."""
        return sum(line.outcome is Outcome.COMPLETED for line in self.lines)


def read_record(person: Person) -> TrainingRecord:
    """Return a person's record; classes in preparation and those left are not on it."""
    classes = _classes(person)
    terms = terms_of(list(classes))
    lines = []
    for one in standings_under(terms, Enrolment.person_id == person.id):
        told, facts = classes[one.learner.class_id], one.facts
        mark = mark_of(facts, terms[one.learner.class_id].quiz_ids)
        roll = facts.attendance
        hours = Fraction(roll.hours_attended)
        lines.append(_line(told, one.learner.unit, hours, roll.hours_held, mark, one.outcome))
    lines.sort(key=lambda line: (-line.year, line.opens_on, line.code))
    return TrainingRecord(person, lines)


def _line(told: tuple[Any, ...], *reached: Any) -> RecordLine:
    return RecordLine._make((*told, *reached))


def _classes(person: Person) -> dict[int, tuple[Any, ...]]:
    found = (
        select(
            TrainingClass.id,
            Plan.year,
            TrainingClass.title,
            TrainingClass.code,
            TrainingClass.opens_on,
            TrainingClass.closes_on,
        )
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .join(Plan, Plan.id == TrainingClass.plan_id)
        .where(Enrolment.person_id == person.id, Enrolment.state == EnrolmentState.ENROLLED)
        .where(TrainingClass.state != ClassState.DRAFT)
    )
    return {row[0]: tuple(row[1:]) for row in db.session.execute(found)}
