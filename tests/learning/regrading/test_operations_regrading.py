"""A wrong key is mended for all as the trial run said, and whatever is done can be taken back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.learning.conftest import Desk
from training.core.db import db
from training.core.errors import Conflict, Denied, Invalid, NotFound
from training.learning.models import Attempt, Mark
from training.learning.operations.answers import Change
from training.learning.queries.marked import list_marked
from training.learning.queries.results import quiz_results
from training.learning.regrading.models import Regrading, Remedy
from training.learning.regrading.operations import regrade, undo_regrading
from training.learning.regrading.queries.done import list_done, list_outcomes
from training.learning.regrading.queries.trials import Order, try_out
from training.notices.models import Notice
from training.questions.models import Question, QuestionVersion

ALL = [Remedy.VERSION, Remedy.VOID, Remedy.FULL]


def first_question(desk: Desk) -> Question:
    return db.session.query(Question).order_by(Question.id).first() or pytest.fail("no question")


def other_version(desk: Desk, right: int = 1) -> QuestionVersion:
    """Write a version of the first question in which another option is right."""
    question = first_question(desk)
    now = question.current_version
    assert now is not None
    options = [{**option, "right": n == right} for n, option in enumerate(now.body["options"])]
    facts = {"kind": now.kind, "stem": now.stem, "stem_html": now.stem_html, "body": {"options": options}}
    number = db.session.query(QuestionVersion).filter_by(question_id=question.id).count() + 1
    return desk.make.save(QuestionVersion(question_id=question.id, number=number, **facts))


def take(desk: Desk, *, right: int, first: int = 0) -> int:
    """Take the quiz: so many questions right, the option `first` for the first question of the bank."""
    attempt_id = desk.begin()
    asked = sorted(desk.asked(attempt_id), key=lambda one: one.version_id)
    changes = [Change(a.position, (desk.right(a),), a.position) for a in asked[1 : right + 1]]
    body = first_question(desk).current_version.body  # type: ignore[union-attr]
    changes.append(Change(asked[0].position, (body["options"][first]["id"],), asked[0].position))
    desk.save(attempt_id, *changes)
    desk.submit(attempt_id)
    return attempt_id


def order(desk: Desk, remedy: Remedy, version: QuestionVersion | None = None) -> Order:
    return Order(desk.quiz, first_question(desk), remedy, version_id=version.id if version else None)


def apply(desk: Desk, what: Order) -> Regrading:
    seen = try_out(what, by=desk.cast.trainer).seen
    return regrade(what, reason="Đáp án in sai", seen=seen, by=desk.cast.trainer)


def standing(desk: Desk) -> list[object]:
    """Return everything that a learner's results rest on."""
    db.session.expire_all()
    attempts = [(a.id, a.score, a.full_mark) for a in db.session.query(Attempt).order_by(Attempt.id)]
    marks = [(m.id, m.mark, m.fraction, m.is_void) for a in attempts for m in list_marked(a[0])]
    return [attempts, marks, quiz_results(desk.cast.training_class.id)]


def test_a_trial_run_says_what_would_become_of_each_and_writes_nothing(desk: Desk) -> None:
    take(desk, right=2, first=1)
    before, marks = standing(desk), db.session.query(Mark).count()
    trial = try_out(order(desk, Remedy.VERSION, other_version(desk)), by=desk.cast.trainer)
    (line,) = trial.lines
    assert (line.name, line.number, line.change.mark, line.change.score) == ("Nguyễn Thị Hạnh", 1, 1, 3)
    assert (line.change.result_before, line.change.result_after) == (False, True)
    assert [len(trial.changed), len(trial.flips)] == [1, 1]
    assert standing(desk) == before
    assert db.session.query(Mark).count() == marks


def test_what_was_tried_out_is_applied_and_told(desk: Desk) -> None:
    attempt_id = take(desk, right=2, first=1)
    done = apply(desk, order(desk, Remedy.VERSION, other_version(desk)))
    head = desk.attempt(attempt_id)
    assert (head.score, head.full_mark, head.passed) == (3, 5, True)
    (notice,) = db.session.query(Notice).all()
    assert (notice.person_id, "Đáp án in sai" in notice.body) == (desk.cast.cadre_person.id, True)
    assert notice.link == f"/learn/classes/{desk.cast.training_class.id}/quizzes/{desk.quiz.id}"
    (outcome,) = list_outcomes(done, desk.cast.trainer)
    assert (outcome.of.old_score, outcome.of.new_score, outcome.of.result_after) == (2, 3, True)
    assert [(one.attempts, one.changed) for one in list_done(desk.quiz, desk.cast.trainer)] == [(1, 1)]


def test_the_review_knows_under_which_version_it_was_marked_again(desk: Desk) -> None:
    attempt_id = take(desk, right=0, first=1)
    apply(desk, order(desk, Remedy.VERSION, other_version(desk)))
    assert sorted(one.regraded_under or 0 for one in list_marked(attempt_id)) == [0, 0, 0, 0, 2]


def test_those_for_whom_nothing_changes_are_not_told(desk: Desk) -> None:
    take(desk, right=2, first=2)
    apply(desk, order(desk, Remedy.VERSION, other_version(desk)))
    assert db.session.query(Notice).count() == 0


def test_a_void_question_leaves_the_total_of_all(desk: Desk) -> None:
    attempt_id = take(desk, right=2, first=1)
    apply(desk, order(desk, Remedy.VOID))
    head = desk.attempt(attempt_id)
    assert (head.score, head.full_mark, head.passed) == (2, 4, True)
    assert sum(one.is_void for one in list_marked(attempt_id)) == 1


def test_full_marks_for_all_reach_a_blank_answer_too(desk: Desk) -> None:
    attempt_id = desk.begin()
    desk.submit(attempt_id)
    apply(desk, order(desk, Remedy.FULL))
    assert (desk.attempt(attempt_id).score, desk.attempt(attempt_id).full_mark) == (1, 5)


def test_another_key_becomes_the_newest_version(desk: Desk) -> None:
    attempt_id = take(desk, right=2, first=1)
    question = first_question(desk)
    assert question.current_version is not None
    key = (question.current_version.body["options"][1]["id"],)
    apply(desk, replace(order(desk, Remedy.KEY), key=key))
    db.session.expire_all()
    assert (question.current_version.number, desk.attempt(attempt_id).score) == (2, 3)


def test_a_key_without_a_right_option_is_refused(desk: Desk) -> None:
    take(desk, right=2)
    with pytest.raises(Invalid, match="đúng"):
        try_out(order(desk, Remedy.KEY), by=desk.cast.trainer)


def test_a_voided_quiz_of_one_question_would_leave_nothing(desk: Desk) -> None:
    take(desk, right=2)
    for attempt in db.session.query(Attempt):
        attempt.full_mark = Decimal(1)
    db.session.commit()
    with pytest.raises(Conflict):
        try_out(order(desk, Remedy.VOID), by=desk.cast.trainer)


def test_a_change_between_trial_and_applying_is_not_overrun(desk: Desk) -> None:
    take(desk, right=2, first=1)
    wanted = order(desk, Remedy.VERSION, other_version(desk))
    seen = try_out(wanted, by=desk.cast.trainer).seen
    take(desk, right=3, first=1)
    with pytest.raises(Conflict, match="thay đổi"):
        regrade(wanted, reason="Đáp án in sai", seen=seen, by=desk.cast.trainer)
    assert db.session.query(Regrading).count() == 0


def test_a_mark_given_by_hand_is_not_overruled_by_a_key(desk: Desk) -> None:
    attempt_id = take(desk, right=2, first=1)
    place = min(list_marked(attempt_id), key=lambda one: one.version_id)
    account = desk.cast.trainer.account_id
    facts = {"attempt_question_id": place.id, "question_version_id": place.version_id, "by_account_id": account}
    desk.make.save(Mark(**facts, fraction=Decimal("0.5"), mark=Decimal("0.5")))
    trial = try_out(order(desk, Remedy.VERSION, other_version(desk)), by=desk.cast.trainer)
    assert (trial.lines, trial.by_hand) == ([], 1)
    assert len(try_out(order(desk, Remedy.VOID), by=desk.cast.trainer).lines) == 1


def test_an_attempt_under_way_is_counted_but_not_touched(desk: Desk) -> None:
    desk.begin()
    trial = try_out(order(desk, Remedy.VOID), by=desk.cast.trainer)
    assert (trial.lines, trial.running) == ([], 1)


def test_each_reaches_the_classes_that_they_run(desk: Desk) -> None:
    take(desk, right=2)
    assert try_out(order(desk, Remedy.VOID), by=desk.cast.manager).lines == []
    with pytest.raises(Conflict):
        regrade(order(desk, Remedy.VOID), reason="x", seen="", by=desk.cast.manager)


def test_a_version_of_another_question_is_refused(desk: Desk) -> None:
    other = desk.make.question(desk.cast.course).current_version
    with pytest.raises(NotFound):
        try_out(order(desk, Remedy.VERSION, other), by=desk.cast.trainer)


def test_a_reason_is_needed(desk: Desk) -> None:
    take(desk, right=2)
    with pytest.raises(Invalid):
        regrade(order(desk, Remedy.VOID), reason=" ", seen="", by=desk.cast.trainer)
    done = apply(desk, order(desk, Remedy.VOID))
    with pytest.raises(Invalid):
        undo_regrading(done, reason="", by=desk.cast.trainer)


def test_the_key_is_changed_by_authors_alone(desk: Desk) -> None:
    with pytest.raises(Denied):
        regrade(order(desk, Remedy.KEY), reason="x", seen="", by=desk.cast.manager)


@pytest.mark.parametrize("remedy", ALL)
def test_undone_it_is_as_before_and_told(desk: Desk, remedy: Remedy) -> None:
    take(desk, right=2, first=1)
    before = standing(desk)
    done = apply(desk, order(desk, remedy, other_version(desk) if remedy is Remedy.VERSION else None))
    undo_regrading(done, reason="Đáp án cũ vẫn đúng", by=desk.cast.trainer)
    assert standing(desk) == before
    assert db.session.query(Notice).count() == 2
    with pytest.raises(Conflict):
        undo_regrading(done, reason="lần nữa", by=desk.cast.trainer)


def test_a_regrading_that_came_after_outlives_the_undoing_of_an_earlier_one(desk: Desk) -> None:
    attempt_id = take(desk, right=2, first=1)
    earlier = apply(desk, order(desk, Remedy.VERSION, other_version(desk)))
    apply(desk, order(desk, Remedy.VOID))
    undo_regrading(earlier, reason="Nhầm", by=desk.cast.trainer)
    assert (desk.attempt(attempt_id).score, desk.attempt(attempt_id).full_mark) == (2, 4)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    answers=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=2),
    key=st.integers(1, 3),
    between=st.lists(st.sampled_from([Remedy.VOID, Remedy.FULL]), max_size=2),
)
def test_there_and_back_restores_every_mark_and_pass(
    desk: Desk, answers: list[tuple[int, int]], key: int, between: list[Remedy]
) -> None:
    person = desk.make.person("Lê Văn Thử", unit=desk.cast.ward)
    desk.make.enrolment(desk.cast.training_class, person)
    desk.cast.cadre = desk.make.account(person)
    for right, first in answers:
        take(desk, right=right, first=first)
    before = figures(desk)
    v1, v2 = first_question(desk).current_version, other_version(desk, key)
    done = [apply(desk, order(desk, Remedy.VERSION, v2)), *(apply(desk, order(desk, one)) for one in between)]
    back = apply(desk, order(desk, Remedy.VERSION, v1))
    assert figures(desk) == before
    for one in [back, *reversed(done)]:
        undo_regrading(one, reason="Trả lại", by=desk.cast.trainer)
        assert all(score == total for score, total in sums(desk))
    assert figures(desk) == before


def figures(desk: Desk) -> list[object]:
    attempts, marks, results = standing(desk)
    return [attempts, [row[1:] for row in marks], results]  # type: ignore[attr-defined]


def sums(desk: Desk) -> list[tuple[Decimal | None, Decimal]]:
    db.session.expire_all()
    found = db.session.query(Attempt).order_by(Attempt.id).all()
    return [(a.score, sum((m.mark for m in list_marked(a.id)), Decimal(0))) for a in found]
