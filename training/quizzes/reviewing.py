"""What a review shows in each phase, the words for a result, and how long it may be appealed against.

Stored as one mapping: a list of items by phase, "bands" and "appeal_days". Revisions of the first release know two
phases, "after_submit" and "after_close", and four items; `normal` reads them as what they meant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import _

#: "Just after" is so long after the end of an attempt.
JUST_AFTER = timedelta(minutes=2)
MAX_BANDS, MAX_BAND_TEXT, MAX_APPEAL_DAYS = 20, 500, 60


class When(enum.StrEnum):
    """The phases of a review, in their order."""

    DURING = "during"
    JUST_AFTER = "just_after"
    WHILE_OPEN = "while_open"
    AFTER_CLOSE = "after_close"


class Item(enum.StrEnum):
    """What a review can show."""

    ATTEMPT = "attempt"
    MARKS = "marks"
    OUTCOME = "outcome"
    ANSWER = "answer"
    EXPLANATION = "explanation"
    FEEDBACK = "feedback"
    OVERALL = "overall"


COARSE = ("after_submit", "after_close")
_FINE = {When.DURING.value, When.JUST_AFTER.value, When.WHILE_OPEN.value}


@dataclass(frozen=True, slots=True)
class Band:
    """What is said of a result of at least `least` per cent, up to the band above."""

    least: Decimal
    text: str


def normal(review: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored review with all phases, however old the revision is; normal of normal is the same."""
    shown = review if _FINE & set(review) else _from_coarse(review)
    phases = {when.value: [item.value for item in Item if item in shown.get(when, ())] for when in When}
    bands = [{"least": str(band["least"]), "text": str(band["text"])} for band in review.get("bands", ())]
    return {**phases, "bands": bands, "appeal_days": review.get("appeal_days")}


def _from_coarse(review: Mapping[str, Any]) -> dict[str, list[str]]:
    early, late = (_widened(review.get(phase, ())) for phase in COARSE)
    return {When.JUST_AFTER: early, When.WHILE_OPEN: early, When.AFTER_CLOSE: late}


def _widened(shown: Sequence[str]) -> list[str]:
    # The attempt itself was always shown, and feedback went with the explanation.
    items = [Item.ATTEMPT.value, Item.OVERALL.value, *shown]
    return [*items, Item.FEEDBACK.value] if Item.EXPLANATION in shown else items


def when_is(now: datetime, *, ended_at: datetime | None, closed: bool) -> When:
    """Return the phase: None for `ended_at` is an attempt under way; `closed` is of the quiz."""
    if ended_at is None:
        return When.DURING
    if now < ended_at + JUST_AFTER:
        return When.JUST_AFTER
    return When.AFTER_CLOSE if closed else When.WHILE_OPEN


def shown_when(review: Mapping[str, Any], when: When) -> frozenset[str]:
    """Return the items that the review shows in the phase."""
    return frozenset(normal(review)[when])


def band_of(review: Mapping[str, Any], share: Fraction) -> str:
    """Return what is said of a result, an exact share 0-1; empty below the lowest band."""
    reached = [band for band in bands_of(review) if share * 100 >= Fraction(band.least)]
    return reached[0].text if reached else ""


def bands_of(review: Mapping[str, Any]) -> list[Band]:
    """Return the bands, the highest first."""
    found = [Band(Decimal(band["least"]), band["text"]) for band in review.get("bands", ())]
    return sorted(found, key=lambda band: band.least, reverse=True)


def read_bands(lines: Sequence[str]) -> list[dict[str, str]]:
    """Read bands written as "80: Nắm chắc nội dung", one a line, the highest first; raise Invalid("bands")."""
    bands: dict[Decimal, str] = {}
    for line in lines:
        if line.strip():
            least, text = _band(line)
            if least in bands:
                raise Invalid("bands", _("Two comments begin at %(least)s per cent.", least=least))
            bands[least] = text
    if len(bands) > MAX_BANDS:
        raise Invalid("bands", _("At most %(limit)s comments.", limit=MAX_BANDS))
    return [{"least": str(least), "text": bands[least]} for least in sorted(bands, reverse=True)]


def _band(line: str) -> tuple[Decimal, str]:
    start, colon, text = line.partition(":")
    try:
        least = Decimal(start.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        least = Decimal(-1)
    if not colon or not text.strip() or not least.is_finite() or not 0 <= least <= 100:
        raise Invalid("bands", _("“%(line)s”: write a number from 0 to 100, a colon, and the words.", line=line[:40]))
    if len(text.strip()) > MAX_BAND_TEXT:
        raise Invalid("bands", _("At most %(limit)s characters.", limit=MAX_BAND_TEXT))
    return least.normalize() if least else Decimal(0), text.strip()


def write_bands(review: Mapping[str, Any]) -> list[str]:
    """Return the bands as read_bands takes them."""
    return [f"{band.least:f}: {band.text}" for band in bands_of(review)]
