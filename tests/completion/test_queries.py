"""Facts are read for a whole class at once and are the same on both databases."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.cast import Cast
from tests.completion.doings import LONG_AGO, attempt, days_ago, mark, read
from tests.counting import counted
from tests.makers import Makers
from training.attendance.models import Status
from training.attendance.queries.classes import attendance_of_class
from training.attendance.rules.tallies import Tally
from training.classes.access import learners_visible_to
from training.classes.models import ClassState, Enrolment, EnrolmentState
from training.completion.models import CompletionRule
from training.completion.queries.details import (
    get_enrolment,
    get_enrolment_of,
    list_attempts,
    list_meetings,
    list_modules,
)
from training.completion.queries.previews import preview_rule
from training.completion.queries.standings import Standing, list_standings
from training.completion.queries.terms import newest_number, terms_of_class
from training.completion.rules.conditions import Condition, Kind, stored_conditions
from training.completion.rules.facts import Facts
from training.completion.rules.findings import Outcome
from training.core import clock
from training.core.errors import NotFound
from training.quizzes.models import Counts

ALL_MODULES = Condition(Kind.MODULES, Decimal(1))


@pytest.fixture
def early(make: Makers, cast: Cast) -> Enrolment:
    """The cadre, enrolled before anything happened."""
    cast.enrolment.enrolled_at = LONG_AGO
    return make.save(cast.enrolment)


def facts_of(cast: Cast) -> Facts:
    (standing,) = list_standings([cast.training_class.id])
    return standing.facts


def set_rule(make: Makers, cast: Cast, *conditions: Condition) -> CompletionRule:
    number = newest_number(cast.training_class) + 1
    return make.save(
        CompletionRule(class_id=cast.training_class.id, number=number, conditions=stored_conditions(conditions))
    )


def test_published_modules_that_were_read_to_the_end_count(make: Makers, cast: Cast) -> None:
    make.module(cast.course, position=3, published=False)
    read(cast.enrolment, cast.course, count=1)
    assert facts_of(cast).modules_read == 1
    assert terms_of_class(cast.training_class).shape.modules == 2


def test_a_module_begun_or_archived_does_not_count(make: Makers, cast: Cast) -> None:
    read(cast.enrolment, cast.course, done=False)
    other = make.course(unit=cast.city, modules=1)
    read(cast.enrolment, other)
    cast.course.modules[0].archived_at = clock.now()
    make.save(cast.course)
    assert facts_of(cast).modules_read == 0
    assert terms_of_class(cast.training_class).shape.modules == 1


@pytest.mark.parametrize(
    ("counts", "share"),
    [(Counts.HIGHEST, "3/4"), (Counts.FIRST, "1/4"), (Counts.LAST, "2/4"), (Counts.AVERAGE, "1/2")],
)
def test_the_quiz_says_which_attempt_counts(make: Makers, cast: Cast, counts: Counts, share: str) -> None:
    quiz = make.quiz(cast.course, counts=counts)
    for number, score in enumerate(("5", "15", "10"), 1):
        attempt(cast.enrolment, quiz, score, number=number)
    attempt(cast.enrolment, quiz, None, number=4)
    result = facts_of(cast).quizzes[quiz.id]
    assert (result.share, result.attempts) == (Fraction(share), 3)


def test_quizzes_unpublished_or_of_other_courses_do_not_count(make: Makers, cast: Cast) -> None:
    elsewhere = make.quiz(make.course(unit=cast.city))
    withdrawn = make.quiz(cast.course)
    withdrawn.published_at = None
    make.save(withdrawn)
    for quiz in (elsewhere, withdrawn):
        attempt(cast.enrolment, quiz, "20")
    assert facts_of(cast).quizzes == {}


def test_quizzes_of_the_same_name_are_told_apart_by_their_course(make: Makers, cast: Cast) -> None:
    second = make.course(unit=cast.city, title="Dân chủ cơ sở")
    made = make.training_class(cast.course, second, unit=cast.city)
    make.quiz(cast.course, title="Cuối khóa")
    make.quiz(second, title="Cuối khóa")
    make.quiz(second, title="Giữa khóa")
    titles = [quiz.title for quiz in terms_of_class(made).shape.quizzes.values()]
    assert titles == ["Cuối khóa (Luật Mặt trận Tổ quốc Việt Nam)", "Cuối khóa (Dân chủ cơ sở)", "Giữa khóa"]


def test_present_and_late_count_as_attended_and_excuses_do_not(make: Makers, cast: Cast, early: Enrolment) -> None:
    for day, status in enumerate((Status.PRESENT, Status.LATE, Status.EXCUSED, Status.ABSENT), 1):
        mark(make.meeting(cast.training_class, starts_at=days_ago(day), study_hours=day), early.id, status)
    assert facts_of(cast).attendance == Tally(3, 10, 0, 2, 4, 0, meetings_late=1, meetings_excused=1)


def test_a_cancelled_meeting_counts_for_nobody(make: Makers, cast: Cast, early: Enrolment) -> None:
    meeting = make.meeting(cast.training_class, starts_at=days_ago(2), cancelled_at=clock.now())
    mark(meeting, early.id, Status.PRESENT)
    assert facts_of(cast).attendance == Tally()


def test_an_excuse_noted_beforehand_makes_no_roll(make: Makers, cast: Cast, early: Enrolment) -> None:
    mark(make.meeting(cast.training_class, starts_at=days_ago(-2)), early.id, Status.EXCUSED)
    assert facts_of(cast).attendance == Tally(hours_awaited=4, meetings_awaited=1)
    assert [line.held for line in list_meetings(early)] == [False]


def test_a_roll_that_leaves_somebody_out_counts_against_that_person(make: Makers, cast: Cast, early: Enrolment) -> None:
    other = make.enrolment(cast.training_class, cast.stranger_person, enrolled_at=LONG_AGO)
    mark(make.meeting(cast.training_class, starts_at=days_ago(2)), other.id, Status.PRESENT)
    standings = list_standings([cast.training_class.id], Enrolment.id == early.id)
    assert standings[0].facts.attendance == Tally(0, 4, 0, 0, 1, 0)


def test_a_meeting_without_a_roll_is_awaited_until_the_class_closes(make: Makers, cast: Cast, early: Enrolment) -> None:
    make.meeting(cast.training_class, starts_at=days_ago(2))
    assert facts_of(cast).attendance.hours_awaited == 4
    cast.training_class.state = ClassState.CLOSED
    make.save(cast.training_class)
    assert facts_of(cast).attendance == Tally()


def test_meetings_before_the_enrolment_count_only_where_the_roll_names_the_learner(make: Makers, cast: Cast) -> None:
    first, second = (make.meeting(cast.training_class, starts_at=days_ago(day)) for day in (9, 8))
    other = make.enrolment(cast.training_class, cast.stranger_person, enrolled_at=LONG_AGO)
    for meeting in (first, second):
        mark(meeting, other.id, Status.PRESENT)
    mark(second, cast.enrolment.id, Status.PRESENT)
    standings = list_standings([cast.training_class.id], Enrolment.id == cast.enrolment.id)
    assert standings[0].facts.attendance == Tally(4, 4, 0, 1, 1, 0, meetings_before=1)


def test_the_withdrawn_are_not_on_the_list(make: Makers, cast: Cast) -> None:
    cast.enrolment.state = EnrolmentState.WITHDRAWN
    make.save(cast.enrolment)
    assert list_standings([cast.training_class.id]) == []
    with pytest.raises(NotFound):
        get_enrolment(cast.training_class.id, cast.enrolment.id)


def test_the_newest_version_of_the_rule_is_in_force(make: Makers, cast: Cast) -> None:
    set_rule(make, cast, Condition(Kind.ATTENDANCE, Decimal("0.5")))
    set_rule(make, cast, ALL_MODULES)
    terms = terms_of_class(cast.training_class)
    assert (terms.number, terms.conditions) == (2, (ALL_MODULES,))


def test_until_a_rule_is_saved_the_proposed_one_is_in_force(make: Makers, cast: Cast) -> None:
    quiz = make.quiz(cast.course, time_limit=1800)
    make.meeting(cast.training_class)
    terms = terms_of_class(cast.training_class)
    assert terms.number == 0
    assert terms.conditions == (
        ALL_MODULES,
        Condition(Kind.QUIZ, quiz_id=quiz.id),
        Condition(Kind.ATTENDANCE, Decimal("0.8")),
    )


@pytest.mark.parametrize(("role", "names"), [("manager", 1), ("administrator", 2), ("trainer", 2), ("stranger", 0)])
def test_a_manager_sees_the_own_subtree_alone(make: Makers, cast: Cast, role: str, names: int) -> None:
    make.enrolment(cast.training_class, cast.stranger_person)
    visible = learners_visible_to(getattr(cast, role))
    assert len(list_standings([cast.training_class.id], visible)) == names


def test_a_preview_names_who_would_change(make: Makers, cast: Cast) -> None:
    made = cast.training_class
    set_rule(make, cast, ALL_MODULES)
    reader = make.enrolment(made, cast.stranger_person)
    read(reader, cast.course)
    read(cast.enrolment, cast.course, count=1)
    half = preview_rule(made.id, terms_of_class(made), [Condition(Kind.MODULES, Decimal("0.5"))])
    assert (half.learners, half.now, half.then) == (2, 1, 2)
    assert [one.full_name for one in half.gained] == ["Nguyễn Thị Hạnh"]
    none = preview_rule(made.id, terms_of_class(made), [Condition(Kind.QUIZ, quiz_id=99)])
    assert ([one.full_name for one in none.lost], none.then) == (["Võ Văn Khách"], 0)


def test_the_details_of_one_learner(make: Makers, cast: Cast, early: Enrolment) -> None:
    quiz = make.quiz(cast.course)
    attempt(early, quiz, "9.5", of="20")
    attempt(early, quiz, "10", of="20", number=2)
    mark(make.meeting(cast.training_class, starts_at=days_ago(2)), early.id, Status.LATE)
    make.meeting(cast.training_class, starts_at=days_ago(1))
    read(early, cast.course, count=1)
    assert [(line.number, line.passed) for line in list_attempts(early)] == [(1, False), (2, True)]
    assert [(m.status, m.held, m.early) for m in list_meetings(early)] == [
        (Status.LATE, True, False),
        (None, False, False),
    ]
    assert [line.done_at is None for line in list_modules(early)] == [False, True]


def test_a_draft_class_is_not_there_for_its_learners(make: Makers, cast: Cast) -> None:
    assert get_enrolment_of(cast.cadre.person_id, cast.training_class.id).id == cast.enrolment.id
    cast.training_class.state = ClassState.DRAFT
    make.save(cast.training_class)
    with pytest.raises(NotFound):
        get_enrolment_of(cast.cadre.person_id, cast.training_class.id)


def busy_class(make: Makers, cast: Cast, *, learners: int) -> list[Standing]:
    quiz = make.quiz(cast.course)
    meeting = make.meeting(cast.training_class)
    for number in range(learners):
        enrolment = make.enrolment(cast.training_class, make.person(f"Trần Thị Số {number}", unit=cast.ward))
        read(enrolment, cast.course)
        attempt(enrolment, quiz, "12")
        mark(meeting, enrolment.id, Status.PRESENT)
    with counted() as queries:
        standings = list_standings([cast.training_class.id])
    assert len(queries) == 9, queries
    return standings


@pytest.mark.parametrize("learners", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_class(make: Makers, cast: Cast, learners: int) -> None:
    standings = busy_class(make, cast, learners=learners)
    assert sum(s.outcome is Outcome.COMPLETED for s in standings) == learners


def test_a_class_is_added_up_as_the_slice_of_attendance_adds_up_each_learner(make: Makers, cast: Cast) -> None:
    people = [make.person(f"Trần Thị Số {number}", unit=cast.ward) for number in range(6)]
    learners = [
        make.enrolment(cast.training_class, person, enrolled_at=days_ago(2 * number))
        for number, person in enumerate(people)
    ]
    for day in range(-1, 8):
        meeting = make.meeting(cast.training_class, starts_at=days_ago(day), study_hours=day + 2)
        for number, enrolment in enumerate(learners):
            if (day + number) % 3:
                mark(meeting, enrolment.id, list(Status)[(day * number) % 4])
    told = attendance_of_class(cast.training_class.id)
    for standing in list_standings([cast.training_class.id]):
        one, fact = standing.learner, asdict(standing.facts.attendance)
        tally = told.tally_of(one.enrolment_id, enrolled_at=one.enrolled_at, now=clock.now())
        assert fact == {name: getattr(tally, name) for name in fact}
