"""Answers marked by hand become results when they are released, and not before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.learning.marking.conftest import Papers
from training.core import clock
from training.core.db import db
from training.core.errors import Conflict, Invalid, NotFound
from training.learning.marking.models import HandMark, Settling
from training.learning.marking.operations import Judgement, change_mark, mark_by_hand
from training.learning.marking.queries import comments_on
from training.learning.marking.rules import Standing
from training.learning.models import Attempt, AttemptState, Mark
from training.learning.queries.marked import list_marked
from training.learning.queries.results import quiz_results
from training.notices.models import Notice


def test_what_waits_is_listed_by_question(papers: Papers) -> None:
    tasks = papers.tasks()
    assert [(task.name, task.number, task.standing) for task in tasks] == [
        ("Nguyễn Thị Hạnh", 1, Standing.WAITING),
        ("Võ Văn Ba", 2, Standing.WAITING),
    ]


def test_a_mark_counts_once_it_is_released(papers: Papers) -> None:
    papers.mark("0.5", comment="Thiếu căn cứ")
    assert quiz_results(papers.desk.cast.training_class.id) == {}
    assert papers.release() == 1
    results = quiz_results(papers.desk.cast.training_class.id)
    assert [result.score for result in results.values()] == [Decimal("2.5")]
    assert [result.passed for result in results.values()] == [True]
    assert list(comments_on(papers.attempts[0]).values()) == ["Thiếu căn cứ"]
    assert [task.name for task in papers.tasks()] == ["Võ Văn Ba"]
    (notice,) = db.session.query(Notice).all()
    assert notice.person_id == papers.desk.cast.cadre_person.id


def test_the_pass_is_decided_by_the_exact_mark(papers: Papers) -> None:
    papers.mark("0.499")
    papers.release()
    (result,) = quiz_results(papers.desk.cast.training_class.id).values()
    assert (result.score, result.passed) == (Decimal("2.499"), False)


def test_nothing_is_released_while_nothing_is_decided(papers: Papers) -> None:
    with pytest.raises(Conflict):
        papers.release()
    papers.way()
    papers.mark("1")
    with pytest.raises(Conflict):
        papers.release()


def test_two_markers_that_differ_need_a_third_mark(papers: Papers) -> None:
    papers.way(settling=Settling.THIRD)
    papers.mark("1")
    papers.mark("0.5", by=papers.second)
    assert papers.tasks()[0].standing is Standing.DIFFERS
    papers.mark("0.75", by=papers.second)
    assert papers.tasks()[0].mark == Decimal("0.75")
    assert [one.mark for one in db.session.query(HandMark).order_by(HandMark.turn)] == [
        1,
        Decimal("0.5"),
        Decimal("0.75"),
    ]
    papers.release()
    (result,) = quiz_results(papers.desk.cast.training_class.id).values()
    assert result.score == Decimal("2.75")


def test_or_their_mean_counts(papers: Papers) -> None:
    papers.way(settling=Settling.MEAN)
    papers.mark("1")
    papers.mark("0.5", by=papers.second)
    assert papers.tasks()[0].mark == Decimal("0.75")


def test_the_own_mark_may_be_changed_until_release(papers: Papers) -> None:
    papers.mark("1")
    papers.mark("0.25")
    assert papers.tasks()[0].mark == Decimal("0.25")
    place_id = papers.tasks()[0].place_id
    papers.release()
    judged = Judgement(Decimal(1), {})
    with pytest.raises(NotFound):
        mark_by_hand(papers.desk.cast.training_class, place_id=place_id, judgement=judged, by=papers.first)


def test_a_marker_of_whom_nothing_is_asked_is_told(papers: Papers) -> None:
    papers.mark("1")
    with pytest.raises(Conflict):
        papers.mark("0", by=papers.second)


@pytest.mark.parametrize("mark", ["-0.1", "1.1"])
def test_a_mark_beyond_the_question_is_refused(papers: Papers, mark: str) -> None:
    with pytest.raises(Invalid):
        papers.mark(mark)


def test_what_comes_to_wait_again_is_marked_again(papers: Papers) -> None:
    papers.mark("1")
    papers.release()
    place = next(one for one in list_marked(papers.attempts[0]) if one.mark == 1 and one.response is None)
    db.session.query(Mark).filter_by(attempt_question_id=place.id).update({"undone_at": clock.now()})
    attempt = db.session.get_one(Attempt, papers.attempts[0])
    attempt.state, attempt.score = AttemptState.SUBMITTED, None
    db.session.commit()
    assert papers.tasks()[0].standing is Standing.WAITING
    papers.mark("0.5")
    assert papers.tasks()[0].mark == Decimal("0.5")


def test_a_mark_is_changed_by_hand_and_the_old_one_kept(papers: Papers) -> None:
    papers.mark("0")
    papers.release()
    place = next(one for one in list_marked(papers.attempts[0]) if one.mark == 1)
    change_mark(papers.attempts[0], position=place.position, mark=Decimal("0.5"), reason="Phúc khảo", by=papers.first)
    (result,) = quiz_results(papers.desk.cast.training_class.id).values()
    assert result.score == Decimal("1.5")
    assert db.session.query(Mark).filter_by(attempt_question_id=place.id).count() == 2
    with pytest.raises(Conflict):
        change_mark(papers.attempts[1], position=1, mark=Decimal(1), reason="x", by=papers.first)
