"""Pages of the hours ledger: one's own, a person's, the targets, certificates of others."""

from training.completion.hours.views import ledgers, papers, targets
from training.completion.hours.views.blueprint import bp

__all__ = ["bp", "ledgers", "papers", "targets"]
