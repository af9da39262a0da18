"""Places with quotas, and meetings that contend for a room or a trainer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from training.classes.rules.conflicts import Clash, Slot, clashes
from training.classes.rules.places import Places, Quota


@pytest.mark.parametrize(
    ("capacity", "quota", "taken", "wanted", "expected"),
    [
        (None, None, [], ["/1/2/"] * 3, [True, True, True]),
        (2, None, [], ["/1/2/"] * 3, [True, True, False]),
        (2, None, ["/1/2/"] * 5, ["/1/3/"], [False]),
        (None, 1, [], ["/1/2/", "/1/2/7/", "/1/3/"], [True, False, True]),
        (None, 1, ["/1/2/7/"], ["/1/2/", "/1/3/"], [False, True]),
        (1, 1, [], ["/1/3/", "/1/2/"], [True, False]),
    ],
)
def test_who_gets_a_place(
    capacity: int | None, quota: int | None, taken: list[str], wanted: list[str], expected: list[bool]
) -> None:
    places = Places(capacity, [Quota("/1/2/", quota)] if quota else []).taken_by(taken)
    assert [places.take(path) for path in wanted] == expected


def test_places_left_are_never_fewer_than_none() -> None:
    assert Places(2).taken_by(["/1/"] * 3).left == 0
    assert Places(None).taken_by(["/1/"] * 3).left is None


def slot(begins: int, ends: int, room: str = "", trainer: int | None = None, place: str = "") -> Slot:
    return Slot(datetime(2026, 3, 2, begins, tzinfo=UTC), datetime(2026, 3, 2, ends, tzinfo=UTC), place, room, trainer)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (slot(8, 11, "Hội trường"), slot(10, 12, "hoi truong"), [Clash.ROOM]),
        (slot(8, 11, "Hội trường"), slot(11, 12, "Hội trường"), []),
        (slot(8, 11, "Phòng 1"), slot(8, 11, "Phòng 2"), []),
        (slot(8, 11), slot(8, 11), []),
        (slot(8, 11, "P1", place="Trung tâm"), slot(8, 11, "P1", place="Ủy ban"), []),
        (slot(8, 11, "P1", place="Trung tâm"), slot(8, 11, "P1"), [Clash.ROOM]),
        (slot(8, 11, trainer=5), slot(9, 10, trainer=5), [Clash.TRAINER]),
        (slot(8, 11, trainer=5), slot(9, 10, trainer=6), []),
        (slot(8, 11, "P1", 5), slot(9, 10, "P1", 5), [Clash.ROOM, Clash.TRAINER]),
    ],
)
def test_what_two_meetings_contend_for(one: Slot, other: Slot, expected: list[Clash]) -> None:
    assert clashes(one, other) == clashes(other, one) == expected
