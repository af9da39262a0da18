"""Whether a learner has what a class asks for: how far each condition is met, and the outcome of all."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from training.attendance.rules.tallies import Tally
from training.completion.rules.conditions import Condition, Group, Kind, Part
from training.completion.rules.facts import ClassShape, Facts


class Outcome(enum.StrEnum):
    """Where a learner stands: complete, still learning, or the class has closed and something is missing."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Finding:
    """A part of a rule held against the facts: how far it is met, an exact fraction 0-1; of a group, part by part."""

    condition: Part
    progress: Fraction
    parts: tuple[Finding, ...] = ()

    @property
    def met(self) -> bool:
        """Tell whether the condition is met."""
        return self.progress == 1


def progress(part: Part, shape: ClassShape, facts: Facts) -> Fraction:
    """Return how far the part is met, an exact fraction; it is met at 1 and never before.

    A group is as far as those of its parts that are furthest, as many as are needed.
    """
    if isinstance(part, Group):
        return _best([progress(inner, shape, facts) for inner in part.parts], part.need)
    reached, needed = _measured(part, shape, facts)
    return min(Fraction(1), Fraction(reached) / needed) if needed else Fraction(0)


def _best(found: Sequence[Fraction], need: int) -> Fraction:
    best = sorted(found, reverse=True)[:need]
    return sum(best, Fraction(0)) / need if len(best) == need > 0 else Fraction(0)


def is_met(part: Part, shape: ClassShape, facts: Facts) -> bool:
    """Tell whether the part is met, as progress says, in a fraction of the time."""
    if isinstance(part, Group):
        return 0 < part.need <= sum(is_met(inner, shape, facts) for inner in part.parts)
    reached, needed = _measured(part, shape, facts)
    return 0 < needed <= reached


def _measured(condition: Condition, shape: ClassShape, facts: Facts) -> tuple[Fraction | int, Fraction | int]:
    """Return what the learner has and what is needed; where nothing can be had, nothing is needed and nothing met."""
    if condition.kind is Kind.MODULES:
        return facts.modules_read, needed_of(condition.share, shape.modules)
    if condition.kind is Kind.ATTENDANCE:
        return facts.attendance.hours_attended, needed_of(condition.share, facts.attendance.hours)
    if condition.kind is Kind.MEETINGS:
        return facts.attendance.meetings_attended, needed_of(condition.share, meetings_of(facts.attendance))
    result = facts.quizzes.get(condition.quiz_id or 0)
    if result is None or condition.quiz_id not in shape.quizzes:
        return 0, 0
    return result.share, _exact(condition.share or result.pass_mark)


def meetings_of(attendance: Tally) -> int:
    """Return the meetings that an asked share is of: held and awaited."""
    return attendance.meetings_held + attendance.meetings_awaited


_exact = lru_cache(maxsize=256)(Fraction)


@lru_cache(maxsize=4096)
def needed_of(share: Decimal | None, total: int) -> int:
    """Return how many of `total` whole things are at least `share` of them; without a share, all."""
    exact = Fraction(share or 1) * total
    return -(-exact.numerator // exact.denominator)


def is_complete(conditions: Sequence[Part], shape: ClassShape, facts: Facts) -> bool:
    """Tell whether every condition is met; a class that asks for nothing completes nobody."""
    return bool(conditions) and all(is_met(c, shape, facts) for c in conditions)


def outcome_of(conditions: Sequence[Part], shape: ClassShape, facts: Facts) -> Outcome:
    """Return where a learner with these facts stands."""
    if is_complete(conditions, shape, facts):
        return Outcome.COMPLETED
    return Outcome.NOT_MET if shape.closed else Outcome.IN_PROGRESS


def overall(found: Sequence[Finding]) -> int:
    """Return the whole percentage that a progress ring shows: 100 only where everything is met."""
    return int(100 * sum((f.progress for f in found), Fraction(0)) / len(found)) if found else 0


def findings(conditions: Sequence[Part], shape: ClassShape, facts: Facts) -> tuple[Finding, ...]:
    """Hold each part against the facts, those of a group one by one."""
    return tuple(_finding(part, shape, facts) for part in conditions)


def _finding(part: Part, shape: ClassShape, facts: Facts) -> Finding:
    inner = findings(part.parts, shape, facts) if isinstance(part, Group) else ()
    return Finding(part, progress(part, shape, facts), inner)


def missing(found: Sequence[Finding]) -> list[Finding]:
    """Return what has to be made good for everything to be met: of a group, the nearest parts, as many as it lacks."""
    wanted: list[Finding] = []
    for finding in found:
        if finding.met:
            continue
        if not isinstance(finding.condition, Group):
            wanted.append(finding)
            continue
        unmet = sorted((f for f in finding.parts if not f.met), key=lambda f: -f.progress)
        lacking = finding.condition.need - (len(finding.parts) - len(unmet))
        wanted += missing(unmet[:lacking])
    return wanted
