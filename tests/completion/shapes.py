"""A class as completion sees it, and facts of a learner in it, with good defaults."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from training.attendance.rules.tallies import MeetingShape, Tally
from training.completion.rules.facts import ClassShape, Facts, QuizShape
from training.learning.rules.results import QuizResult

START = datetime(2026, 3, 2, 1, tzinfo=UTC)


def meeting(day: int, *, hours: int = 4, held: bool = True) -> MeetingShape:
    return MeetingShape(day, START + timedelta(days=day, hours=3), hours, held)


SHAPE = ClassShape(
    modules=6,
    quizzes={1: QuizShape("Luật Mặt trận", Decimal("0.5")), 2: QuizShape("Dân chủ cơ sở", Decimal("0.6"))},
    meetings=(meeting(1), meeting(2), meeting(3, held=False)),
)


def result(share: str, *, needed: str = "0.5", attempts: int = 1) -> QuizResult:
    exact = Fraction(share)
    return QuizResult(exact, Decimal(20), Decimal(needed), exact >= Fraction(needed), attempts)


def attended(hours: int, held: int = 8, awaited: int = 0) -> Tally:
    return Tally(hours, held, awaited, hours // 4, held // 4, awaited // 4)


def facts(*, read: int = 6, hours: int = 8, **quizzes: str) -> Facts:
    return Facts(read, {int(name[1:]): result(share) for name, share in quizzes.items()}, attended(hours))
