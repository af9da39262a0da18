"""Pages of the hours ledger: one's own, a person's, the targets."""

from training.completion.hours.views import ledgers, targets
from training.completion.hours.views.blueprint import bp

__all__ = ["bp", "ledgers", "targets"]
