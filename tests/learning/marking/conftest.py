"""A quiz of which the first question waits for a person, as essays do, handed in by two learners."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.learning.conftest import Desk
from training.core import clock
from training.core.access import Actor, Role
from training.core.db import db
from training.learning.marking.models import Settling
from training.learning.marking.operations import Judgement, mark_by_hand, release_marks, set_marking_way
from training.learning.marking.queries import Task, Way, list_tasks
from training.learning.models import Attempt, AttemptState, Mark
from training.learning.operations.answers import Change
from training.learning.queries.marked import list_marked


@dataclass
class Papers:
    """The papers, and those who mark them."""

    desk: Desk
    second: Actor
    attempts: list[int] = field(default_factory=list)

    @property
    def first(self) -> Actor:
        return self.desk.cast.trainer

    def hand_in(self, learner: Actor, right: int) -> int:
        """Hand in a paper with so many of the other questions right, and let its first question wait."""
        self.desk.cast.cadre = learner
        attempt_id = self.desk.begin()
        asked = sorted(self.desk.asked(attempt_id), key=lambda one: one.version_id)
        self.desk.save(
            attempt_id, *(Change(a.position, (self.desk.right(a),), a.position) for a in asked[1 : right + 1])
        )
        self.desk.submit(attempt_id)
        place = min(list_marked(attempt_id), key=lambda one: one.version_id)
        db.session.query(Mark).filter_by(attempt_question_id=place.id).update({"undone_at": clock.now()})
        attempt = db.session.get_one(Attempt, attempt_id)
        attempt.state, attempt.score = AttemptState.SUBMITTED, None
        db.session.commit()
        self.attempts.append(attempt_id)
        return attempt_id

    def tasks(self) -> list[Task]:
        db.session.expire_all()
        return list_tasks(self.desk.cast.training_class.id)

    def mark(self, mark: str, *, by: Actor | None = None, place: int = 0, comment: str = "") -> None:
        judged = Judgement(mark=Decimal(mark), points={}, comment=comment)
        task = self.tasks()[place]
        mark_by_hand(self.desk.cast.training_class, place_id=task.place_id, judgement=judged, by=by or self.first)

    def way(self, *, two: bool = True, settling: Settling = Settling.THIRD, anonymous: bool = False) -> None:
        way = Way(anonymous, two, settling)
        set_marking_way(self.desk.cast.training_class, quiz=self.desk.quiz, way=way, by=self.first)

    def release(self) -> int:
        return release_marks(self.desk.cast.training_class, quiz=self.desk.quiz, by=self.first)


@pytest.fixture
def papers(desk: Desk) -> Papers:
    head = desk.make.person("Đặng Thị Hai", unit=desk.cast.city, post="Giảng viên")
    papers = Papers(desk, desk.make.account(head, Role.ADMINISTRATOR))
    papers.hand_in(desk.cast.cadre, right=2)
    other = desk.make.person("Võ Văn Ba", unit=desk.cast.ward)
    desk.make.enrolment(desk.cast.training_class, other)
    papers.hand_in(desk.make.account(other), right=0)
    return papers
