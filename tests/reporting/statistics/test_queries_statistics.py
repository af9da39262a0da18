"""Statistics as read from either database: which attempts, whose, and in how many queries."""

from __future__ import annotations

import pytest
from sqlalchemy import true

from tests.cast import Cast
from tests.counting import counted
from tests.makers import Makers
from tests.reporting.statistics.conftest import Sat
from training.classes.models import TrainingClass
from training.core import clock
from training.core.db import db
from training.core.errors import NotFound
from training.learning.models import Mark
from training.reporting.statistics.access import counted_for
from training.reporting.statistics.queries import (
    QuizStatistics,
    Which,
    get_class_quiz,
    list_quizzes,
    statistics_of,
)
from training.reporting.statistics.rules.advice import Advice, advice_on
from training.reporting.statistics.rules.choices import choices_of


def read(sat: Sat, which: Which = Which.FIRST) -> QuizStatistics:
    return statistics_of(sat.quiz.id, true(), which=which)


def test_the_figures_are_those_of_the_marks(sat: Sat) -> None:
    found = read(sat)
    assert (found.figures.attempts, found.figures.passed) == (12, 6)
    assert found.figures.mean == pytest.approx((7 + 6 + 3) / 36, abs=1e-8)
    assert sum(found.figures.bins) == 12
    assert [line.figures.facility for line in found.versions] == pytest.approx([7 / 12, 6 / 12, 3 / 12])
    assert [line.figures.blank for line in found.versions] == [0, 0, 2]
    assert found.figures.consistent == 12


def test_the_wrong_key_is_found(sat: Sat) -> None:
    third = read(sat).versions[2]
    choices = choices_of(third.version.kind, third.version.body, third.given)
    assert [one.count for one in choices] == [3, 7, 0, 0]
    assert advice_on(third.figures, choices)[0] is Advice.WRONG_KEY


@pytest.mark.parametrize(
    ("which", "attempts", "right"), [("first", 12, 7), ("last", 12, 6), ("best", 12, 7), ("all", 13, 7)]
)
def test_the_reader_chooses_which_attempts_count(sat: Sat, which: str, attempts: int, right: int) -> None:
    sat.take(sat.learners[1], 4, 4, 4)
    found = read(sat, Which(which))
    first = found.versions[0].figures
    assert (found.figures.attempts, first.attempts) == (attempts, attempts)
    assert (first.facility or 0) * attempts == pytest.approx(right)


def test_an_attempt_that_is_not_marked_counts_for_nothing(sat: Sat, make: Makers) -> None:
    person = make.person(unit=sat.cast.ward)
    make.enrolment(sat.cast.training_class, person)
    assert read(sat).figures.attempts == 12


def test_the_newest_mark_that_was_not_undone_counts(sat: Sat) -> None:
    mark = db.session.query(Mark).filter(Mark.mark == 1).first()
    assert mark is not None
    facts = {"attempt_question_id": mark.attempt_question_id, "question_version_id": mark.question_version_id}
    db.session.add(Mark(**facts, fraction=0, mark=0))
    db.session.flush()
    db.session.add(Mark(**facts, fraction=1, mark=1, undone_at=clock.now()))
    db.session.commit()
    assert sum((line.figures.facility or 0) for line in read(sat).versions) * 12 == pytest.approx(15)


def test_statistics_take_the_same_few_queries_however_many_attempts(sat: Sat) -> None:
    read(sat)
    with counted() as queries:
        read(sat)
    assert len(queries) == 4


def test_each_reader_counts_the_classes_within_the_own_scope(sat: Sat, cast: Cast) -> None:
    def attempts(actor: object) -> int:
        return statistics_of(sat.quiz.id, counted_for(actor), which=Which.FIRST).figures.attempts  # type: ignore[arg-type]

    assert [attempts(actor) for actor in (cast.administrator, cast.trainer, cast.manager, cast.cadre)] == [12, 12, 0, 0]
    assert [line.attempts for line in list_quizzes(counted_for(cast.trainer))] == [12]
    assert list_quizzes(counted_for(cast.manager)) == []


def test_a_quiz_of_another_course_is_not_in_the_class(sat: Sat, make: Makers) -> None:
    other = make.quiz(make.course(unit=sat.cast.city))
    assert get_class_quiz(sat.cast.training_class, sat.quiz.id).id == sat.quiz.id
    with pytest.raises(NotFound):
        get_class_quiz(sat.cast.training_class, other.id)
    assert list_quizzes(TrainingClass.id == sat.cast.training_class.id)[0].learners == 12
