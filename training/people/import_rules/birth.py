"""A birth as lists give it: a date, or the year alone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.sheets.table import Cell

_FIRST_YEAR = 1900
_YOUNGEST = 16
_SPREADSHEET_EPOCH = date(1899, 12, 30)
#: Serial numbers of dates from 1910 to 2064; a smaller number may be a year.
_SERIALS = range(3_654, 60_000)
_DAY_FIRST = re.compile(r"(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/\-.](\d{1,2})[/\-.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH_AND_YEAR = re.compile(r"(?:0?0[/\-.])?(\d{1,2})[/\-.](\d{4})")
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})", re.IGNORECASE)


class Birth(NamedTuple):
    """The year of birth, and the date where it is known."""

    year: int
    on: date | None = None

    def agrees_with(self, other: Birth) -> bool:
        """Tell whether both can be the same person's: the same date, or the same year where one has no date."""
        return self.year == other.year and (self.on is None or other.on is None or self.on == other.on)


def read_birth(cell: Cell, today: date) -> tuple[Birth | None, str | None]:
    """Return the birth in a cell and a warning where it was guessed at; a blank cell gives none.

    Days come first, never months. Raises Invalid(field='birth') for no date, an impossible or an unlikely one.
    """
    birth, warning = _read(cell, today)
    if birth is None:
        return (None, None)
    if not _FIRST_YEAR <= birth.year <= today.year or (birth.on and birth.on > today):
        raise Invalid("birth", _("A date of birth between 1900 and today is expected."))
    if birth.year > today.year - _YOUNGEST:
        return (birth, _("The person would be younger than %(years)s.", years=_YOUNGEST))
    return (birth, warning)


def _read(cell: Cell, today: date) -> tuple[Birth | None, str | None]:
    if isinstance(cell, datetime):
        return (_on(cell.date()), None)
    if isinstance(cell, date):
        return (_on(cell), None)
    if isinstance(cell, int | float) and cell in _SERIALS:
        return (_on(_SPREADSHEET_EPOCH + timedelta(days=int(cell))), _("A number was read as a spreadsheet date."))
    return _read_text(" ".join(str(cell).replace("'", " ").split()), today)


def _read_text(text: str, today: date) -> tuple[Birth | None, str | None]:
    if not text:
        return (None, None)
    if found := _YEAR.fullmatch(text):
        return (Birth(int(found.group(1))), None)
    if found := _DAY_FIRST.fullmatch(re.sub(r"\s*([/\-.])\s*", r"\1", text)):
        day, month, year = found.groups()
        return (_on(_possible(_full_year(year, today), int(month), int(day))), _two_digits(year))
    if found := _YEAR_FIRST.fullmatch(text):
        return (_on(_possible(*map(int, found.groups()))), None)
    if (found := _MONTH_AND_YEAR.fullmatch(text)) and 0 < int(found.group(1)) < 13:
        return (Birth(int(found.group(2))), _("Only the year of birth is kept; the day is missing."))
    raise Invalid("birth", _("A date of birth such as 17/01/1973, or the year alone, is expected."))


def _on(day: date) -> Birth:
    return Birth(day.year, day)


def _possible(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Invalid("birth", _("There is no such date of birth; the day comes first, then the month.")) from error


def _full_year(year: str, today: date) -> int:
    if len(year) == 4:
        return int(year)
    recent = 2000 + int(year)
    return recent if recent <= today.year - _YOUNGEST else recent - 100


def _two_digits(year: str) -> str | None:
    return _("The year of birth has two digits only; check the century.") if len(year) == 2 else None
