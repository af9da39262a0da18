"""Rules of places: a class has so many, a unit and those below it so many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Quota:
    """The places of a unit, by its path, and how many of them are taken."""

    path: str
    places: int
    taken: int = 0

    def covers(self, path: str) -> bool:
        """Tell whether a unit is this one or one below it."""
        return path.startswith(self.path)


@dataclass(slots=True)
class Places:
    """The places of a class: `capacity`, None for no limit, and quotas of units."""

    capacity: int | None
    quotas: list[Quota] = field(default_factory=list)
    taken: int = 0

    def taken_by(self, paths: Iterable[str]) -> Places:
        """Count learners, by the paths of their units, whether there is room or not; return the places."""
        for path in paths:
            self._count(path)
        return self

    def take(self, path: str) -> bool:
        """Take a place for somebody of a unit; tell whether there was one, in the class and in every quota above."""
        if self.is_full or any(q.taken >= q.places for q in self.quotas if q.covers(path)):
            return False
        self._count(path)
        return True

    @property
    def is_full(self) -> bool:
        """Tell whether the class has no place left."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def left(self) -> int | None:
        """Return how many places are left, never below 0; None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    def _count(self, path: str) -> None:
        self.taken += 1
        for quota in self.quotas:
            quota.taken += quota.covers(path)
