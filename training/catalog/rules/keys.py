"""Names of things within a course, as files and quizzes use them: small letters, digits and hyphens."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

from training.core.vietnamese import search_key

MAX_KEY = 80
_WORDS = 8


def plain_key(text: str) -> str:
    """Return the first words of `text` as a key."""
    words = re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-").split("-")
    return "-".join(words[:_WORDS])[: MAX_KEY - 6].strip("-") or "muc"


def free_key(text: str, taken: Collection[str | None]) -> str:
    """Return a key made of `text` that is not among `taken`."""
    base = plain_key(text)
    return next(key for n in count(1) if (key := base if n == 1 else f"{base}-{n}") not in taken)


def file_key(file: str) -> str:
    """Return the key that a file's name gives: "modules/01-vi-tri.md" is vi-tri."""
    stem = file.rsplit("/", 1)[-1].removesuffix(".md")
    return (re.sub(r"^\d+-", "", stem) or stem)[:MAX_KEY]
