"""What is read of classes, progress and results, on both databases."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.cast import Cast
from tests.counting import counted
from tests.learning.conftest import Desk
from tests.makers import Makers
from training.classes.models import ClassState, EnrolmentState
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, NotFound
from training.learning.models import Reading
from training.learning.operations.answers import Change
from training.learning.operations.readings import MAX_SECONDS, finish_module, record_reading
from training.learning.queries.attempts import get_attempt
from training.learning.queries.classes import (
    EnrolledClass,
    ModuleLine,
    get_class,
    list_classes,
    list_modules,
    list_modules_beside,
)
from training.learning.queries.progress import list_progress
from training.learning.queries.results import list_module_ids, list_quiz_ids, modules_read, quiz_results


def enrolled(cast: Cast) -> EnrolledClass:
    return get_class(cast.training_class.id, person_id=cast.cadre.person_id)


def lines(cast: Cast) -> list[ModuleLine]:
    return list_modules([enrolled(cast)])


def attempt(desk: Desk, right: int) -> int:
    """Take the quiz with so many right answers."""
    attempt_id = desk.begin()
    asked = desk.asked(attempt_id)
    desk.save(attempt_id, *(Change(a.position, (desk.right(a),), a.position) for a in asked[:right]))
    desk.submit(attempt_id)
    return attempt_id


def test_a_class_is_seen_by_those_enrolled_alone(cast: Cast) -> None:
    assert enrolled(cast).title == cast.training_class.title
    with pytest.raises(NotFound):
        get_class(cast.training_class.id, person_id=cast.stranger.person_id)
    assert list_classes(cast.stranger_person.id) == []


@pytest.mark.parametrize("hide", ["draft", "withdrawn"])
def test_a_draft_or_left_class_is_not_seen(cast: Cast, hide: str) -> None:
    if hide == "draft":
        cast.training_class.state = ClassState.DRAFT
    else:
        cast.enrolment.state = EnrolmentState.WITHDRAWN
    db.session.commit()
    with pytest.raises(NotFound):
        enrolled(cast)


def test_only_published_modules_are_to_be_read(cast: Cast, make: Makers) -> None:
    make.module(cast.course, position=3, published=False)
    gone = make.module(cast.course, position=4)
    gone.archived_at = clock.now()
    db.session.commit()
    assert [line.title for line in lines(cast)] == ["Bài 1", "Bài 2"]
    assert list_module_ids(cast.training_class.id) == [line.module_id for line in lines(cast)]


def test_a_module_of_another_course_is_not_in_the_class(cast: Cast, make: Makers) -> None:
    other = make.course(unit=cast.city)
    with pytest.raises(NotFound):
        list_modules_beside(enrolled(cast), other.modules[0].id)


def test_reading_adds_up_and_its_end_stays(cast: Cast) -> None:
    line = lines(cast)[0]
    record_reading(enrolled(cast), line=line, seconds=40)
    finish_module(enrolled(cast), line=line, seconds=20, by=cast.cadre)
    done_at = db.session.query(Reading).one().done_at
    finish_module(enrolled(cast), line=line, seconds=10**6, by=cast.cadre)
    record_reading(enrolled(cast), line=line, seconds=-5)
    row = db.session.query(Reading).populate_existing().one()
    assert (row.seconds, row.done_at) == (60 + MAX_SECONDS, done_at)
    assert row.first_at <= row.last_at


def test_a_closed_class_records_nothing(cast: Cast) -> None:
    cast.training_class.state = ClassState.CLOSED
    db.session.commit()
    line = lines(cast)[0]
    record_reading(enrolled(cast), line=line, seconds=40)
    with pytest.raises(Conflict):
        finish_module(enrolled(cast), line=line, seconds=0, by=cast.cadre)
    assert db.session.query(Reading).count() == 0


def test_modules_read_of_a_class_come_in_one_query(cast: Cast) -> None:
    record_reading(enrolled(cast), line=lines(cast)[1], seconds=5)
    line = lines(cast)[0]
    finish_module(enrolled(cast), line=line, seconds=0, by=cast.cadre)
    class_id, enrolment_id = cast.training_class.id, cast.enrolment.id
    with counted() as sent:
        found = modules_read(class_id)
    assert (found, len(sent)) == ({enrolment_id: {line.module_id}}, 1)
    assert modules_read(class_id, enrolment_id=enrolment_id) == found


def test_results_of_a_class_come_in_one_query(desk: Desk) -> None:
    attempt(desk, 1)
    attempt(desk, 4)
    class_id = desk.cast.training_class.id
    with counted() as sent:
        found = quiz_results(class_id)
    result = found[desk.cast.enrolment.id, desk.quiz.id]
    assert len(sent) == 1
    assert (result.share, result.score, result.passed, result.attempts) == (Fraction(4, 5), Decimal(4), True, 2)
    assert quiz_results(class_id, enrolment_id=desk.cast.enrolment.id) == found
    assert quiz_results(class_id, enrolment_id=-1) == {}
    assert list_quiz_ids(class_id) == [desk.quiz.id]


def test_an_open_attempt_is_no_result(desk: Desk) -> None:
    desk.begin()
    assert quiz_results(desk.cast.training_class.id) == {}


def test_progress_of_many_classes_takes_as_many_queries_as_of_one(desk: Desk) -> None:
    def count() -> int:
        classes = list_classes(desk.cast.cadre_person.id)
        with counted() as sent:
            progress = list_progress(classes)
        assert [len(p.quizzes) for p in progress] == [1] * len(classes)
        return len(sent)

    attempt(desk, 3)
    count()
    one = count()
    for _ in range(3):
        made = desk.make.training_class(desk.cast.course, unit=desk.cast.city)
        desk.make.enrolment(made, desk.cast.cadre_person)
    assert count() == one == 3


def test_progress_counts_modules_and_quizzes(desk: Desk) -> None:
    finish_module(enrolled(desk.cast), line=lines(desk.cast)[0], seconds=0, by=desk.cadre)
    attempt(desk, 1)
    progress = list_progress([enrolled(desk.cast)])[0]
    assert (progress.modules_done, progress.quizzes_taken, progress.percent) == (1, 1, 66)
    assert progress.next_module == lines(desk.cast)[1]
    assert not progress.quizzes[0].passed


def test_an_attempt_is_its_learners_alone(desk: Desk) -> None:
    attempt_id = desk.begin()
    for other in (desk.cast.stranger, desk.cast.trainer, desk.cast.administrator):
        with pytest.raises(NotFound):
            get_attempt(attempt_id, person_id=other.person_id)
