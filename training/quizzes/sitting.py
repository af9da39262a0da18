"""How a quiz is sat: what the end of the time does, how its questions are shown, what a start asks for first."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from training.core.errors import Invalid
from training.core.i18n import _

MAX_GRACE = 7 * 24 * 3600
MAX_DELAY = 60 * 24 * 3600
MAX_PASSWORD = 64


class Expiry(enum.StrEnum):
    """What becomes of an attempt whose time is up."""

    #: What was saved is handed in by itself.
    SUBMIT = "submit"
    #: For a while it may be handed in, but not answered; then it is abandoned.
    GRACE = "grace"
    #: What was not handed in in time is abandoned.
    ABANDON = "abandon"


class Layout(enum.StrEnum):
    """How the questions of an attempt are shown."""

    ONE_PAGE = "one_page"
    #: One at a time, back and forth at will.
    ONE_BY_ONE = "one_by_one"
    #: One at a time, and a question that was left stays as it is.
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Sitting:
    """How a quiz is sat; all times in seconds, None where there is none.

    `delay_second` lies between the end of the first attempt and the start of the second, `delay_later` before others.
    """

    on_expiry: Expiry = Expiry.SUBMIT
    grace_period: int | None = None
    layout: Layout = Layout.ONE_PAGE
    password: str = ""
    delay_second: int | None = None
    delay_later: int | None = None

    @property
    def hand_in_seconds(self) -> int:
        """Return how long after the deadline an attempt may still be handed in."""
        return (self.grace_period or 0) if self.on_expiry is Expiry.GRACE else 0

    def delay_before(self, number: int) -> int:
        """Return the seconds between the end of the attempt before and the start of attempt `number`."""
        if number <= 1:
            return 0
        return (self.delay_second if number == 2 else self.delay_later) or 0


def sitting_faults(sitting: Sitting) -> Iterator[Invalid]:
    """Yield what cannot be meant."""
    if sitting.on_expiry is Expiry.GRACE and not sitting.grace_period:
        yield Invalid("grace_minutes", _("Say for how many minutes it may still be handed in."))
