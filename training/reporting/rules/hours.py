"""The study hours of people as a table of one header row: what its columns are, whom a filter keeps."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from training.completion.hours.queries.ledgers import PersonYear
from training.completion.hours.rules.credits import SOURCE_WORDS, Source
from training.core.i18n import _, _l
from training.core.sheets.sheet import Column, Kind, Value


class Show(enum.StrEnum):
    """Whom the list shows: everybody, those under their target, those who have reached it, those without one."""

    ALL = ""
    UNDER = "under"
    REACHED = "reached"
    NO_TARGET = "none"


SHOW_WORDS = {
    Show.ALL: _l("Everybody"),
    Show.UNDER: _l("Under the target"),
    Show.REACHED: _l("Target reached"),
    Show.NO_TARGET: _l("Without a target"),
}


def kept(people: Iterable[PersonYear], show: Show) -> list[PersonYear]:
    """Return those whom the filter keeps."""
    return [one for one in people if show in {Show.ALL, state_of(one)}]


def state_of(one: PersonYear) -> Show:
    """Return where a person stands beside the target."""
    if one.ledger.target is None:
        return Show.NO_TARGET
    return Show.UNDER if one.is_under else Show.REACHED


def hours_columns() -> list[Column]:
    """Return the columns of the table."""
    sources = [Column(str(SOURCE_WORDS[source]), 14, Kind.DECIMAL) for source in Source]
    return [
        Column(_("Cadre code"), 12),
        Column(_("Family and middle names"), 22),
        Column(_("Given name"), 12),
        Column(_("Post"), 26),
        Column(_("Unit"), 26),
        Column(_("Year"), 8, Kind.INTEGER),
        *sources,
        Column(_("Study hours together"), 12, Kind.DECIMAL),
        Column(_("Target"), 10, Kind.INTEGER),
        Column(_("Still missing"), 10, Kind.DECIMAL),
    ]


def hours_rows(people: Iterable[PersonYear]) -> Iterator[list[Value]]:
    """Give a row for each person; numbers are exact, whoever has no target has blanks there."""
    for one in people:
        ledger = one.ledger
        missing = None if ledger.target is None else exact(ledger.missing)
        names: list[Value] = [one.code, one.family_and_middle, one.given_name, one.post, one.unit, ledger.year]
        sums = [exact(hours) for hours in ledger.by_source.values()]
        yield [*names, *sums, exact(ledger.total), ledger.target, missing]


def exact(hours: Fraction) -> Decimal:
    """Return tiết as a decimal; whole percents of whole tiết have two places at most, so that nothing is rounded."""
    return Decimal(hours.numerator) / Decimal(hours.denominator)
