"""Writes of targets: set for a unit and posts from a day on, changed in the open of the audit trail."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date

from training.completion.hours.access import may_set_for
from training.completion.hours.models import HourTarget
from training.completion.hours.rules.targets import read_posts
from training.core.access import Actor
from training.core.db import db, operation, unique
from training.core.errors import Conflict, Denied, Invalid
from training.core.i18n import _
from training.core.vietnamese import tidy
from training.units.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """What is said of a target; `hours` are tiết a year, `posts` beginnings of titles, a line each."""

    title: str
    posts: str
    hours: int
    valid_from: date
    valid_to: date | None
    basis: str


@operation
def set_hour_target(facts: TargetFacts, *, unit: Unit, by: Actor) -> HourTarget:
    """Set what a year asks of people of the unit.

    Raises Denied outside of what the actor administers, Invalid("valid_to") for a last day before the first,
    Invalid("valid_from") where the same people have a target from the same day.
    """
    if not may_set_for(by, unit):
        raise Denied(_("You do not have the right to set targets for this unit."))
    _check(facts)
    target = HourTarget(unit_id=unit.id, by_account_id=by.account_id, **_columns(facts))
    with _taken():
        db.session.add(target)
    return target


@operation
def change_hour_target(target: HourTarget, facts: TargetFacts, *, version: int, by: Actor) -> HourTarget:  # noqa: ARG001
    """Change what is said of a target, based on its `version`; the unit stays.

    Raises Conflict where somebody else has changed it meanwhile, and what set_hour_target raises.
    """
    if target.version != version:
        raise Conflict(_("Somebody else has changed this target meanwhile."))
    _check(facts)
    with _taken():
        for name, value in _columns(facts).items():
            setattr(target, name, value)
    return target


def _columns(facts: TargetFacts) -> dict[str, object]:
    return {**asdict(facts), "posts": "\n".join(tidy(line) for line in facts.posts.splitlines() if line.strip())}


def _check(facts: TargetFacts) -> None:
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise Invalid("valid_to", _("The last day lies before the first day."))
    if len(set(read_posts(facts.posts))) < len(read_posts(facts.posts)):
        raise Invalid("posts", _("The same post is named twice."))


def _taken() -> AbstractContextManager[None]:
    refusal = Invalid("valid_from", _("The same people have a target from this day already. Change that one."))
    return unique("hour_targets", "unit_id", "posts", "valid_from", refusal=refusal)
