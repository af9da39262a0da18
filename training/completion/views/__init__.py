"""Pages of completion."""

from training.completion.views import learners, rules, scales
from training.completion.views.blueprint import bp

__all__ = ["bp", "learners", "rules", "scales"]
