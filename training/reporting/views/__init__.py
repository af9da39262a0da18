"""Pages of reporting."""

from training.reporting.views import classes, rosters
from training.reporting.views.blueprint import bp

__all__ = ["bp", "classes", "rosters"]
