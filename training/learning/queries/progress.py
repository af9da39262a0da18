"""How far a learner is: modules and quizzes of classes together, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from training.core import clock
from training.learning.queries.attempts import AttemptHead, list_attempts, list_attempts_of
from training.learning.queries.classes import EnrolledClass, ModuleLine, list_modules
from training.learning.queries.quizzes import QuizHead, list_quizzes
from training.learning.rules.results import Finished, QuizResult, result_of
from training.learning.rules.timing import Hurdle
from training.quizzes.reviewing import shown_when, when_is


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """A quiz and what its learner has done with it, as of `now`."""

    head: QuizHead
    attempts: Sequence[AttemptHead]
    result: QuizResult | None
    now: datetime

    @property
    def running(self) -> AttemptHead | None:
        """Return the attempt that is open, if any."""
        return next((a for a in self.attempts if a.is_open), None)

    @property
    def ended(self) -> Sequence[AttemptHead]:
        """Return the attempts that have ended, handed in or abandoned."""
        return [a for a in self.attempts if not a.is_open]

    @property
    def hurdle(self) -> Hurdle | None:
        """Return what keeps the learner from beginning another attempt."""
        return self.head.hurdle(now=self.now, used=len(self.attempts), last_ended_at=self._last_ended_at)

    @property
    def not_before(self) -> datetime | None:
        """Return when the pause after the last attempt is over, if there is one."""
        return self.head.not_before(used=len(self.attempts), last_ended_at=self._last_ended_at)

    @property
    def _last_ended_at(self) -> datetime | None:
        return self.attempts[-1].ended_at if self.attempts else None

    @property
    def passed(self) -> bool:
        """Tell whether the result passes."""
        return self.result is not None and self.result.passed

    @property
    def shows_marks(self) -> bool:
        """Tell whether the learner may be told scores now."""
        return bool(self.ended) and "marks" in shown_now(self.ended[-1], self.now)

    @property
    def is_due(self) -> bool:
        """Tell whether the learner may begin an attempt and has not passed yet."""
        return self.hurdle is None and self.running is None and not self.passed


@dataclass(frozen=True, slots=True)
class Progress:
    """A class and how far its learner is with it."""

    enrolled: EnrolledClass
    modules: Sequence[ModuleLine]
    quizzes: Sequence[QuizStanding]

    @property
    def modules_done(self) -> int:
        """Return how many modules have been read to the end."""
        return sum(line.done_at is not None for line in self.modules)

    @property
    def quizzes_taken(self) -> int:
        """Return how many quizzes have a result."""
        return sum(quiz.result is not None for quiz in self.quizzes)

    @property
    def percent(self) -> int:
        """Return how much of all modules and quizzes is done, rounded down."""
        total = len(self.modules) + len(self.quizzes)
        return 100 * (self.modules_done + self.quizzes_taken) // total if total else 0

    @property
    def next_module(self) -> ModuleLine | None:
        """Return the first module that has not been read to the end."""
        return next((line for line in self.modules if line.done_at is None), None)


def shown_now(attempt: AttemptHead, now: datetime) -> frozenset[str]:
    """Return what the review of the attempt shows now."""
    ended_at = None if attempt.is_open else attempt.ended_at
    return shown_when(attempt.revision.review, when_is(now, ended_at=ended_at, closed=attempt.window.is_over(now)))


def standing_of(head: QuizHead) -> QuizStanding:
    """Return what the learner has done with one quiz."""
    return _standing(head, list_attempts(enrolment_id=head.enrolment_id, quiz_id=head.quiz_id), clock.now())


def list_progress(classes: Sequence[EnrolledClass]) -> list[Progress]:
    """Return how far the learner is with each of `classes`; three queries, whatever their number."""
    if not classes:
        return []
    modules, standings = list_modules(classes), list_standings(classes)
    return [
        Progress(
            enrolled,
            [line for line in modules if line.class_id == enrolled.class_id],
            [quiz for quiz in standings if quiz.head.class_id == enrolled.class_id],
        )
        for enrolled in classes
    ]


def list_standings(classes: Sequence[EnrolledClass]) -> list[QuizStanding]:
    """Return the quizzes of `classes` and what their learner has done with each; two queries."""
    attempts: dict[tuple[int, int], list[AttemptHead]] = {}
    for attempt in list_attempts_of([c.enrolment_id for c in classes]):
        attempts.setdefault((attempt.enrolment_id, attempt.quiz_id), []).append(attempt)
    now = clock.now()
    return [_standing(head, attempts.get((head.enrolment_id, head.quiz_id), []), now) for head in list_quizzes(classes)]


def _standing(head: QuizHead, attempts: Sequence[AttemptHead], now: datetime) -> QuizStanding:
    finished = [
        Finished(a.number, a.score, a.full_mark, a.revision.pass_mark)
        for a in attempts
        if a.state.has_result and a.score is not None
    ]
    counts = attempts[-1].revision.counts if attempts else head.revision.counts
    return QuizStanding(head, attempts, result_of(finished, counts=counts), now)
