"""Pages of learners: home, classes, modules, quizzes, attempts, results."""

from __future__ import annotations

from training.learning.views import answers, attempts, classes, devices, home, modules, quizzes, reviews
from training.learning.views.blueprint import bp

__all__ = ["answers", "attempts", "bp", "classes", "devices", "home", "modules", "quizzes", "reviews"]
