"""What is remarkable about check-ins: evidence for whoever runs the class, and never a reason to refuse."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from training.attendance.models import How

#: So many check-ins of one kind of browser at one address within the span are a burst.
BURST, BURST_SPAN = 4, timedelta(seconds=10)


class Flag(enum.StrEnum):
    """Why somebody should look at a check-in."""

    #: The browser has checked in several people.
    SAME_DEVICE = "same_device"
    #: Many scans of one kind of browser at one address within seconds.
    BURST = "burst"
    AFTER_END = "after_end"
    #: Staff had said before that the learner was not there, or had left.
    AFTER_LEAVING = "after_leaving"


class Scan(NamedTuple):
    """A check-in as evidence."""

    event_id: int
    enrolment_id: int
    how: How
    at: datetime
    device: str
    address: str
    agent: str


def flags_of(scans: Iterable[Scan], *, ends_at: datetime, left: Mapping[int, datetime]) -> dict[int, frozenset[Flag]]:
    """Return what is remarkable of each check-in by its event; `left` is when staff said that somebody was not there.

    A tablet at the door checks in everybody: it is neither one device for many nor a burst.
    """
    told = list(scans)
    own = [scan for scan in told if scan.how is How.CHECK_IN]
    found: defaultdict[int, set[Flag]] = defaultdict(set)
    for scan in [*_of_same_device(own)]:
        found[scan.event_id].add(Flag.SAME_DEVICE)
    for scan in _in_bursts(own):
        found[scan.event_id].add(Flag.BURST)
    for scan in told:
        if scan.at > ends_at:
            found[scan.event_id].add(Flag.AFTER_END)
        if scan.enrolment_id in left and scan.at > left[scan.enrolment_id]:
            found[scan.event_id].add(Flag.AFTER_LEAVING)
    return {event_id: frozenset(flags) for event_id, flags in found.items()}


def _of_same_device(scans: Sequence[Scan]) -> list[Scan]:
    people: defaultdict[str, set[int]] = defaultdict(set)
    for scan in scans:
        people[scan.device].add(scan.enrolment_id)
    return [scan for scan in scans if scan.device and len(people[scan.device]) > 1]


def _in_bursts(scans: Sequence[Scan]) -> list[Scan]:
    alike: defaultdict[tuple[str, str], list[Scan]] = defaultdict(list)
    for scan in sorted(scans, key=lambda one: one.at):
        alike[scan.address, scan.agent].append(scan)
    return [scan for group in alike.values() for scan in group if scan.address and _crowded(scan, group)]


def _crowded(scan: Scan, group: Sequence[Scan]) -> bool:
    return sum(abs(other.at - scan.at) <= BURST_SPAN for other in group) >= BURST
