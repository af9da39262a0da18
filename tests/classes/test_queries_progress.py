"""Plan against actual: figures by line and unit, and the names behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.classes.models import ClassState, EnrolmentState, Plan, PlanLine, PlanTarget
from training.classes.queries.plans import get_plan, list_targets
from training.classes.queries.progress import (
    Actual,
    actual_by_line,
    actual_by_target,
    completion_targets,
    count_people,
    list_names,
)
from training.core import clock
from training.core.db import db
from training.units.models import Unit


@pytest.fixture
def line(cast: Cast, make: Makers) -> PlanLine:
    """A line that the class of the cast carries out; ten people of the ward are meant."""
    line = make.plan_line(cast.training_class.plan_id, unit=cast.city)
    cast.training_class.plan_line_id = line.id
    make.save(PlanTarget(plan_id=line.plan_id, unit_id=cast.ward.id, learners=10))
    return line


@pytest.fixture
def plan(line: PlanLine) -> Plan:
    return get_plan(line.plan_id)


def test_only_what_has_been_held_counts(plan: Plan, line: PlanLine, cast: Cast, make: Makers) -> None:
    make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=2))
    make.meeting(cast.training_class, starts_at=clock.now() - timedelta(days=3), cancelled_at=clock.now())
    make.meeting(cast.training_class, starts_at=clock.now() + timedelta(days=1))
    assert actual_by_line(plan, cast.administrator) == {line.id: Actual(1, 1, 4)}


def test_classes_in_preparation_and_the_withdrawn_do_not_count(plan: Plan, cast: Cast, make: Makers) -> None:
    make.enrolment(cast.training_class, cast.stranger_person, state=EnrolmentState.WITHDRAWN)
    draft = make.training_class(unit=cast.city, state=ClassState.DRAFT)
    make.enrolment(draft, cast.stranger_person)
    assert list_names(plan, cast.administrator).total == 1
    assert sum(one.classes for one in actual_by_line(plan, cast.administrator).values()) == 1


def test_a_class_of_no_line_stands_apart(plan: Plan, line: PlanLine, cast: Cast, make: Makers) -> None:
    other = make.training_class(unit=cast.city)
    make.enrolment(other, cast.stranger_person)
    found = actual_by_line(plan, cast.administrator)
    assert found == {line.id: Actual(1, 1, 0), None: Actual(1, 1, 0)}
    assert [e.person_id for e in list_names(plan, cast.administrator, line_id=0).rows] == [cast.stranger_person.id]


def test_who_learns_twice_is_one_person_of_the_target(plan: Plan, cast: Cast, make: Makers) -> None:
    other = make.training_class(unit=cast.city)
    make.enrolment(other, cast.cadre_person)
    make.enrolment(other, cast.stranger_person)
    assert actual_by_target(plan, cast.administrator) == {cast.ward.id: 1}
    assert count_people(plan, cast.administrator) == 2
    assert list_names(plan, cast.administrator, unit=cast.ward).total == 2


def test_people_of_units_below_count_for_the_unit(plan: Plan, cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố Đông An", parent=cast.ward)
    make.enrolment(cast.training_class, make.person("Đỗ Thị Lan", unit=area))
    assert actual_by_target(plan, cast.administrator) == {cast.ward.id: 2}


def test_a_manager_counts_the_own_people(plan: Plan, line: PlanLine, cast: Cast, make: Makers) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    assert actual_by_line(plan, cast.manager)[line.id].learners == 1
    assert list_names(plan, cast.manager).total == 1


def ask(plan: Plan, unit: Unit, completion: int | None, make: Makers) -> None:
    make.save(PlanTarget(plan_id=plan.id, unit_id=unit.id, learners=1, completion=completion))


def test_the_plans_of_a_years_classes_ask_for_completion(plan: Plan, cast: Cast, make: Makers) -> None:
    """The ward's own plan asks for more of itself: what the city's plan says counts."""
    own = make.save(Plan(unit_id=cast.ward.id, year=plan.year, title="Kế hoạch phường"))
    area = make.unit("Khối phố Đông An", parent=cast.ward)
    ask(plan, cast.city, 85, make)
    ask(plan, cast.other_ward, None, make)
    classes = [cast.training_class.id, make.training_class(unit=cast.ward).id]
    assert completion_targets(classes) == {cast.city.id: 85}
    ask(own, cast.ward, 95, make)
    ask(own, area, 70, make)
    assert completion_targets(classes) == {cast.city.id: 85, cast.ward.id: 95, area.id: 70}
    target = next(one for one in list_targets(plan) if one.unit_id == cast.ward.id)
    target.completion = 90
    db.session.commit()
    assert completion_targets(classes) == {cast.city.id: 85, cast.ward.id: 90, area.id: 70}
    assert completion_targets(classes[:1]) == {cast.city.id: 85, cast.ward.id: 90}


def test_classes_of_several_years_have_no_target_in_common(plan: Plan, cast: Cast, make: Makers) -> None:
    older = make.save(Plan(unit_id=cast.city.id, year=plan.year - 1, title="Kế hoạch năm trước"))
    ask(plan, cast.city, 85, make)
    last = make.training_class(unit=cast.city)
    last.plan_id = older.id
    make.save(last)
    assert completion_targets([cast.training_class.id, last.id]) == {}
    assert completion_targets([last.id]) == completion_targets([]) == {}


def test_the_figures_of_a_line_are_its_names(plan: Plan, line: PlanLine, cast: Cast, make: Makers) -> None:
    for n in range(5):
        make.enrolment(cast.training_class, make.person(f"Lê Văn {n}", unit=cast.ward))
    figure = actual_by_line(plan, cast.administrator)[line.id].learners
    assert figure == list_names(plan, cast.administrator, line_id=line.id).total == 6


def test_figures_cost_a_constant_number_of_queries(plan: Plan, cast: Cast, make: Makers) -> None:
    for _n in range(6):
        make.training_class(unit=cast.city, plan_line_id=make.plan_line(plan.id, unit=cast.city).id)
    db.session.expire_all()
    plan = get_plan(plan.id)
    with counted() as sent:
        actual_by_line(plan, cast.administrator)
        actual_by_target(plan, cast.administrator)
        count_people(plan, cast.administrator)
    assert len(sent) == 5
