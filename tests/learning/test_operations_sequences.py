"""Any mixture of saving, sending again, coming late, taking over, more time and submitting keeps every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from tests.learning.conftest import GRACE, Desk
from training.core import clock
from training.core.access import SYSTEM
from training.core.db import db
from training.learning.models import AttemptQuestion, AttemptState, LateAcceptance, LateAnswer
from training.learning.operations.answers import Change, Outcome, take_over
from training.learning.operations.ending import Form, save_form
from training.learning.operations.expiry import settle
from training.learning.operations.late import accept_late_answers
from training.learning.operations.overrides import OverrideFacts, grant_override
from training.learning.queries.attempts import AttemptHead
from training.learning.queries.marked import list_marked
from training.learning.regrading.models import Regrading, Remedy
from training.learning.regrading.operations import regrade, undo_regrading
from training.learning.regrading.queries.trials import Order, try_out
from training.quizzes.sitting import Expiry

POSITIONS = st.integers(1, 5)
OPTIONS = st.integers(0, 4)  # the fifth is to take the answer back
PAGES = st.sampled_from(["phone", "tablet"])


@dataclass
class Page:
    """What an open page believes: its running number, and what it has sent."""

    counter: int = 0
    sent: list[Change] = field(default_factory=list)


class Sitting(RuleBasedStateMachine):
    """One attempt, answered from two pages; `record` is what the server has acknowledged, by position."""

    desk: Desk
    expiry: Expiry

    def __init__(self) -> None:
        super().__init__()
        person = self.desk.make.person("Nguyễn Thị Hạnh", unit=self.desk.cast.ward)
        self.desk.cast.cadre = self.desk.make.account(person)
        self.desk.make.enrolment(self.desk.cast.training_class, person)
        self.now = clock.now().replace(microsecond=0)
        with clock.frozen(self.now):
            self.attempt_id = self.desk.begin()
        self.asked = self.desk.asked(self.attempt_id)
        self.pages = {"phone": Page(), "tablet": Page()}
        self.record: dict[int, tuple[int, str | None]] = {}
        self.writer = ""
        self.latest = self.deadline
        self.regraded: tuple[int, Regrading] | None = None

    def teardown(self) -> None:
        db.session.rollback()

    @property
    def head(self) -> AttemptHead:
        return self.desk.attempt(self.attempt_id)

    @property
    def deadline(self) -> datetime:
        return self.head.deadline_at

    def expects(self, writer: str) -> Outcome:
        if not self.head.is_open or self.now > self.deadline + timedelta(seconds=GRACE):
            return Outcome.ENDED
        return Outcome.SAVED if self.writer in {"", writer} else Outcome.ELSEWHERE

    def send(self, name: str, changes: list[Change]) -> None:
        expected = self.expects(name)
        with clock.frozen(self.now):
            receipt = self.desk.save(self.attempt_id, *changes, writer=name)
        assert receipt.outcome is expected
        if receipt.outcome is Outcome.SAVED:
            self.writer = self.writer or name
            for change in sorted(changes, key=lambda one: one.sequence):
                self.note(change.position, change.sequence, change.values)

    def note(self, position: int, sequence: int, values: tuple[str, ...]) -> None:
        if sequence > self.record.get(position, (0, None))[0]:
            self.record[position] = (sequence, values[0] if values else None)

    def values(self, position: int, option: int) -> tuple[str, ...]:
        return tuple(self.asked[position - 1].option_order[option : option + 1])

    @rule(name=PAGES, choices=st.lists(st.tuples(POSITIONS, OPTIONS), min_size=1, max_size=4))
    def answer(self, name: str, choices: list[tuple[int, int]]) -> None:
        page = self.pages[name]
        changes = []
        for position, option in choices:
            page.counter += 1
            changes.append(Change(position, self.values(position, option), page.counter))
        page.sent += changes
        self.send(name, changes)

    @rule(name=PAGES, data=st.data())
    def send_old_changes_again_in_any_order(self, name: str, data: st.DataObject) -> None:
        sent = self.pages[name].sent
        if sent:
            self.send(name, data.draw(st.lists(st.sampled_from(sent), min_size=1, max_size=4)))

    @precondition(lambda self: self.head.is_open)
    @rule(name=PAGES)
    def take_over(self, name: str) -> None:
        take_over(self.head, writer=name, by=self.desk.cadre)
        self.writer = name
        highest = max((sequence for sequence, _ in self.record.values()), default=0)
        self.pages[name].counter = max(self.pages[name].counter, highest)

    @precondition(lambda self: self.expects("") is not Outcome.ENDED)
    @rule(choices=st.dictionaries(POSITIONS, OPTIONS, min_size=1))
    def save_a_plain_form(self, choices: dict[int, int]) -> None:
        now = {a.position: a for a in self.desk.asked(self.attempt_id)}
        values = {position: self.values(position, option) for position, option in choices.items()}
        form = Form(values=values, flags={}, seen={position: now[position].sequence for position in values})
        with clock.frozen(self.now):
            save_form(self.attempt_id, form=form, person_id=self.desk.cadre.person_id, grace=GRACE)
        for position, given in values.items():
            if now[position].response != (given[0] if given else None):
                self.note(position, now[position].sequence + 1, given)

    @rule(minutes=st.sampled_from([1, 10, 31]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def settle_what_has_expired(self) -> None:
        with clock.frozen(self.now):
            settle(self.head, grace=GRACE, by=SYSTEM)

    @rule(minutes=st.sampled_from([5, 20]))
    def grant_more_time(self, minutes: int) -> None:
        facts = OverrideFacts(reason="Mất điện", extra_time=60 * minutes, enrolment_id=self.head.enrolment_id)
        grant_override(self.desk.cast.training_class, self.desk.quiz, facts=facts, by=self.desk.cast.trainer)
        self.latest = max(self.latest, self.deadline)

    @precondition(lambda self: not self.head.is_open)
    @rule()
    def accept_what_came_late(self) -> None:
        waiting = self.waiting()
        if not waiting:
            return
        ids = [late_id for late_id, *_ in waiting]
        accept_late_answers(self.attempt_id, late_ids=ids, reason="Mất sóng", by=self.desk.cast.trainer)
        newest = {position: (sequence, response) for _, position, sequence, response in waiting}
        for position, (sequence, response) in newest.items():
            self.record[position] = (max(self.record.get(position, (0, None))[0] + 1, sequence), response)

    @precondition(lambda self: self.head.state.has_result and self.regraded is None)
    @rule(position=POSITIONS)
    def give_all_the_full_mark(self, position: int) -> None:
        question = self.desk.question(self.asked[position - 1])
        order = Order(self.desk.quiz, question, Remedy.FULL)
        trainer = self.desk.cast.trainer
        done = regrade(order, reason="Câu hỏi sai", seen=try_out(order, by=trainer).seen, by=trainer)
        self.regraded = (position, done)

    @precondition(lambda self: self.regraded is not None)
    @rule()
    def take_the_full_mark_back(self) -> None:
        if self.regraded is not None:
            undo_regrading(self.regraded[1], reason="Câu hỏi đúng", by=self.desk.cast.trainer)
            self.regraded = None

    def waiting(self) -> list[tuple[int, int, int, str]]:
        """Return the late answers that nobody has accepted: id, position, number, option; the later ones last."""
        found = (
            select(LateAnswer.id, AttemptQuestion.position, LateAnswer.sequence, LateAnswer.response)
            .join(AttemptQuestion)
            .outerjoin(LateAcceptance)
            .where(AttemptQuestion.attempt_id == self.attempt_id, LateAcceptance.late_answer_id.is_(None))
        )
        rows = db.session.execute(found.order_by(LateAnswer.sequence, LateAnswer.id))
        return [(late_id, position, sequence, response) for late_id, position, sequence, response in rows]

    @rule()
    def submit(self) -> None:
        with clock.frozen(self.now):
            self.desk.submit(self.attempt_id)

    @invariant()
    def every_acknowledged_answer_is_on_record(self) -> None:
        found = {a.position: (a.sequence, a.response) for a in self.desk.asked(self.attempt_id) if a.sequence}
        assert found == self.record

    @invariant()
    def the_score_is_that_of_the_acknowledged_answers(self) -> None:
        head = self.head
        if head.state is AttemptState.ABANDONED:
            assert (self.expiry is not Expiry.SUBMIT, head.score) == (True, None)
        elif not head.is_open:
            right = {a.position: self.desk.right(a) for a in self.asked}
            given = self.regraded[0] if self.regraded else None
            counts = [p == given or self.record.get(p, (0, None))[1] == option for p, option in right.items()]
            assert head.score == sum(counts)
            assert head.score == sum(one.mark for one in list_marked(head.id))
            assert head.submitted_at is not None
            assert head.submitted_at <= self.latest + timedelta(seconds=head.revision.sitting.hand_in_seconds + GRACE)


@pytest.mark.parametrize("expiry", list(Expiry))
def test_every_acknowledged_answer_is_in_the_result(desk: Desk, expiry: Expiry) -> None:
    assert desk.quiz.current_revision is not None
    desk.quiz.current_revision.on_expiry = expiry
    desk.quiz.current_revision.grace_period = 900 if expiry is Expiry.GRACE else None
    db.session.commit()
    made = type("Sitting", (Sitting,), {"desk": desk, "expiry": expiry})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        made,
        settings=settings(max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=quiet),
    )
