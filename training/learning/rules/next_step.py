"""What a learner should do next: one step out of all that are open."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

#: A quiz that closes within this time goes before reading.
SOON = timedelta(hours=24)


class StepKind(enum.StrEnum):
    """Kinds of step."""

    ATTEMPT = "attempt"
    MEETING = "meeting"
    MODULE = "module"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A step that is open: `due_at` is a deadline or close, for a meeting its start; `class_due_at` the class's end."""

    kind: StepKind
    due_at: datetime
    class_due_at: datetime
    thing: T


def next_step(steps: Iterable[Step[T]], *, now: datetime) -> Step[T] | None:
    """Return the step to take first; of equals the one given first.

    An attempt under way goes first, then a meeting under way, a quiz that closes soon, then the class that ends first:
    in it reading before quizzes. A meeting to come is the step where nothing else is to be done.
    """
    return min(steps, key=lambda step: _urgency(step, now), default=None)


def _urgency(step: Step[T], now: datetime) -> tuple[int, datetime, int, datetime]:
    if step.kind is StepKind.ATTEMPT:
        return 0, step.due_at, 0, step.due_at
    if step.kind is StepKind.MEETING:
        return 1 if step.due_at <= now else 4, step.due_at, 0, step.due_at
    if step.kind is StepKind.QUIZ and step.due_at - now <= SOON:
        return 2, step.due_at, 0, step.due_at
    return 3, step.class_due_at, int(step.kind is StepKind.QUIZ), step.due_at
