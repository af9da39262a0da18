"""What completion looks at: what a class is made of, and what one learner has done. Plain values, nothing rounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from training.attendance.rules.rule import USUAL, Rule
from training.attendance.rules.tallies import NO_ATTENDANCE, MeetingShape, Tally
from training.learning.rules.results import QuizResult
from training.quizzes.models import Counts


@dataclass(frozen=True, slots=True)
class QuizShape:
    """A published quiz of the class's courses: `pass_mark` is its own, a fraction 0-1; `counts` says which attempt.

    One without a limit of time or attempts is practice, no examination.
    """

    title: str
    pass_mark: Decimal
    counts: Counts = Counts.HIGHEST
    is_exam: bool = True


@dataclass(frozen=True, slots=True)
class ClassShape:
    """What a class is made of: published modules, published quizzes by id, meetings in order of time.

    `attendance` is the rule by which its rolls are added up.
    """

    modules: int = 0
    quizzes: Mapping[int, QuizShape] = field(default_factory=dict)
    meetings: tuple[MeetingShape, ...] = ()
    closed: bool = False
    attendance: Rule = USUAL

    @property
    def study_hours(self) -> int:
        """Return the tiết of all meetings."""
        return sum(m.study_hours for m in self.meetings)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one learner has done: modules read, what counts of each quiz taken, attendance.

    `waiting` are the quizzes with an attempt that is handed in and still to be marked by hand, such as an essay.
    """

    modules_read: int = 0
    quizzes: Mapping[int, QuizResult] = field(default_factory=dict)
    attendance: Tally = NO_ATTENDANCE
    waiting: frozenset[int] = frozenset()
