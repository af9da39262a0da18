"""Immutable rows kept in memory."""

from __future__ import annotations

from collections.abc import Collection

from training.core.kept import Kept, forget_all, kept_results


class Shelf:
    """A source of values that remembers what it was asked for."""

    def __init__(self, size: int) -> None:
        self.asked: list[list[int]] = []
        self.kept: Kept[int, str] = Kept(self._load, size=size)

    def _load(self, keys: Collection[int]) -> dict[int, str]:
        self.asked.append(sorted(keys))
        return {key: f"value {key}" for key in keys if key > 0}


def test_a_value_is_loaded_once() -> None:
    shelf = Shelf(size=10)
    assert shelf.kept.find(1) == shelf.kept.find(1) == "value 1"
    assert shelf.asked == [[1]]


def test_several_missing_values_are_loaded_together() -> None:
    shelf = Shelf(size=10)
    shelf.kept.many([1, 2])
    assert shelf.kept.many([1, 2, 3, 4]) == {n: f"value {n}" for n in (1, 2, 3, 4)}
    assert shelf.asked == [[1, 2], [3, 4]]


def test_what_does_not_exist_is_asked_for_again() -> None:
    shelf = Shelf(size=10)
    assert shelf.kept.find(-1) is None
    assert shelf.kept.find(-1) is None
    assert len(shelf.asked) == 2


def test_the_least_recently_used_goes_first() -> None:
    shelf = Shelf(size=2)
    for key in (1, 2, 1, 3, 1, 2):
        shelf.kept.find(key)
    assert shelf.asked == [[1], [2], [3], [2]]


def test_more_keys_than_room_are_still_answered() -> None:
    shelf = Shelf(size=2)
    assert len(shelf.kept.many(range(1, 6))) == 5


def test_all_is_forgotten_on_request() -> None:
    shelf = Shelf(size=2)
    shelf.kept.find(1)
    forget_all()
    shelf.kept.find(1)
    assert shelf.asked == [[1], [1]]


def test_results_of_a_function_are_kept_and_forgotten() -> None:
    calls: list[int] = []

    @kept_results(2)
    def double(number: int) -> int:
        calls.append(number)
        return 2 * number

    assert [double(1), double(1)] == [2, 2]
    forget_all()
    assert double(1) == 2
    assert calls == [1, 1]
