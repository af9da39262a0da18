"""What completion looks at: what a class is made of, and what one learner has done. Plain values, nothing rounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

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
class MeetingShape:
    """A meeting that was not cancelled, worth `study_hours` tiết; `held` once it has begun and has a roll."""

    meeting_id: int
    ends_at: datetime
    study_hours: int
    held: bool


@dataclass(frozen=True, slots=True)
class ClassShape:
    """What a class is made of: published modules, published quizzes by id, meetings in order of time."""

    modules: int = 0
    quizzes: Mapping[int, QuizShape] = field(default_factory=dict)
    meetings: tuple[MeetingShape, ...] = ()
    closed: bool = False

    @property
    def study_hours(self) -> int:
        """Return the tiết of all meetings."""
        return sum(m.study_hours for m in self.meetings)


@dataclass(frozen=True, slots=True)
class AttendanceFact:
    """Tiết and meetings of one learner: attended, out of those whose roll was taken, and those still awaited.

    Awaited are meetings without a roll, ahead or past, while the class is open: once it is closed no roll will come,
    and a meeting that nobody recorded counts for nobody. `meetings_before` were over before the enrolment and do not
    count; where a roll names the learner all the same, the meeting does.
    """

    hours_attended: int = 0
    hours_held: int = 0
    hours_awaited: int = 0
    meetings_attended: int = 0
    meetings_held: int = 0
    meetings_awaited: int = 0
    meetings_before: int = 0

    @property
    def hours(self) -> int:
        """Return the tiết that the asked share is of: held and awaited."""
        return self.hours_held + self.hours_awaited


@dataclass(frozen=True, slots=True)
class Facts:
    """What one learner has done: modules read, what counts of each quiz taken, attendance."""

    modules_read: int = 0
    quizzes: Mapping[int, QuizResult] = field(default_factory=dict)
    attendance: AttendanceFact = AttendanceFact()
