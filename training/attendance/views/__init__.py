"""Pages of attendance: the roll, the wall, check-in, a class's attendance."""

from training.attendance.views import (
    check_in,
    classes,
    closings,
    conflicts,
    evidence,
    histories,
    kiosk,
    offline,
    panels,
    plain,
    rolls,
    rules,
    scans,
    slips,
    wall,
)
from training.attendance.views.blueprint import bp

__all__ = [
    "bp",
    "check_in",
    "classes",
    "closings",
    "conflicts",
    "evidence",
    "histories",
    "kiosk",
    "offline",
    "panels",
    "plain",
    "rolls",
    "rules",
    "scans",
    "slips",
    "wall",
]
