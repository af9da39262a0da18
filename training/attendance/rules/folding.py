"""What a learner's events at a meeting amount to, in whatever order they arrived or are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from training.attendance.models import How, Status


class Said(NamedTuple):
    """What one event says; a null status takes back what its own source said before."""

    event_id: int
    how: How
    status: Status | None


def fold(events: Iterable[Said]) -> Said | None:
    """Return the event that counts, or None where nothing is said any more.

    What staff say beats a check-in; of one source the newest counts. Where staff take back what they said, the
    check-in counts again.
    """
    newest: dict[How, Said] = {}
    for event in events:
        if event.how not in newest or event.event_id > newest[event.how].event_id:
            newest[event.how] = event
    standing = [newest[how] for how in (How.ROLL_CALL, How.CHECK_IN) if how in newest]
    return next((event for event in standing if event.status is not None), None)
