"""Whatever a year held, each figure of its review is what the tables say when they are counted one by one."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.cast import Cast
from tests.completion.doings import LONG_AGO, days_ago, mark, read
from tests.makers import Makers
from training.attendance.models import Attendance, Status
from training.classes.models import Enrolment, Plan, TrainingClass
from training.completion.models import CompletionRule
from training.core.db import db
from training.learning.models import Reading
from training.reporting.queries.review import read_review

SPREAD = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6, deadline=None)
STATUS = st.sampled_from([Status.PRESENT, Status.EXCUSED, Status.ABSENT])
#: Of each learner: which of two wards, whether the course was read, what the roll says.
LEARNERS = st.lists(st.tuples(st.booleans(), st.booleans(), STATUS), max_size=4)


@SPREAD
@given(st.lists(LEARNERS, min_size=1, max_size=3))
def test_every_figure_of_a_review_is_counted_again(make: Makers, cast: Cast, held: list[list[tuple]]) -> None:  # type: ignore[type-arg]
    plan = make.save(Plan(unit_id=cast.city.id, year=_free_year(), title="Kế hoạch"))
    for learners in held:
        _hold(make, cast, plan, learners)
    review = read_review(plan)
    enrolments = _enrolments(plan)
    done = set(db.session.scalars(select(Reading.enrolment_id).where(Reading.done_at.is_not(None))))
    hours = _hours(enrolments)
    year = review.this_year
    assert (year.classes, year.totals.learners) == (len(held), len(enrolments))
    assert year.people == len({one.person_id for one in enrolments})
    assert year.totals.completed == sum(one.id in done for one in enrolments)
    assert year.totals.hours_attended == hours
    by_unit = Counter(one.unit_id for one in enrolments)
    assert {unit.unit_id: unit.totals.learners for unit in review.units} == by_unit
    completed = Counter(one.unit_id for one in enrolments if one.id in done)
    assert {unit.unit_id: unit.totals.completed for unit in review.units if unit.totals.completed} == completed


def _free_year() -> int:
    """Return a year whose neighbours have no plan either."""
    return max(db.session.scalars(select(Plan.year))) + 2


def _hold(make: Makers, cast: Cast, plan: Plan, learners: list[tuple[bool, bool, Status]]) -> None:
    made = make.training_class(cast.course, unit=cast.city)
    made.plan_id = plan.id
    make.save(made)
    rule = [{"kind": "modules", "share": "1", "quiz_id": None}]
    make.save(CompletionRule(class_id=made.id, number=1, conditions=rule))
    meeting = make.meeting(made, starts_at=days_ago(3))
    for number, (ours, has_read, status) in enumerate(learners):
        person = make.person(f"Trần Văn {number}", unit=cast.ward if ours else cast.other_ward)
        enrolment = make.enrolment(made, person)
        enrolment.enrolled_at = LONG_AGO
        make.save(enrolment)
        mark(meeting, enrolment.id, status)
        if has_read:
            read(enrolment, cast.course)


def _enrolments(plan: Plan) -> list[Enrolment]:
    classes = select(TrainingClass.id).where(TrainingClass.plan_id == plan.id)
    return list(db.session.scalars(select(Enrolment).where(Enrolment.class_id.in_(classes))))


def _hours(enrolments: list[Enrolment]) -> int:
    """Return the tiết attended: each meeting made is worth four."""
    ids = [one.id for one in enrolments]
    there = select(Attendance).where(Attendance.enrolment_id.in_(ids), Attendance.status == Status.PRESENT)
    return 4 * len(db.session.scalars(there).all())
