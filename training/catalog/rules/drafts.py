"""When two drafts are the same, and how two texts differ."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Draft:
    """What a trainer writes of a module; `sources` holds citations as typed, a line each."""

    title: str
    minutes: int
    text: str
    sources: str

    @property
    def seal(self) -> str:
        """Return a short hash; a form carries that of the draft it was opened with, to tell later changes."""
        content = "\0".join((self.title, str(self.minutes), self.text, self.sources))
        return hashlib.sha256(content.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of lines: `kind` is "same", "gone" (only in the first text) or "new" (only in the second)."""

    kind: str
    text: str


def differences(first: str, second: str) -> list[Piece]:
    """Return how to get from `first` to `second`, line by line."""
    before, after = first.splitlines(), second.splitlines()
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "\n".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("gone", "\n".join(before[a:b])))
        if d > c:
            pieces.append(Piece("new", "\n".join(after[c:d])))
    return pieces
