"""Pages of reporting."""

from training.reporting.views import classes, documents, rosters
from training.reporting.views.blueprint import bp

__all__ = ["bp", "classes", "documents", "rosters"]
