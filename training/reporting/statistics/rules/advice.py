"""Advice in words on a question: what its figures suggest that its author should look at.

Bounds: facility above 0.9 or below 0.3 and discrimination below 10 are those that widespread guides call for a look.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterator, Sequence

from training.core.i18n import LazyString, _l
from training.reporting.statistics.rules.choices import Choice
from training.reporting.statistics.rules.figures import QuizFigures, VersionFigures

#: With fewer attempts, chance speaks louder than the question.
ENOUGH = 10
#: From so many on a low discrimination is worth a word.
MANY = 30
EASY, HARD, DULL, MANY_BLANK = 0.9, 0.3, 10.0, 0.2
#: One-sided, 5 in 100: how many standard errors below nothing a correlation must lie to be more than chance.
SURE = 1.645
GOOD, POOR = 75.0, 64.0


class Advice(enum.Enum):
    """What to look at, the gravest first."""

    FEW = enum.auto()
    WRONG_KEY = enum.auto()
    AGAINST = enum.auto()
    TOO_HARD = enum.auto()
    TOO_EASY = enum.auto()
    DULL = enum.auto()
    BLANK = enum.auto()
    IDLE = enum.auto()


#: Kind of sign, a few words, and what to do.
WORDS: dict[Advice, tuple[str, LazyString, LazyString]] = {
    Advice.FEW: ("", _l("too few attempts"), _l("Fewer than 10 attempts: the figures say little yet.")),
    Advice.WRONG_KEY: (
        "bad",
        _l("the key may be wrong"),
        _l("Those who chose a wrong option fared better than those who chose the right one. Check the key first."),
    ),
    Advice.AGAINST: (
        "bad",
        _l("works against the others"),
        _l("Those who do well elsewhere do badly here. The key or the wording may mislead."),
    ),
    Advice.TOO_HARD: ("warn", _l("too hard"), _l("Fewer than 3 in 10 of the marks were earned.")),
    Advice.TOO_EASY: ("info", _l("too easy"), _l("More than 9 in 10 of the marks were earned: it tells little.")),
    Advice.DULL: ("warn", _l("tells little apart"), _l("Strong and weak learners do almost alike here.")),
    Advice.BLANK: (
        "warn",
        _l("left blank by many"),
        _l("More than a fifth gave no answer: is it clear what is asked?"),
    ),
    Advice.IDLE: ("info", _l("an option nobody chose"), _l("A wrong option that nobody chooses can be replaced.")),
}


def advice_on(figures: VersionFigures, choices: Sequence[Choice]) -> list[Advice]:
    """Return what the figures of a version suggest, the gravest first."""
    if figures.attempts < ENOUGH:
        return [Advice.FEW]
    return list(_found(figures, choices))


def _found(figures: VersionFigures, choices: Sequence[Choice]) -> Iterator[Advice]:
    facility, index = figures.facility or 0.0, figures.discrimination
    suspect = _suspect_key(choices)
    against = index is not None and index / 100 * math.sqrt(figures.attempts) < -SURE
    if suspect or against:
        yield Advice.WRONG_KEY if suspect else Advice.AGAINST
    if facility < HARD:
        yield Advice.TOO_HARD
    elif facility > EASY:
        yield Advice.TOO_EASY
    elif index is not None and index < DULL and figures.attempts >= MANY and not (suspect or against):
        yield Advice.DULL
    if figures.blank > MANY_BLANK * figures.attempts:
        yield Advice.BLANK
    if any(not one.count and not one.right for one in choices):
        yield Advice.IDLE


def _suspect_key(choices: Sequence[Choice]) -> bool:
    """Tell whether a wrong option was chosen more often than each right one, and by those who fared better."""
    right = [one for one in choices if one.right]
    if not right or len(right) == len(choices):
        return False
    often = max(one.count for one in right)
    fared = max(one.mean or 0.0 for one in right)
    return any(not one.right and one.count > often and (one.mean or 0.0) > fared for one in choices)


def reading_of(figures: QuizFigures) -> LazyString | None:
    """Say what the internal consistency of a quiz means; bounds of Moodle's guide, 75 and 64."""
    if figures.consistency is None:
        return None
    if figures.consistency >= GOOD:
        return _l("The marks are consistent: the questions measure the same thing.")
    if figures.consistency >= POOR:
        return _l("The marks are fairly consistent; the questions below with advice are where to begin.")
    return _l("The marks rest much on chance: more questions, or better ones, would make them firmer.")
