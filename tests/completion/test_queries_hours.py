"""Ledgers follow rolls and completions at once, and cost the same for one person and for many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import delete

from tests.cast import Cast
from tests.completion.doings import LONG_AGO, days_ago, mark, read
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import AttendanceRule, Excused, Status
from training.catalog.models import Course
from training.classes.models import ClassState, Enrolment, EnrolmentState, Plan, TrainingClass
from training.completion.hours.models import HourTarget
from training.completion.hours.queries.ledgers import list_years_of, read_ledger
from training.completion.hours.rules.credits import Source, YearLedger
from training.completion.models import CompletionRule
from training.completion.queries.standings import list_standings
from training.completion.rules.conditions import Condition, Kind, stored_conditions
from training.core import clock
from training.core.db import db
from training.learning.models import Reading
from training.people.models import Person

YEAR = 2026


@pytest.fixture(autouse=True)
def early(make: Makers, cast: Cast) -> Enrolment:
    """The cadre, enrolled before anything happened."""
    cast.enrolment.enrolled_at = LONG_AGO
    return make.save(cast.enrolment)


def ledger_of(person: Person, year: int = YEAR) -> YearLedger:
    return read_ledger(person).of(year)


def online(make: Makers, cast: Cast, *courses: Course, **fields: object) -> Enrolment:
    """Enrol the cadre in another class, which has no meetings."""
    made = make.training_class(*courses, unit=cast.city, title="Lớp trực tuyến", **fields)
    return make.enrolment(made, cast.cadre_person, enrolled_at=LONG_AGO)


def attend(make: Makers, cast: Cast, status: Status = Status.PRESENT, **meeting: object) -> None:
    mark(make.meeting(cast.training_class, starts_at=days_ago(2), **meeting), cast.enrolment.id, status)


@pytest.mark.parametrize(
    ("status", "hours"),
    [
        (Status.PRESENT, Fraction(4)),
        (Status.LATE, Fraction(2)),
        (Status.LEFT_EARLY, Fraction(1)),
        (Status.EXCUSED, Fraction(4)),
        (Status.MADE_UP, Fraction(4)),
        (Status.ABSENT, Fraction(0)),
    ],
)
def test_a_meeting_is_worth_what_the_class_has_set(make: Makers, cast: Cast, status: Status, hours: Fraction) -> None:
    worths = {"late_worth": 50, "left_early_worth": 25, "late_after": 15, "make_ups": 2, "warn_below": 0}
    make.save(AttendanceRule(class_id=cast.training_class.id, excused=Excused.ATTENDED, **worths))
    attend(make, cast, status)
    assert ledger_of(cast.cadre_person).total == hours


def test_a_meeting_cancelled_or_ahead_and_a_withdrawn_learner_count_nothing(make: Makers, cast: Cast) -> None:
    attend(make, cast, cancelled_at=clock.now())
    ahead = make.meeting(cast.training_class, starts_at=days_ago(-2))
    mark(ahead, cast.enrolment.id, Status.EXCUSED)
    assert ledger_of(cast.cadre_person).lines == ()
    attend(make, cast)
    assert ledger_of(cast.cadre_person).total == 4
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    assert ledger_of(cast.cadre_person).lines == ()


def test_an_online_course_counts_once_the_class_is_completed(make: Makers, cast: Cast) -> None:
    course = make.course(unit=cast.city, title="Dân chủ cơ sở")
    enrolment = online(make, cast, course)
    read(enrolment, course, count=1)
    assert ledger_of(cast.cadre_person).lines == ()
    db.session.execute(delete(Reading).where(Reading.enrolment_id == enrolment.id))
    db.session.commit()
    read(enrolment, course)
    (one,) = ledger_of(cast.cadre_person).lines
    assert (one.source, one.hours, one.title, one.class_id) == (Source.COURSE, 8, "Dân chủ cơ sở", enrolment.class_id)


def test_hours_of_a_class_are_never_counted_twice(make: Makers, cast: Cast) -> None:
    enrolment = cast.enrolment
    read(enrolment, cast.course)
    assert [one.source for one in ledger_of(cast.cadre_person).lines] == [Source.COURSE]
    attend(make, cast, study_hours=3)
    (one,) = ledger_of(cast.cadre_person).lines
    assert (one.source, one.hours) == (Source.MEETING, 3)


def test_a_closed_class_whose_meetings_have_no_roll_counts_by_its_courses(make: Makers, cast: Cast) -> None:
    asked = stored_conditions([Condition(Kind.MODULES, Decimal(1))])
    make.save(CompletionRule(class_id=cast.training_class.id, number=1, conditions=asked))
    read(cast.enrolment, cast.course)
    make.meeting(cast.training_class, starts_at=days_ago(2))
    assert ledger_of(cast.cadre_person).lines == ()
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    assert ledger_of(cast.cadre_person).total == 8


def test_the_same_course_counts_once_a_year(make: Makers, cast: Cast) -> None:
    course = make.course(unit=cast.city)
    for days in (20, 10):
        read(online(make, cast, course, closes_on=clock.today().replace(day=days)), course)
    first, second = ledger_of(cast.cadre_person).lines
    assert (first.hours, second.hours) == (8, 0)
    assert second.repeats == first.within


def test_a_class_counts_for_the_year_of_its_plan(make: Makers, cast: Cast) -> None:
    before = make.save(Plan(unit_id=cast.city.id, year=YEAR - 1, title="Kế hoạch năm trước"))
    attend(make, cast)
    cast.training_class.plan_id = before.id
    make.save(cast.training_class)
    found = read_ledger(cast.cadre_person)
    assert {one.year: one.total for one in found.years} == {YEAR - 1: 4, clock.today().year: 0}


def test_classes_in_preparation_are_not_on_it(make: Makers, cast: Cast) -> None:
    attend(make, cast)
    cast.training_class.state = ClassState.DRAFT
    make.save(cast.training_class)
    assert ledger_of(cast.cadre_person).lines == ()


def crowd(make: Makers, cast: Cast, number: int) -> list[TrainingClass]:
    """Fill three classes with people whose rolls and readings are drawn by lot."""
    rng = Random(number)
    people = [make.person(f"Trần Văn {chr(65 + n % 26)}", unit=cast.ward) for n in range(number)]
    classes = [make.training_class(make.course(unit=cast.city), unit=cast.city) for _ in range(3)]
    meetings = [make.meeting(c, starts_at=days_ago(n + 1), study_hours=n + 1) for c in classes[:2] for n in range(3)]
    worths = {"late_worth": 33, "left_early_worth": 67, "late_after": 15, "make_ups": 2, "warn_below": 0}
    make.save(AttendanceRule(class_id=classes[0].id, excused=Excused.LEFT_OUT, **worths))
    for person in people:
        enrolments = {c.id: make.enrolment(c, person, enrolled_at=LONG_AGO) for c in classes}
        for meeting in meetings:
            if rng.random() < 0.9:
                mark(meeting, enrolments[meeting.class_id].id, rng.choice(list(Status)))
        read(enrolments[classes[2].id], classes[2].courses[0].course, count=rng.randint(0, 2))
    return classes


def test_ledgers_of_drawn_histories_agree_with_rolls_and_completions_to_nothing(make: Makers, cast: Cast) -> None:
    classes = crowd(make, cast, 12)
    expected: dict[int, Fraction] = {}
    for one in list_standings([c.id for c in classes]):
        by_roll = Fraction(one.facts.attendance.hours_attended)
        online_hours = 8 if one.learner.class_id == classes[2].id and one.outcome.value == "completed" else 0
        expected[one.learner.person_id] = expected.get(one.learner.person_id, Fraction(0)) + by_roll + online_hours
    listed = {one.person_id: one.ledger for one in list_years_of([cast.ward.path], YEAR)}
    assert {key: listed[key].total for key in expected} == expected
    for person_id in expected:
        assert ledger_of(db.session.get_one(Person, person_id)).lines == listed[person_id].lines


def test_a_unit_costs_as_many_queries_as_a_person(make: Makers, cast: Cast) -> None:
    def count() -> tuple[int, int]:
        with counted() as of_unit:
            list_years_of([cast.city.path], YEAR)
        with counted() as of_person:
            read_ledger(cast.cadre_person)
        return len(of_unit), len(of_person)

    attend(make, cast)
    online(make, cast, make.course(unit=cast.city))
    few = count()
    crowd(make, cast, 4)
    assert count() == few == (16, 16)


def test_a_unit_lists_its_people_of_the_day_by_given_name_with_the_target(make: Makers, cast: Cast) -> None:
    make.save(HourTarget(title="Cán bộ", unit_id=cast.ward.id, hours=10, valid_from=date(2020, 1, 1)))
    make.save(
        HourTarget(title="Chủ tịch", unit_id=cast.city.id, posts="Chủ tịch", hours=2, valid_from=date(2020, 1, 1))
    )
    gone = make.person("Đỗ Văn An", unit=cast.ward)
    gone.posts[0].held_to = date(2021, 1, 1)
    make.save(gone)
    attend(make, cast)
    listed = list_years_of([cast.ward.path], YEAR)
    told = [(one.full_name, one.ledger.total, one.ledger.target, one.missing) for one in listed]
    assert told == [("Nguyễn Thị Hạnh", 4, 10, 6), ("Lê Thị Phường", 0, 2, 2)]
    assert list_years_of([cast.ward.path], 2020)[0].full_name == "Đỗ Văn An"
