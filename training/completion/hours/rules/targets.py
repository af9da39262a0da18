"""Which target of the year counts for a person: by posts held and their units, on the day that the year is reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from training.core.access import in_force


class Target(NamedTuple):
    """A target as it is set: `posts` are beginnings of titles in small letters, none for everybody."""

    id: int
    title: str
    path: str
    posts: tuple[str, ...]
    hours: int
    valid_from: date
    valid_to: date | None


class HeldPost(NamedTuple):
    """A post held, by its title and the path of its unit."""

    title: str
    path: str


def reckoning_day(year: int, today: date) -> date:
    """Return the day whose posts and targets count for a year: its last, of the running year today."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def read_posts(text: str) -> tuple[str, ...]:
    """Return the beginnings of titles that a text names, a line each."""
    return tuple(" ".join(line.split()).casefold() for line in text.splitlines() if line.strip())


def fits(target: Target, posts: Iterable[HeldPost]) -> bool:
    """Tell whether the target asks something of whoever holds the posts."""
    return any(post.path.startswith(target.path) and _named(target.posts, post.title) for post in posts)


def _named(beginnings: Sequence[str], title: str) -> bool:
    if not beginnings:
        return True
    # By whole words: "Chủ tịch" is meant by "Chủ tịch UBMTTQ", not by "Phó Chủ tịch".
    held = " ".join(title.split()).casefold() + " "
    return any(held.startswith(f"{one} ") for one in beginnings)


def target_for(posts: Sequence[HeldPost], targets: Iterable[Target], *, on: date) -> Target | None:
    """Return the one target that counts, or None: naming posts goes before asking all, then nearness, then the newest.

    With several posts of one person, each may bring a target; the order among them is the same.
    """
    fitting = [one for one in targets if in_force(on, valid_from=one.valid_from, valid_to=one.valid_to)]
    return max((one for one in fitting if fits(one, posts)), key=_particular, default=None)


def _particular(one: Target) -> tuple[bool, int, date, int]:
    return bool(one.posts), len(one.path), one.valid_from, one.id
