"""Pages of plans and classes."""

from training.classes.views import (
    announcing,
    calendars,
    classes,
    courses,
    enrolling,
    learners,
    meetings,
    plan_parts,
    plans,
    registrations,
)
from training.classes.views.blueprint import bp

__all__ = [
    "announcing",
    "bp",
    "calendars",
    "classes",
    "courses",
    "enrolling",
    "learners",
    "meetings",
    "plan_parts",
    "plans",
    "registrations",
]
