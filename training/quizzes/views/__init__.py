"""Pages of quizzes as they are made, and the commands that load whole courses."""

from training.quizzes.commands import commands
from training.quizzes.views import packages, quizzes, writing
from training.quizzes.views.blueprint import bp

__all__ = ["bp", "commands", "packages", "quizzes", "writing"]
