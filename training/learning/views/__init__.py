"""Pages of learners: home, classes, modules, quizzes, attempts, results."""

from __future__ import annotations

from training.core import jobs
from training.core.access import SYSTEM
from training.learning.operations.ending import close_expired_attempts
from training.learning.views import answers, attempts, classes, home, modules, quizzes, reviews
from training.learning.views.blueprint import bp, grace

__all__ = ["answers", "attempts", "bp", "classes", "home", "modules", "quizzes", "reviews"]


def _close_expired() -> None:
    close_expired_attempts(grace=grace(), by=SYSTEM)


jobs.every(20, _close_expired)
