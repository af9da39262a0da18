"""Rules of conflicts: two meetings at one time in one room or with one trainer. Shown as warnings, never refused."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from training.core.vietnamese import search_key


class Clash(enum.StrEnum):
    """What two meetings at one time have in common."""

    ROOM = "room"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a meeting takes up: from when to when, a room of a place, a trainer."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    room: str = ""
    trainer_id: int | None = None


def clashes(one: Slot, other: Slot) -> list[Clash]:
    """Return what two meetings contend for; meetings that only touch, one ending as the other begins, do not.

    Rooms are the same where their names are, marks and case aside; a place that one of them leaves out fits any.
    """
    if one.starts_at >= other.ends_at or other.starts_at >= one.ends_at:
        return []
    found = []
    if one.room and search_key(one.room) == search_key(other.room) and _one_place(one.place, other.place):
        found.append(Clash.ROOM)
    if one.trainer_id is not None and one.trainer_id == other.trainer_id:
        found.append(Clash.TRAINER)
    return found


def _one_place(one: str, other: str) -> bool:
    return not one or not other or search_key(one) == search_key(other)
