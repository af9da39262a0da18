"""Rows that never change, kept in this process's memory: question versions, published revisions.

Bounded, and filled many keys at a time, so that a page of twenty questions asks the database once or not at all.
Only what is already committed for good may be kept: a row of a transaction that fails would haunt its id.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Generic, ParamSpec, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

P = ParamSpec("P")
R = TypeVar("R")

_forget: list[Callable[[], None]] = []


class Kept(Generic[K, V]):
    """The `size` most recently used values of `load`, which reads those of several keys at once."""

    def __init__(self, load: Callable[[Collection[K]], Mapping[K, V]], *, size: int) -> None:
        self._load = load
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()
        _forget.append(self.forget)

    def find(self, key: K) -> V | None:
        """Return the value of `key`, or None where there is none."""
        return self.many((key,)).get(key)

    def many(self, keys: Collection[K]) -> dict[K, V]:
        """Return the values of those of `keys` that exist."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        missing = [key for key in keys if key not in found]
        if missing:
            found |= self._keep(self._load(missing))
        return found

    def _keep(self, loaded: Mapping[K, V]) -> Mapping[K, V]:
        with self._lock:
            self._values.update(loaded)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return loaded

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._values.clear()


def kept_results(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the `size` most recently used results of a function of values that never change what they mean."""

    def keep(fn: Callable[P, R]) -> Callable[P, R]:
        cached = functools.lru_cache(maxsize=size)(fn)
        _forget.append(cached.cache_clear)
        return cached  # type: ignore[return-value]

    return keep


def forget_all() -> None:
    """Drop what is kept of all kinds: the database was put back to an earlier state."""
    for forget in _forget:
        forget()
