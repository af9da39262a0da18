"""Names of people: their parts, capitals and initials. A name is kept as typed unless it is all of one case."""

from __future__ import annotations

import re

from training.core.vietnamese.search import search_key
from training.core.vietnamese.text import tidy

# Family names of two words; the second word never stands as a middle name by itself.
_DOUBLE_FAMILY_NAMES = {"ton that", "ton nu", "au duong", "hoang phu"}
_WORD = re.compile(r"[^\W\d_]+")


def split_name(full_name: str) -> tuple[str, str, str]:
    """Return family name, middle names and given name; a name of one word is a given name."""
    words = full_name.split()
    if len(words) < 2:
        return ("", "", "".join(words))
    double = len(words) > 2 and search_key(" ".join(words[:2])) in _DOUBLE_FAMILY_NAMES
    family = 2 if double else 1
    return (" ".join(words[:family]), " ".join(words[family:-1]), words[-1])


def tidy_name(full_name: str) -> tuple[str, bool]:
    """Return the clean name and whether its capitals were changed.

    A name all in capitals, or all in small letters, gets the capitals of a name (H'HEN NIÊ → H'Hen Niê); one of
    mixed case stays as typed.
    """
    name = tidy(full_name)
    letters = sum(map(str.isalpha, name))
    if letters < 2 or not (name.isupper() or name.islower()):
        return (name, False)
    proper = _WORD.sub(lambda word: word.group()[0].upper() + word.group()[1:].lower(), name)
    return (proper, proper != name)


def initials(full_name: str) -> str:
    """Return the initials of given name and family name, the given name first as people are addressed: HN."""
    family, _middle, given = split_name(full_name)
    return "".join(_first_letter(part) for part in (given, family))


def _first_letter(word: str) -> str:
    return next((letter for letter in word if letter.isalpha()), "").upper()
