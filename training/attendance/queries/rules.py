"""The attendance rules of classes; one of which nothing was set has the usual rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, select

from training.attendance.models import AttendanceRule
from training.attendance.rules.rule import USUAL, Rule
from training.classes.models import TrainingClass
from training.core.db import db

NAMES = tuple(field.name for field in fields(Rule))
_COLUMNS = tuple(getattr(AttendanceRule, name) for name in NAMES)


def with_rule(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Add the columns of the attendance rule, for read_rule, to a statement on TrainingClass."""
    joined = statement.outerjoin(AttendanceRule, AttendanceRule.class_id == TrainingClass.id)
    return joined.add_columns(*_COLUMNS)


def read_rule(values: Sequence[Any]) -> Rule:
    """Return the rule that the columns of with_rule tell of."""
    told = dict(zip(NAMES, values, strict=True))
    return USUAL if told["late_after"] is None else Rule(**told)


def rule_of(class_id: int) -> Rule:
    """Return the attendance rule of a class."""
    found = db.session.execute(select(*_COLUMNS).where(AttendanceRule.class_id == class_id)).first()
    return read_rule(tuple(found)) if found else USUAL


def version_of_rule(class_id: int) -> int:
    """Return how often the rule of a class was set; 0 while the usual one holds."""
    found = select(AttendanceRule.version).where(AttendanceRule.class_id == class_id)
    return db.session.scalar(found) or 0
