"""Pages of reporting."""

from training.reporting.views import (
    api,
    api_tokens,
    classes,
    dashboards,
    documents,
    exports,
    hours,
    reviews,
    rosters,
    training_records,
)
from training.reporting.views.blueprint import bp

__all__ = [
    "api",
    "api_tokens",
    "bp",
    "classes",
    "dashboards",
    "documents",
    "exports",
    "hours",
    "reviews",
    "rosters",
    "training_records",
]
