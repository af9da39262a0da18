"""A person's training over the years: each class with what came of it, certificates of others, the hours ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select

from training.classes.models import ClassState, Enrolment, EnrolmentState, Plan, TrainingClass
from training.completion.hours.queries.ledgers import PersonLedger, read_ledger
from training.completion.hours.rules.credits import Credit, Source, YearLedger, total_of
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of
from training.completion.rules.findings import Outcome
from training.core.db import db
from training.people.models import Person


class RecordLine(NamedTuple):
    """A class that a person was enrolled in; `hours` are the tiết that the ledger credits for it, `mark` a share 0-1.

    `hours_held` are those of its meetings; 0 for a class that is learned on one's own.
    """

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
    ledger: PersonLedger

    @property
    def years(self) -> list[tuple[YearLedger, list[RecordLine], list[Credit]]]:
        """Return by year, the newest first, its ledger, the classes and the certificates of others."""
        known = {line.year for line in self.lines} | {one.year for one in self.papers}
        return [
            (
                self.ledger.of(year),
                [line for line in self.lines if line.year == year],
                [one for one in self.papers if one.year == year],
            )
            for year in sorted(known, reverse=True)
        ]

    @property
    def papers(self) -> list[Credit]:
        """Return the approved certificates of others, the newest year first."""
        return [line for one in self.ledger.years for line in one.lines if line.source is Source.OUTSIDE]

    @property
    def hours(self) -> Fraction:
        """Return the tiết of all years, as the ledger counts them."""
        return sum((one.total for one in self.ledger.years), Fraction(0))

    @property
    def completed(self) -> int:
        """Return how many classes the person has completed."""
        return sum(line.outcome is Outcome.COMPLETED for line in self.lines)


def read_record(person: Person) -> TrainingRecord:
    """Return a person's record; classes in preparation and those left are not on it."""
    classes = _classes(person)
    terms = terms_of(list(classes))
    ledger = read_ledger(person)
    lines = []
    for one in standings_under(terms, Enrolment.person_id == person.id):
        told, facts = classes[one.learner.class_id], one.facts
        mark = terms[one.learner.class_id].mark(facts)
        hours = _credited(ledger, one.learner.class_id)
        lines.append(_line(told, one.learner.unit, hours, facts.attendance.hours_held, mark, one.outcome))
    lines.sort(key=lambda line: (-line.year, line.opens_on, line.code))
    return TrainingRecord(person, lines, ledger)


def _credited(ledger: PersonLedger, class_id: int) -> Fraction:
    return total_of(line for one in ledger.years for line in one.lines if line.class_id == class_id)


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
