"""Pages of the question bank: the list, one question being written, trying it, its versions."""

from training.questions.views import bank, versions, writing
from training.questions.views.blueprint import bp

__all__ = ["bank", "bp", "versions", "writing"]
