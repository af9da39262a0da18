"""Typed text made clean: composed letters, single spaces, no unseen characters, đ where a look-alike stands."""

from __future__ import annotations

import re
import unicodedata

VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"  # all vowels with all tones
LETTERS = VOWELS + "bcdđghklmnpqrstvx"

# Eth (U+00D0, U+00F0) and African d (U+0189, U+0256) look like Đ and đ in most fonts; old keyboards gave them.
_LOOK_ALIKE = "ðÐɖƉ"
_AS_D = str.maketrans(_LOOK_ALIKE, "đĐđĐ")
_NOT_IN_WORD = r"(?<![^\W\d_])"
_END_OF_WORD = r"(?![^\W\d_])"
_BEGINS_SYLLABLE = re.compile(f"{_NOT_IN_WORD}[{_LOOK_ALIKE}](?=[{VOWELS}][{LETTERS}]*{_END_OF_WORD})", re.IGNORECASE)
# QĐ, NĐ-CP, HĐND: capitals without a vowel are an abbreviation, and no language abbreviates with eth here.
_ABBREVIATION = re.compile(f"{_NOT_IN_WORD}[BCDĐGHKLMNPQRSTVX{_LOOK_ALIKE}]*[ÐƉ][BCDĐGHKLMNPQRSTVXÐƉ]*{_END_OF_WORD}")
_BLANKS = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs"}


def tidy(text: str) -> str:
    """Clean one line of typed text.

    Letters are composed (NFC), every run of blanks of any kind becomes one space, the ends are trimmed,
    control and zero-width characters go, and eth becomes đ where it begins a Vietnamese syllable or stands
    in an abbreviation; in Icelandic words it stays. Idempotent. Text in a legacy font encoding (TCVN3 keeps
    ư in the soft hyphen) must be converted before.
    """
    if not text.isprintable():
        text = "".join(c for c in _BLANKS.sub(" ", text) if unicodedata.category(c) not in _UNSEEN)
    composed = text if text.isascii() else _with_d(unicodedata.normalize("NFC", text))
    return " ".join(composed.split())


def _with_d(text: str) -> str:
    if not any(c in text for c in _LOOK_ALIKE):
        return text
    text = _BEGINS_SYLLABLE.sub(lambda found: found.group().translate(_AS_D), text)
    return _ABBREVIATION.sub(lambda found: found.group().translate(_AS_D), text)
