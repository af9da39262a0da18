"""How dates, times and numbers are written: day/month/year, 24 hours, decimal comma in Vietnamese."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from training.core import clock
from training.core.i18n import _, language

NOTHING = "–"


def day(value: date | datetime | None) -> str:
    """Write a date as 05/02/2026; an instant as the date on the site's calendar."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = clock.to_site(value)
    return value.strftime("%d/%m/%Y")


def hour(value: datetime | None, precision: str = "minute") -> str:
    """Write an instant as 08:05 of the site's clock, or 08:05:30 with the precision "second"."""
    layout = "%H:%M:%S" if precision == "second" else "%H:%M"
    return NOTHING if value is None else clock.to_site(value).strftime(layout)


def moment(value: datetime | None) -> str:
    """Write an instant as 08:05 05/02/2026 of the site's clock."""
    return NOTHING if value is None else clock.to_site(value).strftime("%H:%M %d/%m/%Y")


def second(value: datetime | None) -> str:
    """Write an instant to the second, as a closing time must be."""
    return NOTHING if value is None else clock.to_site(value).strftime("%H:%M:%S %d/%m/%Y")


def weekday(value: date | datetime) -> str:
    """Name the day of the week."""
    if isinstance(value, datetime):
        value = clock.to_site(value)
    names: tuple[str, ...] = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[value.weekday()]


def long_day(value: date | datetime) -> str:
    """Write a date in text, as Thứ Năm 26/11."""
    local = clock.to_site(value) if isinstance(value, datetime) else value
    return f"{weekday(value)} {local.strftime('%d/%m')}"


def number(value: Decimal | Fraction | float | None, places: int | None = None) -> str:
    """Write a number, rounded half up to `places` or with as many as it has; thousands stay together."""
    if value is None:
        return NOTHING
    exact = _decimal(value)
    exact = exact.normalize() if places is None else exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{exact:f}"
    return text.replace(".", ",") if language() == "vi" else text


def _decimal(value: Decimal | Fraction | float) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value if isinstance(value, Decimal) else Decimal(str(value))


def percent(value: Decimal | float | None, places: int = 0) -> str:
    """Write a fraction 0-1 as a percentage."""
    return (
        NOTHING
        if value is None
        else f"{number((value if isinstance(value, Decimal) else Decimal(str(value))) * 100, places)}%"
    )


FILTERS = {
    "day": day,
    "hour": hour,
    "moment": moment,
    "second": second,
    "weekday": weekday,
    "long_day": long_day,
    "number": number,
    "percent": percent,
}
