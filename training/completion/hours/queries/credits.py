"""The lines of ledgers, read from rolls and completions for any number of people in a constant number of queries.

A class counts for the year of its plan, as in records, dashboards and reviews. Where its meetings bear tiết they are
what counts, since its courses are taught there; where they bear none, its courses count once the class is completed:
the same hours are never counted twice. A certificate of others counts for the year of its day, once approved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Select, and_, exists, or_, select

from training.attendance.models import Attendance, Status
from training.attendance.queries.called import was_called
from training.attendance.queries.rules import read_rule, with_rule
from training.attendance.rules.rule import Rule
from training.catalog.models import Course
from training.classes.models import (
    ClassCourse,
    ClassState,
    Enrolment,
    EnrolmentState,
    Meeting,
    Plan,
    TrainingClass,
)
from training.completion.hours.models import OutsideCertificate, PaperState
from training.completion.hours.rules.credits import Credit, Source, in_order, once_each, worth_of
from training.completion.queries.learners import CLASS_IDS, rows
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import terms_of
from training.completion.rules.findings import Outcome
from training.core import clock

#: The people whom ledgers are asked of, as a statement on their ids.
Who: TypeAlias = Select[Any]


class _Class(NamedTuple):
    """A class that may credit something: `meets` tells whether its meetings bear tiết."""

    year: int
    title: str
    code: str
    closes_on: date
    meets: bool
    rule: Rule

    @property
    def name(self) -> str:
        return f"{self.title} ({self.code})"


def credits_of(who: Who, *, year: int | None = None) -> dict[int, tuple[Credit, ...]]:
    """Return the lines of each of the people, of all years or of one; who has none is left out."""
    found: defaultdict[int, list[Credit]] = defaultdict(list)
    classes = _classes(who, year)
    for person_id, credit in _meetings(who, classes):
        found[person_id].append(credit)
    for person_id, courses in _courses(who, classes).items():
        found[person_id] += once_each(courses)
    for person_id, credit in _outside(who, year):
        found[person_id].append(credit)
    return {person_id: in_order(lines) for person_id, lines in found.items()}


def _classes(who: Who, year: int | None) -> dict[int, _Class]:
    enrolled = select(Enrolment.class_id).where(
        Enrolment.state == EnrolmentState.ENROLLED, Enrolment.person_id.in_(who)
    )
    statement = (
        select(
            TrainingClass.id,
            Plan.year,
            TrainingClass.title,
            TrainingClass.code,
            TrainingClass.closes_on,
            _bears_hours(),
        )
        .select_from(TrainingClass)
        .join(Plan, Plan.id == TrainingClass.plan_id)
        .where(TrainingClass.state != ClassState.DRAFT, TrainingClass.id.in_(enrolled))
        .order_by(TrainingClass.closes_on, TrainingClass.id)
    )
    if year is not None:
        statement = statement.where(Plan.year == year)
    found = {}
    for key, plan_year, title, code, closes_on, meets, *rule in rows(with_rule(statement), {}):
        found[key] = _Class(plan_year, title, code, closes_on, bool(meets), read_rule(rule))
    return found


def _bears_hours() -> Any:
    # As in a tally: once a class is closed, a meeting without a roll counts for nobody.
    rolled = and_(Meeting.starts_at <= clock.now(), was_called())
    return exists().where(
        Meeting.class_id == TrainingClass.id,
        Meeting.cancelled_at.is_(None),
        Meeting.study_hours > 0,
        or_(TrainingClass.state != ClassState.CLOSED, rolled),
    )


def _meetings(who: Who, classes: Mapping[int, _Class]) -> Iterator[tuple[int, Credit]]:
    held = _held(classes)
    statement = (
        select(Enrolment.person_id, Attendance.meeting_id, Attendance.status)
        .select_from(Enrolment)
        .join(Attendance, Attendance.enrolment_id == Enrolment.id)
        .where(Enrolment.class_id.in_(CLASS_IDS), Enrolment.state == EnrolmentState.ENROLLED)
        .where(Enrolment.person_id.in_(who))
    )
    # All who have the same mark at a meeting share one line.
    lines: dict[tuple[int, Status], Credit | None] = {}
    for person_id, key, status in rows(statement, {"class_ids": list(classes)}):
        if (key, status) not in lines:
            lines[key, status] = _line(held[key], status) if key in held else None
        line = lines[key, status]
        if line is not None:
            yield person_id, line


class _Held(NamedTuple):
    """A meeting that has begun and bears tiết, and its class."""

    key: int
    class_id: int
    title: str
    starts_at: datetime
    hours: int
    of: _Class


def _held(classes: Mapping[int, _Class]) -> dict[int, _Held]:
    statement = select(Meeting.id, Meeting.class_id, Meeting.title, Meeting.starts_at, Meeting.study_hours).where(
        Meeting.class_id.in_(CLASS_IDS),
        Meeting.cancelled_at.is_(None),
        Meeting.starts_at <= clock.now(),
        Meeting.study_hours > 0,
    )
    found = {}
    for key, class_id, title, starts_at, hours in rows(statement, {"class_ids": list(classes)}):
        found[key] = _Held(key, class_id, title, starts_at, hours, classes[class_id])
    return found


def _line(held: _Held, status: Status) -> Credit | None:
    worth = held.of.rule.worth(status)
    if not worth:
        return None
    line = Credit(
        held.of.year, Source.MEETING, held.key, worth_of(held.hours, worth), held.title, held.of.name, status=status
    )
    return line._replace(on=clock.to_site(held.starts_at).date(), class_id=held.class_id, worth=worth)


def _courses(who: Who, classes: Mapping[int, _Class]) -> dict[int, list[Credit]]:
    online = [class_id for class_id, of in classes.items() if not of.meets]
    taught = _taught(online)
    order = {class_id: place for place, class_id in enumerate(classes)}
    completed = [
        (order[one.learner.class_id], one.learner)
        for one in standings_under(terms_of(online), Enrolment.person_id.in_(who))
        if one.outcome is Outcome.COMPLETED
    ]
    found: defaultdict[int, list[Credit]] = defaultdict(list)
    for _place, learner in sorted(completed):
        of = classes[learner.class_id]
        for key, title, hours in taught[learner.class_id]:
            line = Credit(of.year, Source.COURSE, key, worth_of(hours, 100), title, of.name, of.closes_on)
            found[learner.person_id].append(line._replace(class_id=learner.class_id))
    return found


def _outside(who: Who, year: int | None) -> Iterator[tuple[int, Credit]]:
    paper = OutsideCertificate
    statement = select(paper.person_id, paper.id, paper.hours, paper.title, paper.issuer, paper.issued_on).where(
        paper.person_id.in_(who), paper.state == PaperState.APPROVED
    )
    if year is not None:
        statement = statement.where(paper.issued_on.between(date(year, 1, 1), date(year, 12, 31)))
    for person_id, key, hours, title, issuer, on in rows(statement, {}):
        yield person_id, Credit(on.year, Source.OUTSIDE, key, worth_of(hours, 100), title, issuer, on)


def _taught(class_ids: Collection[int]) -> defaultdict[int, list[tuple[int, str, int]]]:
    statement = (
        select(ClassCourse.class_id, Course.id, Course.title, ClassCourse.study_hours)
        .join(Course, Course.id == ClassCourse.course_id)
        .where(ClassCourse.class_id.in_(CLASS_IDS))
        .order_by(ClassCourse.position, ClassCourse.id)
    )
    found: defaultdict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for class_id, *course in rows(statement, {"class_ids": list(class_ids)}):
        found[class_id].append((course[0], course[1], course[2]))
    return found
