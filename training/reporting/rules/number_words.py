"""Numbers in Vietnamese words, as official lists write totals and marks."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu", "tỷ")


def number_words(number: int) -> str:
    """Return a whole number from 0 to 999,999,999,999 in words: 1,005, một nghìn không trăm linh năm."""
    if not 0 <= number < 10**12:
        raise ValueError(number)
    if number == 0:
        return _DIGITS[0]
    groups = [number // 1000**n % 1000 for n in range(4)]
    top = max(n for n, group in enumerate(groups) if group)
    words = [f"{_hundreds(groups[n], full=n < top)} {_SCALES[n]}".strip() for n in range(top, -1, -1) if groups[n]]
    return " ".join(words)


def _hundreds(number: int, *, full: bool) -> str:
    """Return a number below a thousand; `full` names hundreds and tens that are not there, as after a larger group."""
    hundreds, rest = divmod(number, 100)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest:
        words.append(_tens(rest, after=bool(words)))
    return " ".join(words)


def _tens(number: int, *, after: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {_DIGITS[ones]}" if after else _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    return f"{words} {_ones(ones, tens)}" if ones else words


def _ones(ones: int, tens: int) -> str:
    if ones == 5:
        return "lăm"
    return "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]


def mark_words(mark: Decimal) -> str:
    """Return a mark of at most two places in words: 8.25, tám phẩy hai lăm; 7.5, bảy phẩy năm."""
    whole, _point, places = f"{mark.normalize():f}".partition(".")
    words = number_words(int(whole))
    if not places:
        return words
    if len(places) == 1 or places[0] == "0":
        return f"{words} phẩy {' '.join(_DIGITS[int(p)] for p in places)}"
    tens, ones = int(places[0]), int(places[1])
    return f"{words} phẩy {_DIGITS[tens]} {_ones(ones, tens)}"
