"""Pages of reporting."""

from training.reporting.views import classes, dashboards, documents, rosters
from training.reporting.views.blueprint import bp

__all__ = ["bp", "classes", "dashboards", "documents", "rosters"]
