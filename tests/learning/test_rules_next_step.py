"""What comes next, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.learning.rules.next_step import Step, StepKind, next_step

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
ATTEMPT, MEETING, MODULE, QUIZ = StepKind.ATTEMPT, StepKind.MEETING, StepKind.MODULE, StepKind.QUIZ


def step(name: str, kind: StepKind, due: float, class_due: float = 720) -> Step[str]:
    """Make a step due in so many hours."""
    return Step(kind, NOW + timedelta(hours=due), NOW + timedelta(hours=class_due), name)


@pytest.mark.parametrize(
    ("steps", "first"),
    [
        pytest.param([], None, id="nothing is open"),
        pytest.param([step("read", MODULE, 720), step("quiz", QUIZ, 700)], "read", id="reading before a quiz"),
        pytest.param([step("read", MODULE, 720), step("quiz", QUIZ, 23)], "quiz", id="a quiz that closes soon"),
        pytest.param([step("quiz", QUIZ, 2), step("going", ATTEMPT, 5)], "going", id="an attempt under way"),
        pytest.param([step("late", ATTEMPT, 5), step("soon", ATTEMPT, 1)], "soon", id="the attempt that ends first"),
        pytest.param([step("read", MODULE, 720), step("now", MEETING, -0.5)], "now", id="a meeting under way"),
        pytest.param([step("read", MODULE, 720), step("later", MEETING, 1)], "read", id="reading before a meeting"),
        pytest.param([step("b", MEETING, 30), step("a", MEETING, 3)], "a", id="the next meeting"),
        pytest.param(
            [step("read B", MODULE, 720, 720), step("quiz A", QUIZ, 100, 100)], "quiz A", id="the class that ends first"
        ),
        pytest.param([step("one", MODULE, 720), step("two", MODULE, 720)], "one", id="modules in their order"),
    ],
)
def test_one_step_comes_next(steps: list[Step[str]], first: str | None) -> None:
    found = next_step(steps, now=NOW)
    assert (found.thing if found else None) == first
