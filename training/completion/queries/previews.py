"""Who would be complete under another rule, before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.completion.queries.certificates import certified
from training.completion.queries.learners import Learner
from training.completion.queries.standings import standings_under
from training.completion.queries.terms import Terms
from training.completion.rules.conditions import Part
from training.completion.rules.findings import Outcome, is_complete


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of `learners` are complete now and how many would be; who would become complete, and who no longer.

    `certified` are those of `lost` with a certificate that holds: it goes on holding unless it is revoked.
    """

    learners: int
    now: int
    then: int
    gained: tuple[Learner, ...]
    lost: tuple[Learner, ...]
    certified: tuple[Learner, ...] = ()


def preview_rule(class_id: int, terms: Terms, conditions: Sequence[Part]) -> Preview:
    """Return what `conditions` would change for the class's learners, were they in force instead of its terms."""
    standings = standings_under({class_id: terms})
    now = {s.learner for s in standings if s.outcome is Outcome.COMPLETED}
    then = {s.learner for s in standings if is_complete(conditions, terms.shape, s.facts)}
    in_order = [s.learner for s in standings]
    lost = tuple(one for one in in_order if one in now - then)
    have = certified(class_id) if lost else set()
    return Preview(
        learners=len(standings),
        now=len(now),
        then=len(then),
        gained=tuple(one for one in in_order if one in then - now),
        lost=lost,
        certified=tuple(one for one in lost if one.enrolment_id in have),
    )
