"""The shape of Vietnamese syllables: enough to tell Vietnamese from the wreck that a wrong encoding makes of it."""

from __future__ import annotations

import re
import unicodedata

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    "(?:oai|oay|oao|oeo|uây|uôi|ươi|ươu|iêu|yêu|uyê|uya|uyu|oa|oă|oe|oo|uâ|uê|uy|uơ|uô|ưa|ươ|ưi|ưu|ia|iê|yê|ya|iu"
    "|ai|ao|au|ay|âu|ây|eo|êu|oi|ôi|ơi|ua|ui|[aăâeêioôơuưy])"
)
_CODA = "(?:ch|ng|nh|[cmnptk])?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 200_000
_TYPOGRAPHY = set("–—…“”‘’«»•·°×§½¼¾²³´¨©®™€₫ \u00a0\u00ad")


def is_syllable(word: str) -> bool:
    """Tell whether `word` could be a Vietnamese syllable, with at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    toneless, tones = _TONES.subn("", parts)
    return tones < 2 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def looks_vietnamese(text: str) -> bool:
    """Tell whether text with letters beyond ASCII reads as Vietnamese: nine in ten such words are syllables."""
    if any(not c.isascii() and not c.isalpha() and not unicodedata.combining(c) and c not in _TYPOGRAPHY for c in text):
        return False
    sample = unicodedata.normalize("NFC", text[:_SAMPLE_CHARACTERS])
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    return sum(map(is_syllable, words)) >= 0.9 * len(words)
