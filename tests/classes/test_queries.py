"""Reads of classes and learners: who sees whom, in which order, with how many queries; on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from training.classes.access import sees_class, sees_plan
from training.classes.models import ClassState, Enrolment, EnrolmentState, Plan
from training.classes.queries.classes import (
    figures_of,
    get_class,
    list_classes,
    list_courses_to_add,
    list_quizzes,
    list_trainers_to_add,
    list_years,
)
from training.classes.queries.enrolments import (
    get_enrolment_of,
    known_to,
    list_learners,
    list_people_to_add,
    list_units_of_learners,
    preview_unit,
)
from training.classes.queries.meetings import get_meeting, number_of
from training.classes.queries.plans import list_plans
from training.classes.rules.pasting import read_lines
from training.core.access import Role
from training.core.db import db
from training.core.errors import NotFound
from training.learning.models import Reading
from training.learning.queries.begun import count_begun
from training.units.models import UnitKind

PEOPLE = ("administrator", "manager", "trainer", "cadre", "stranger")


@pytest.mark.parametrize("who", PEOPLE)
def test_the_list_and_the_permission_say_the_same(cast: Cast, make: Makers, who: str) -> None:
    actor = getattr(cast, who)
    of_ward = make.training_class(unit=cast.ward)
    of_other = make.training_class(unit=cast.other_ward, trainers=[cast.trainer_person])
    classes = [get_class(one.id) for one in (cast.training_class, of_ward, of_other)]
    listed = {one.id for one in list_classes(actor).rows}
    assert listed == {one.id for one in classes if sees_class(actor, one)}


@pytest.mark.parametrize("who", PEOPLE)
def test_plans_are_listed_as_far_as_they_may_be_seen(cast: Cast, make: Makers, who: str) -> None:
    actor = getattr(cast, who)
    for unit in (cast.ward, cast.other_ward):
        make.save(Plan(unit_id=unit.id, year=2026, title="Kế hoạch"))
    assert set(list_plans(actor)) == {plan for plan in db.session.query(Plan) if sees_plan(actor, plan)}


def test_a_manager_sees_own_people_among_the_learners(cast: Cast, make: Makers) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    names = [one.person.full_name for one in list_learners(cast.training_class, cast.manager).rows]
    assert names == [cast.cadre_person.full_name]
    assert list_learners(cast.training_class, cast.trainer).total == 2
    assert figures_of([cast.training_class], cast.manager)[cast.training_class.id].learners == 1


def test_learners_stand_in_the_order_of_vietnamese_lists(cast: Cast, make: Makers) -> None:
    for name in ("Trần Văn Ánh", "Đỗ Thị An", "Bùi Văn Đạt", "Lê Văn Dũng"):
        make.enrolment(cast.training_class, make.person(name, unit=cast.ward))
    names = [one.person.given_name for one in list_learners(cast.training_class, cast.administrator).rows]
    assert names == ["An", "Ánh", "Dũng", "Đạt", "Hạnh"]


@pytest.mark.parametrize(("words", "found"), [("hanh", 1), ("nguyen hanh", 1), ("Hạnh", 1), ("hung", 0), ("%", 0)])
def test_learners_are_found_without_marks(cast: Cast, words: str, found: int) -> None:
    assert list_learners(cast.training_class, cast.administrator, words=words).total == found


def test_learners_are_narrowed_by_unit(cast: Cast, make: Makers) -> None:
    area = make.unit("Khối phố 1", parent=cast.other_ward, kind=UnitKind.RESIDENTIAL_AREA)
    make.enrolment(cast.training_class, make.person("Bùi Thị Mai", unit=area))
    units = list_units_of_learners(cast.training_class, cast.administrator)
    assert {unit.id for unit in units} == {cast.ward.id, cast.other_ward.id}
    rows = list_learners(cast.training_class, cast.administrator, unit_id=cast.other_ward.id).rows
    assert [one.person.given_name for one in rows] == ["Mai"]
    assert list_learners(cast.training_class, cast.administrator, unit_id=999).total == 0


def test_the_list_of_learners_takes_the_same_queries_for_one_and_for_many(cast: Cast, make: Makers) -> None:
    def read() -> int:
        db.session.expire_all()
        with counted() as queries:
            for one in list_learners(cast.training_class, cast.administrator).rows:
                assert one.person.full_name
                assert one.unit.name
        return len(queries)

    few = read()
    for number in range(20):
        make.enrolment(cast.training_class, make.person(f"Lê Văn {number}", unit=cast.other_ward))
    assert read() == few <= 4


def test_a_withdrawn_learner_stands_in_the_list_of_the_withdrawn(cast: Cast, make: Makers) -> None:
    make.save(Enrolment(class_id=cast.training_class.id, person_id=cast.stranger_person.id,
                        unit_id=cast.other_ward.id, state=EnrolmentState.WITHDRAWN))  # fmt: skip
    rows = list_learners(cast.training_class, cast.administrator, state=EnrolmentState.WITHDRAWN).rows
    assert [one.person_id for one in rows] == [cast.stranger_person.id]


@pytest.mark.parametrize(("load", "name"), [(get_enrolment_of, "enrolment"), (get_meeting, "meeting")])
def test_what_belongs_to_another_class_is_not_found(
    cast: Cast, make: Makers, load: Callable[[int, int], object], name: str
) -> None:
    other = make.training_class(unit=cast.city)
    thing = cast.enrolment if name == "enrolment" else make.meeting(cast.training_class)
    assert load(cast.training_class.id, thing.id)
    with pytest.raises(NotFound):
        load(other.id, thing.id)


def test_a_preview_counts_what_enrolling_would_do(cast: Cast, make: Makers) -> None:
    retired = make.person("Người Đã Nghỉ", unit=cast.ward)
    retired.posts[0].held_to = cast.training_class.opens_on
    make.save(retired)
    preview = preview_unit(cast.training_class, cast.ward, cast.administrator)
    assert (preview.people, preview.already, preview.new_count) == (2, 1, 1)
    assert [person.full_name for person in preview.new] == ["Lê Thị Phường"]


def test_people_to_add_are_found_and_those_enrolled_left_out(cast: Cast) -> None:
    page = list_people_to_add(cast.training_class, cast.administrator)
    assert cast.cadre_person.id not in {person.id for person in page.rows}
    assert [p.id for p in list_people_to_add(cast.training_class, cast.administrator, words="vo khach").rows] == [
        cast.stranger_person.id
    ]


def test_pasted_lines_name_only_people_whom_one_may_bring_in(cast: Cast, make: Makers) -> None:
    guest = make.account(make.person("Giảng Viên Phường", unit=cast.ward), Role.TRAINER)
    lines = read_lines(f"{cast.stranger_person.full_name}\n{cast.cadre_person.phone}")
    assert {one.person_id for one in known_to(lines, cast.trainer)} == {cast.stranger_person.id, cast.cadre_person.id}
    assert {one.person_id for one in known_to(lines, guest)} == {cast.cadre_person.id}


def test_trainers_of_the_unit_above_it_and_below_it_may_be_added(cast: Cast, make: Makers) -> None:
    near = make.person("Đỗ Thị Gần", unit=cast.ward)
    far = make.person("Đỗ Thị Xa", unit=cast.other_ward)
    for person in (near, far):
        make.account(person, Role.TRAINER)
    of_ward = get_class(make.training_class(unit=cast.ward).id)
    assert {p.id for p in list_trainers_to_add(of_ward)} == {near.id, cast.trainer_person.id}


def test_courses_to_add_are_published_and_not_in_yet(cast: Cast, make: Makers) -> None:
    other = make.course(unit=cast.city, title="Hòa giải")
    assert [course.id for course in list_courses_to_add(cast.training_class, cast.administrator)] == [other.id]


def test_quizzes_of_a_class_are_those_of_its_courses(cast: Cast, make: Makers) -> None:
    quiz = make.quiz(cast.course)
    make.quiz(make.course(unit=cast.city))
    assert [one.quiz.id for one in list_quizzes(cast.training_class)] == [quiz.id]


def test_a_meeting_knows_its_number(cast: Cast, make: Makers) -> None:
    first = make.meeting(cast.training_class)
    second = make.meeting(cast.training_class, starts_at=first.ends_at)
    assert [number_of(get_meeting(m.class_id, m.id)) for m in (first, second)] == [1, 2]


def test_years_are_those_of_the_classes_one_sees(cast: Cast) -> None:
    assert list_years(cast.manager) == [2026]
    assert list_years(cast.cadre) == []


def test_drafts_are_seen_by_staff(cast: Cast, make: Makers) -> None:
    draft = make.training_class(unit=cast.city, state=ClassState.DRAFT)
    assert draft.id in {one.id for one in list_classes(cast.manager, state=ClassState.DRAFT).rows}


def test_whoever_has_read_in_a_course_has_begun_it(cast: Cast) -> None:
    assert count_begun(cast.training_class.id, cast.course.id) == 0
    module = cast.course.modules[0]
    revision = module.published_revision_id
    db.session.add(Reading(enrolment_id=cast.enrolment.id, module_id=module.id, module_revision_id=revision))
    db.session.commit()
    assert count_begun(cast.training_class.id, cast.course.id) == 1
