"""What is remarkable about check-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from training.attendance.models import How
from training.attendance.rules.evidence import Flag, Scan, flags_of

START = datetime(2026, 11, 19, 0, 30, tzinfo=UTC)
END = START + timedelta(hours=3)


def scan(number: int, *, second: int = 0, device: str = "", how: How = How.CHECK_IN, agent: str = "A") -> Scan:
    at = START + timedelta(seconds=second)
    return Scan(number, number, how, at, device or f"d{number}", "203.0.113.7", agent)


def found(*scans: Scan, left: dict[int, datetime] | None = None) -> dict[int, frozenset[Flag]]:
    return flags_of(scans, ends_at=END, left=left or {})


def test_a_shared_network_alone_is_nothing() -> None:
    assert found(*(scan(n, second=n, agent=f"phone {n}") for n in range(100))) == {}


def test_one_browser_for_several_people_is_told_of_each() -> None:
    assert found(scan(1, device="x"), scan(2, second=60, device="x"), scan(3, second=90)) == {
        1: {Flag.SAME_DEVICE},
        2: {Flag.SAME_DEVICE},
    }


@pytest.mark.parametrize(("apart", "flagged"), [(1, 4), (20, 0)])
def test_four_alike_within_seconds_are_a_burst(apart: int, flagged: int) -> None:
    assert len(found(*(scan(n, second=n * apart) for n in range(4)))) == flagged


def test_a_tablet_at_the_door_is_neither_one_device_nor_a_burst() -> None:
    assert found(*(scan(n, second=n, device="tablet", how=How.KIOSK) for n in range(9))) == {}


def test_a_scan_after_the_end_or_after_leaving_is_told() -> None:
    late = scan(1, second=3 * 3600 + 1)
    assert found(late, scan(2, second=60), left={2: START}) == {1: {Flag.AFTER_END}, 2: {Flag.AFTER_LEAVING}}
