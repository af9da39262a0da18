"""Rules of marking by hand: what a rubric adds up to, which turn a marker takes, what several marks come to."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from training.core.errors import Invalid
from training.core.formats import number
from training.core.i18n import _
from training.learning.marking.models import Settling
from training.questions.rules import award

FIRST, SECOND, DECIDING = 1, 2, 3


class Standing(enum.StrEnum):
    """How far an answer is."""

    WAITING = "waiting"
    SECOND_WANTED = "second_wanted"
    DIFFERS = "differs"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Given:
    """What a marker gave."""

    turn: int
    mark: Decimal
    account_id: int | None
    comment: str
    points: Mapping[str, Any]


def standing_of(given: Sequence[Given], *, two: bool, settling: Settling) -> Standing:
    """Return how far an answer is with these marks."""
    turns = {one.turn: one.mark for one in given}
    if FIRST not in turns:
        return Standing.WAITING
    if not two or DECIDING in turns:
        return Standing.DECIDED
    if SECOND not in turns:
        return Standing.SECOND_WANTED
    return Standing.DECIDED if settling is Settling.MEAN or turns[FIRST] == turns[SECOND] else Standing.DIFFERS


def decided(given: Sequence[Given], *, two: bool, settling: Settling) -> Decimal | None:
    """Return the mark that counts, None while it is not decided; a mean is rounded half up to five places."""
    if standing_of(given, two=two, settling=settling) is not Standing.DECIDED:
        return None
    turns = {one.turn: one.mark for one in given}
    if DECIDING in turns:
        return turns[DECIDING]
    if not two or SECOND not in turns:
        return turns[FIRST]
    return award(Fraction(turns[FIRST] + turns[SECOND]) / 2, Decimal(1))


def turn_of(given: Sequence[Given], account_id: int | None, *, two: bool, settling: Settling) -> int | None:
    """Return the turn in which the account marks, again where it has done so; None where nothing is asked of it."""
    standing = standing_of(given, two=two, settling=settling)
    own = [one.turn for one in given if one.account_id == account_id]
    if standing is Standing.DIFFERS or DECIDING in own:
        return DECIDING
    if own:
        return own[0]
    return {Standing.WAITING: FIRST, Standing.SECOND_WANTED: SECOND}.get(standing)


def read_points(rubric: Sequence[Mapping[str, Any]], typed: Mapping[str, str]) -> dict[str, str]:
    """Return the points by criterion; raise Invalid("points") for what is missing or beyond a criterion's points."""
    points: dict[str, str] = {}
    for criterion in rubric:
        most = Decimal(criterion["points"])
        value = decimal_or_none(typed.get(criterion["id"], ""))
        if value is None or not 0 <= value <= most:
            text = _("“%(criterion)s”: a number from 0 to %(most)s.", criterion=criterion["name"], most=number(most))
            raise Invalid("points", text)
        points[criterion["id"]] = str(value)
    return points


def mark_by_points(rubric: Sequence[Mapping[str, Any]], points: Mapping[str, str], *, most: Decimal) -> Decimal:
    """Return the mark that the points are worth, scaled to the `most` that the question brings."""
    whole = sum((Decimal(criterion["points"]) for criterion in rubric), Decimal(0))
    given = sum((Decimal(value) for value in points.values()), Decimal(0))
    return award(Fraction(given) / Fraction(whole), most)


def read_mark(typed: str, *, most: Decimal) -> Decimal:
    """Return a typed mark of at most three places; raise Invalid("mark") for anything beyond 0 to `most`."""
    mark = decimal_or_none(typed)
    if mark is None or not 0 <= mark <= most:
        raise Invalid("mark", _("Write a mark from 0 to %(most)s.", most=number(most)))
    return mark


def decimal_or_none(typed: str) -> Decimal | None:
    """Return a number typed with a comma or a point and at most three places."""
    try:
        value = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value == round(value, 3) else None
