"""What a roster is of: a class, a course, a plan or a line of it, a year, or a unit with all below it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TypeAlias

from training.catalog.models import Course
from training.classes.models import Plan, PlanLine, TrainingClass
from training.core.i18n import LazyString, _l
from training.units.models import Unit


class ScopeKind(enum.StrEnum):
    """Kinds of things whose learners make a roster."""

    CLASS = "class"
    COURSE = "course"
    UNIT = "unit"
    PLAN = "plan"
    LINE = "line"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Scope:
    """A thing and a name for it; `key` is its id, for a year the year itself; `year` narrows a unit or course down."""

    kind: ScopeKind
    key: int
    name: str
    year: int | None = None

    @property
    def is_class(self) -> bool:
        """Tell whether all lines are of one class, so that its name need not stand in each."""
        return self.kind is ScopeKind.CLASS


#: What a scope names; a year names nothing.
Thing: TypeAlias = TrainingClass | Course | Unit | Plan | PlanLine | None


@dataclass(frozen=True, slots=True)
class Scoped:
    """A scope with the thing that it names, which tells who may see it."""

    scope: Scope
    thing: Thing

    @property
    def unit_path(self) -> str:
        """Return the path that learners' units lie under; of a scope that is no unit, the root of all."""
        return self.thing.path if isinstance(self.thing, Unit) else "/"


KIND_WORDS: dict[ScopeKind, LazyString] = {
    ScopeKind.CLASS: _l("Class"),
    ScopeKind.COURSE: _l("Course"),
    ScopeKind.UNIT: _l("Unit"),
    ScopeKind.PLAN: _l("Plan"),
    ScopeKind.LINE: _l("Line of the plan"),
    ScopeKind.YEAR: _l("Year"),
}
