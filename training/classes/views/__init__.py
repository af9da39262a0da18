"""Pages of plans and classes."""

from training.classes.views import (
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

__all__ = ["bp", "classes", "courses", "enrolling", "learners", "meetings", "plan_parts", "plans", "registrations"]
