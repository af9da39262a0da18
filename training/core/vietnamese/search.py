"""Finding Vietnamese text: keys without marks for searching, keys with tones for telling people apart, near misses."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_MARKS = re.compile("[\u0300-\u036f]")
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FOLDED = str.maketrans("đðɖ’‘ʼ´`–—", "ddd'''''--")
_D_ALONE = str.maketrans("ðɖ’‘ʼ", "đđ'''")


def search_key(text: str) -> str:
    """Return `text` without marks and capitals, đ as d, blanks folded: what a search compares.

    Old and new places of the tone (hoà, hòa) give one key. Idempotent.
    """
    folded = _without_marks(text).casefold()
    # Folding case can bring marks back: İ becomes i with a dot above.
    bare = folded if folded.isascii() else _without_marks(folded).translate(_FOLDED)
    return " ".join(bare.replace("`", "'").split())


def _without_marks(text: str) -> str:
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", _UNSEEN.sub("", text)))


def match_key(text: str) -> str:
    """Return a key equal for two spellings of one name: capitals, blanks and the place of the tone do not count.

    Unlike the search key it keeps letters and tones: Bình and Bính are two people.
    """
    letters = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).casefold().translate(_D_ALONE)
    return " ".join(_tone_last(word) for word in letters.split())


def _tone_last(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(sorted(_TONE_MARKS.findall(parts)))
    return unicodedata.normalize("NFC", _TONE_MARKS.sub("", parts)) + tones


def nearest(name: str, candidates: Iterable[str], n: int = 3) -> list[str]:
    """Return up to `n` of `candidates` that read most like `name`, the nearest first; marks do not count."""
    by_key: dict[str, str] = {}
    for candidate in candidates:
        by_key.setdefault(search_key(candidate), candidate)
    found = difflib.get_close_matches(search_key(name), list(by_key), n=n, cutoff=0.5)
    return [by_key[key] for key in found]
