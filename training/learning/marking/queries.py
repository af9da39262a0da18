"""Reads of marking by hand: what waits in a class, by quiz and question, with what markers gave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, exists, select

from training.classes.models import Enrolment, TrainingClass
from training.core.db import db
from training.core.errors import NotFound
from training.core.i18n import _
from training.learning.marking.models import HandMark, MarkingWay, Settling
from training.learning.marking.rules import Given, Standing, decided, standing_of, turn_of
from training.learning.models import Answer, Attempt, AttemptQuestion, AttemptState, Mark
from training.people.models import Person
from training.questions.models import QuestionVersion
from training.quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class Way:
    """How a class marks a quiz by hand."""

    anonymous: bool = False
    two_markers: bool = False
    settling: Settling = Settling.THIRD


@dataclass(frozen=True, slots=True)
class Task:
    """An answer that a person marks, with what was given; `number` names it where names are hidden."""

    place_id: int
    attempt_id: int
    quiz_id: int
    version_id: int
    question_id: int
    max_mark: Decimal
    response: Any
    person_id: int
    name: str
    number: int
    given: Sequence[Given]
    way: Way

    @property
    def standing(self) -> Standing:
        """Return how far it is."""
        return standing_of(self.given, two=self.way.two_markers, settling=self.way.settling)

    @property
    def mark(self) -> Decimal | None:
        """Return the mark that counts once released, None while it is not decided."""
        return decided(self.given, two=self.way.two_markers, settling=self.way.settling)

    def turn(self, account_id: int | None) -> int | None:
        """Return the turn in which the account marks it, None where nothing is asked of it."""
        return turn_of(self.given, account_id, two=self.way.two_markers, settling=self.way.settling)

    def own(self, account_id: int | None) -> Given | None:
        """Return what the account gave in its turn."""
        turn = self.turn(account_id)
        return next((one for one in self.given if one.account_id == account_id and one.turn == turn), None)


#: The fields of a task, as list_tasks reads them.
_FACTS = (
    "place_id",
    "attempt_id",
    "quiz_id",
    "version_id",
    "question_id",
    "max_mark",
    "response",
    "person_id",
    "name",
)


def list_tasks(class_id: int, *, quiz_id: int | None = None) -> list[Task]:
    """Return the answers of the class that wait for a person, by quiz, question and the order of handing in."""
    unmarked = ~exists().where(Mark.attempt_question_id == AttemptQuestion.id, Mark.undone_at.is_(None))
    found = (
        select(
            AttemptQuestion.id,
            Attempt.id,
            Attempt.quiz_id,
            QuestionVersion.id,
            QuestionVersion.question_id,
            AttemptQuestion.max_mark,
            Answer.response,
            Enrolment.person_id,
            Person.full_name,
        )
        .join(Attempt, Attempt.id == AttemptQuestion.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptQuestion.question_version_id)
        .outerjoin(Answer, Answer.attempt_question_id == AttemptQuestion.id)
        .where(Enrolment.class_id == class_id, Attempt.state == AttemptState.SUBMITTED, unmarked)
        .order_by(Attempt.quiz_id, QuestionVersion.question_id, Attempt.submitted_at, AttemptQuestion.id)
    )
    if quiz_id is not None:
        found = found.where(Attempt.quiz_id == quiz_id)
    rows: Sequence[Any] = db.session.execute(found).all()
    given, ways = given_for([row[0] for row in rows]), ways_of(class_id)
    numbers: dict[int, int] = {}
    tasks = []
    for row in rows:
        numbers[row[4]] = numbers.get(row[4], 0) + 1
        way = ways.get(row[2], Way())
        facts = dict(zip(_FACTS, row, strict=True))
        tasks.append(Task(**facts, number=numbers[row[4]], given=given.get(row[0], ()), way=way))
    return tasks


def given_for(place_ids: Collection[int]) -> dict[int, list[Given]]:
    """Return by place what its markers gave since it waits, in turn; what was released before is not among it."""
    found: dict[int, list[Given]] = {}
    rows = db.session.scalars(
        select(HandMark)
        .where(HandMark.attempt_question_id.in_(place_ids), HandMark.released_at.is_(None))
        .order_by(HandMark.turn)
    )
    for row in rows:
        given = Given(row.turn, row.mark, row.by_account_id, row.comment, row.points)
        found.setdefault(row.attempt_question_id, []).append(given)
    return found


def ways_of(class_id: int) -> dict[int, Way]:
    """Return how the class marks, by quiz."""
    rows = db.session.scalars(select(MarkingWay).where(MarkingWay.class_id == class_id))
    return {row.quiz_id: Way(row.anonymous, row.two_markers, row.settling) for row in rows}


def get_task(training_class: TrainingClass, place_id: int) -> Task:
    """Return an answer of the class that waits, or raise NotFound."""
    found = next((task for task in list_tasks(training_class.id) if task.place_id == place_id), None)
    if found is None:
        raise NotFound(_("This answer does not wait for a mark; perhaps its result has been released."))
    return found


def titles_of(quiz_ids: Collection[int]) -> dict[int, str]:
    """Return the titles of quizzes."""
    return dict(db.session.execute(select(Quiz.id, Quiz.title).where(Quiz.id.in_(quiz_ids))).all())


def comments_on(attempt_id: int) -> dict[int, str]:
    """Return by place what markers wrote for the learner, once released: of the deciding turn, else of all."""
    rows = db.session.execute(
        select(HandMark.attempt_question_id, HandMark.turn, HandMark.comment)
        .join(AttemptQuestion, and_(AttemptQuestion.id == HandMark.attempt_question_id))
        .where(AttemptQuestion.attempt_id == attempt_id, HandMark.released_at.is_not(None), HandMark.comment != "")
        .order_by(HandMark.turn)
    )
    comments: dict[int, list[str]] = {}
    for place_id, turn, comment in rows:
        comments[place_id] = [comment] if turn > 2 else [*comments.get(place_id, []), comment]
    return {place_id: "\n".join(found) for place_id, found in comments.items()}
