"""Saying what a class counts as attendance."""

from __future__ import annotations

from dataclasses import asdict

from training.attendance.models import AttendanceRule
from training.attendance.queries.rules import NAMES
from training.attendance.rules.rule import Rule
from training.classes.models import TrainingClass
from training.classes.operations.holding import hold_unclosed
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict
from training.core.i18n import _


@operation
def set_attendance_rule(
    training_class: TrainingClass,
    *,
    rule: Rule,
    version: int,
    by: Actor,  # noqa: ARG001
) -> TrainingClass:
    """Set the attendance rule of a class; `version` is the one that was looked at, 0 where the usual rule held.

    Raises Conflict where the class is closed or somebody else has changed the rule since.
    """
    hold_unclosed(training_class.id)
    changed = Conflict(_("Somebody else has changed the rule meanwhile."))
    found = db.session.get(AttendanceRule, training_class.id)
    if (found.version if found else 0) != version:
        raise changed
    row = found or AttendanceRule(class_id=training_class.id)
    for name, value in asdict(rule).items():
        setattr(row, name, value)
    with unique("attendance_rules", "class_id", refusal=changed):
        db.session.add(row)
    return training_class


def copy_attendance_rule(old: TrainingClass, new: TrainingClass, by: Actor) -> None:  # noqa: ARG001
    """Let the copy of a class count attendance as the class does."""
    if rule := db.session.get(AttendanceRule, old.id):
        db.session.add(AttendanceRule(class_id=new.id, **{name: getattr(rule, name) for name in NAMES}))
