"""The words that a completed class is graded with: a scale has a name and days from which each of its versions holds.

Nothing here is law: scales are settings of an installation. Without one, whoever completes a class has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from training.core.errors import Invalid
from training.core.formats import number
from training.core.i18n import _

MOST_BANDS = 12
LONGEST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Band:
    """Words for marks of ten from `least` up to the next band."""

    least: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A version of a named scale, in force from a day on; bands from the highest down."""

    name: str
    valid_from: date
    bands: tuple[Band, ...]


def grade(mark: Fraction | None, scale: Scale | None, *, completed: bool) -> str:
    """Return the words for a learner: `mark` is the share 0-1 of the class's quizzes, None where there is none.

    A completed class without a mark, or with one below every band, is passed; the rule has asked for no more.
    """
    if not completed:
        return str(_("Not passed"))
    if mark is not None and scale is not None:
        for band in scale.bands:
            if mark * 10 >= Fraction(band.least):
                return band.words
    return str(_("Passed"))


def in_force(scales: Iterable[Scale], name: str, on: date) -> Scale | None:
    """Return the version of the scale `name` that holds on the day, or None."""
    held = [s for s in scales if s.name == name and s.valid_from <= on]
    return max(held, key=lambda s: s.valid_from, default=None)


def read_bands(text: str, *, field: str = "bands") -> tuple[Band, ...]:
    """Read bands as people type them, a line each, "9 Xuất sắc"; raise Invalid(field) for what cannot be read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MOST_BANDS:
        raise Invalid(field, _("Give between 1 and %(most)s lines.", most=MOST_BANDS))
    bands = sorted((_band(line, field) for line in lines), key=lambda b: b.least, reverse=True)
    if len({b.least for b in bands}) < len(bands):
        raise Invalid(field, _("Two lines begin with the same mark."))
    return tuple(bands)


def _band(line: str, field: str) -> Band:
    found = re.fullmatch(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*[:–-]?\s+(\S.*)", line)
    try:
        least = Decimal(found[1].replace(",", ".")) if found else None
    except InvalidOperation:
        least = None
    if found is None or least is None or least > 10 or len(found[2]) > LONGEST_WORDS:
        raise Invalid(
            field,
            _(
                "Write each line as a mark of ten and words, such as “8 Giỏi”; this cannot be read: %(line)s",
                line=line[:60],
            ),
        )
    return Band(least, found[2])


def written(bands: Sequence[Band]) -> str:
    """Return bands as people type them."""
    return "\n".join(f"{number(b.least)} {b.words}" for b in bands)


def stored_bands(bands: Sequence[Band]) -> list[dict[str, str]]:
    """Return bands as the database keeps them."""
    return [{"least": str(b.least), "words": b.words} for b in bands]


def bands_of(stored: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Return the bands that the database keeps."""
    return tuple(Band(Decimal(one["least"]), one["words"]) for one in stored)


#: What is proposed for a first scale; usual, and no law.
USUAL_BANDS = "9 Xuất sắc\n8 Giỏi\n7 Khá\n5 Trung bình"
