"""What kinds of job there are, and what a job is handed when it is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from training.core.access import SYSTEM, Actor
from training.core.i18n import LazyString


@dataclass
class Work:
    """A job under way: its arguments, on whose behalf, a way to tell progress, and a place for its file.

    `store` is the data folder, below which slices keep what outlives the job.

    `progress(done, total, message)` has its own transaction: it is called between operations, never inside one.
    """

    job_id: int
    arguments: Mapping[str, Any]
    by: Actor
    folder: Path
    store: Path
    progress: Callable[[int, int, str], None]
    made: list[tuple[Path, str, str]] = field(default_factory=list)

    def result(self, name: str, media_type: str) -> Path:
        """Return the path at which to write the job's file; people get it under `name`, which must be plain."""
        path = self.folder / name
        self.made[:] = [(path, name, media_type)]
        return path


Run = Callable[[Work], None]
F = TypeVar("F", bound=Run)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: what it is called for people, and the function that does it."""

    name: str
    title: LazyString
    run: Run


KINDS: dict[str, Kind] = {}

#: Finds on whose behalf a job is done, by the id of an account; set where accounts are known.
actor_finder: list[Callable[[int], Actor]] = []


def job(name: str, title: LazyString) -> Callable[[F], F]:
    """Register the decorated function as what does jobs of kind `name`, "slice.verb"."""

    def register(run: F) -> F:
        if name in KINDS:
            raise ValueError(f"{name} is registered already")
        KINDS[name] = Kind(name, title, run)
        return run

    return register


def actor_for(account_id: int | None) -> Actor:
    """Return on whose behalf a job of the account is done, with the roles held today."""
    return SYSTEM if account_id is None else actor_finder[0](account_id)
