"""The merge rule of attendance: what a learner's events at a meeting amount to, in whatever order they arrived.

Staff may tap on several devices at once, some without a connection. A tap replaces the ones it knew of: those its page
showed, and earlier ones of its own device. Taps that knew nothing of each other stand side by side; where they
differ, the latest counts for the time being and somebody has to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from training.attendance.models import MISSED, How, Status

STAFF = frozenset({How.ROLL_CALL, How.PAPER, How.REVIEW})
OWN = frozenset({How.CHECK_IN, How.KIOSK})


class Said(NamedTuple):
    """What one event says; a null status takes back what its own source said before.

    `said_at` is the time of the tap, not of its arrival. `seen` is the newest event of the learner that the page
    showed when it was tapped; None for what was said on the server itself, which knows all before. A `weak` one was
    not said of this learner alone, as by "all present", and gives way to one that was.
    """

    event_id: int
    how: How
    status: Status | None
    said_at: datetime
    key: str = ""
    device: str = ""
    seen: int | None = None
    weak: bool = False


class Standing(NamedTuple):
    """The event that counts, or None where nothing is said any more, and the taps that contradict each other."""

    event: Said | None
    rivals: tuple[Said, ...] = ()

    @property
    def disputed(self) -> bool:
        """Tell whether somebody has to decide."""
        return bool(self.rivals)


def fold(events: Iterable[Said]) -> Standing:
    """Return what counts: staff before a check-in; a make-up where the learner would be missing.

    An excuse is foretold: whoever checks in after it has come all the same. And "all present" was said of nobody alone:
    whoever checked in, be it late, was there from then on.
    """
    told = list(events)
    heads = _heads([e for e in told if e.how in STAFF])
    event = _latest([e for e in heads if e.status is not None])
    rivals = tuple(sorted(heads, key=_order)) if len({e.status for e in heads}) > 1 else ()
    own = _newest(told, OWN)
    counting = own if own and not rivals and _says_more(own, event) else event or own
    made_up = _newest(told, {How.MAKE_UP})
    if made_up and (counting is None or counting.status in MISSED):
        return Standing(made_up)
    return Standing(counting, rivals)


def _says_more(own: Said, event: Said | None) -> bool:
    if event is None:
        return False
    return event.weak or (event.status is Status.EXCUSED and own.said_at > event.said_at)


def _heads(taps: Sequence[Said]) -> list[Said]:
    """Return the taps that no other replaces."""
    standing = [tap for tap in taps if not any(_replaces(other, tap) for other in taps)] or list(taps)
    return [tap for tap in standing if not tap.weak] or standing


def _replaces(tap: Said, other: Said) -> bool:
    if tap is other:
        return False
    if _knew(tap, other) or _knew(other, tap):
        return _knew(tap, other)
    return bool(tap.device) and tap.device == other.device and _order(tap) > _order(other)


def _knew(tap: Said, other: Said) -> bool:
    return other.event_id <= (tap.event_id - 1 if tap.seen is None else tap.seen)


def _order(event: Said) -> tuple[datetime, str]:
    return event.said_at, event.key


def _latest(events: Iterable[Said]) -> Said | None:
    return max(events, key=_order, default=None)


def _newest(events: Iterable[Said], hows: Iterable[How]) -> Said | None:
    newest = max((e for e in events if e.how in hows), key=lambda e: e.event_id, default=None)
    return newest if newest and newest.status is not None else None
