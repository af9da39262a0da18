"""The order of Vietnamese lists as a plain string key, so that Python, SQLite and PostgreSQL sort alike.

The rules are those of CLDR for vi: letters a ă â b c d đ e ê …, then tones (none, huyền, hỏi, ngã, sắc, nặng), then
small before capital. Digraphs (ch, ng, nh …) are not letters of their own.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from training.core.vietnamese.names import split_name

#: Longest key in characters; what lies beyond could only order texts equal up to there.
KEY_LENGTH = 800

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_ALIKE = str.maketrans("’‘ʼ´“”–—", "''''\"\"--")

# Every key is written with 0-9 and a-z only, in which byte order and the order of any collation agree.
# 0 parts the levels; no other code holds one. Codes are such that none begins another.
_CUT = "0"
_DIGITS = "123456789abcdefghijklmnopqrstuvwxyz"
_COMMON, _CAPITAL, _FOREIGN_MARK, _VARIANT = "1", "2", "8", "9"


def _letter_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for letter in _ALPHABET:
        base = unicodedata.normalize("NFD", letter)[0].replace("đ", "d")
        family = sum(code[0] == base for code in codes.values())
        codes[letter] = f"{base}{_DIGITS[family]}" if base in "adeouz" else base
    return codes


def _vietnamese_letters() -> dict[str, tuple[str, str, str]]:
    weights: dict[str, tuple[str, str, str]] = {}
    for letter, code in _letter_codes().items():
        for rank, tone in enumerate(_TONES):
            toned = unicodedata.normalize("NFC", letter + tone)
            if len(toned) == 1:
                weights[toned] = (code, _DIGITS[rank], _COMMON)
                weights[toned.upper()] = (code, _DIGITS[rank], _CAPITAL)
    # Eth sorts as a kind of d, as ICU does; text that was tidied has đ in its place.
    weights |= {"ð": ("d1", _VARIANT, _COMMON), "Ð": ("d1", _VARIANT, _CAPITAL)}
    return weights


def _signs() -> dict[str, tuple[str, str, str]]:
    weights = {" ": ("1", _COMMON, _COMMON)}
    weights |= {sign: (f"2{_DIGITS[i]}", _COMMON, _COMMON) for i, sign in enumerate(_PUNCTUATION)}
    return weights | {str(i): (f"4{_DIGITS[i]}", _COMMON, _COMMON) for i in range(10)}


_WEIGHTS = _vietnamese_letters() | _signs()


@lru_cache(maxsize=4096)
def _weigh(char: str) -> tuple[str, str, str]:
    """Weigh any character: one of ours, one that decomposes into ours, an unseen one, else by its code."""
    known = _WEIGHTS.get(char)
    if known is not None:
        return known
    if unicodedata.category(char) in {"Mn", "Cc", "Cf", "Cs"}:
        return ("", "", "")
    parts = unicodedata.normalize("NFKD", char)
    if parts != char and parts[0] in _WEIGHTS:
        return _weigh_parts(parts)
    sign = unicodedata.category(char)[0] in "PSZ"
    return (("3" if sign else "z2") + _rank_by_code(ord(char)), _COMMON, _COMMON)


def _weigh_parts(parts: str) -> tuple[str, str, str]:
    weights = [_weigh(part) for part in parts]
    marked = any(unicodedata.combining(part) for part in parts)
    first = weights[0]
    secondary = _FOREIGN_MARK if marked else first[1]
    return (
        "".join(w[0] for w in weights),
        secondary + "".join(w[1] for w in weights[1:]),
        "".join(w[2] for w in weights),
    )


def _rank_by_code(code: int) -> str:
    symbols = ""
    for _place in range(4):
        code, rest = divmod(code, len(_DIGITS))
        symbols = _DIGITS[rest] + symbols
    return symbols


def _levels(text: str) -> str:
    composed = " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())
    weights = [_weigh(char) for char in composed]
    letters, tones, cases = ("".join(w[level] for w in weights) for level in range(3))
    return _CUT.join((letters, tones.rstrip(_COMMON), cases.rstrip(_COMMON)))


def sort_key(text: str) -> str:
    """Return the key by which `text` takes its place: letters, then tones, then capitals.

    ASCII letters and digits only, at most KEY_LENGTH characters, about three to a letter.
    """
    return _levels(text).rstrip(_CUT)[:KEY_LENGTH]


def name_sort_key(full_name: str, given: str = "") -> str:
    """Return the key of a person in a list: given name, then family name and middle names.

    `given` is the given name where a list has it in a column of its own; else it is the last word.
    """
    name = " ".join(full_name.split())
    given = " ".join(given.split())
    if not given or not name.endswith(given):
        given = split_name(name)[2]
    rest = name.removesuffix(given)
    return f"{_levels(given)}{_CUT}{_levels(rest)}".rstrip(_CUT)[:KEY_LENGTH]
