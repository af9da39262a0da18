"""How wide text is on paper in the metrics of Times New Roman, and where a long name is best broken into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

_MM_A_POINT = 25.4 / 72
#: Widths in thousandths of the size, as the font's own tables give them; what is missing is as wide as a digit.
_PLAIN = {
    **dict.fromkeys("ijlt:;/", 278),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("fr-()I", 333),
    **dict.fromkeys("sJ", 389),
    **dict.fromkeys("acez", 444),
    **dict.fromkeys("PSF", 556),
    **dict.fromkeys("EZLT", 611),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("wADGHKNOQUVXYĐ", 722),
    **dict.fromkeys("mƠƯ", 790),
    "M": 889,
    "W": 944,
    "%": 833,
    "…": 1000,
    "ư": 560,
    "ơ": 520,
}
_BOLD = {
    **_PLAIN,
    **dict.fromkeys("bdhknpqu", 556),
    **dict.fromkeys("r", 444),
    **dict.fromkeys("tj", 333),
    **dict.fromkeys("I", 389),
    **dict.fromkeys("FP", 611),
    **dict.fromkeys("ELTZ", 667),
    **dict.fromkeys("CR", 722),
    **dict.fromkeys("GHKOQ", 778),
    "a": 500,
    "m": 833,
    "M": 944,
    "W": 1000,
    "J": 500,
    "Ơ": 850,
    "Ư": 850,
    "%": 1000,
}
_USUAL = 500


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in mm of a line of text in a size in points."""
    table = _BOLD if bold else _PLAIN
    return sum(table.get(_letter(c), _USUAL) for c in text) * size / 1000 * _MM_A_POINT


@lru_cache(maxsize=512)
def _letter(character: str) -> str:
    """Return a letter without tone and circumflex, which take no room; those with a horn are wider and stay."""
    return next((c for c in (character, *_taken_apart(character)) if c in _PLAIN), character)


def _taken_apart(character: str) -> Iterator[str]:
    parts = unicodedata.normalize("NFD", character)
    if "\u031b" in parts:
        yield unicodedata.normalize("NFC", parts[0] + "\u031b")
    yield parts[0]


#: Words that are read as one; no line ends inside them where there is another way.
_TOGETHER = (
    *(
        "VIỆT NAM",
        "MTTQ VIỆT NAM",
        "TỔ QUỐC",
        "MẶT TRẬN",
        "MẶT TRẬN TỔ QUỐC",
        "ỦY BAN",
        "BAN THƯỜNG TRỰC",
        "BAN THƯỜNG VỤ",
    ),
    *("BAN TUYÊN GIÁO", "BAN DÂN VẬN", "BAN TỔ CHỨC", "BAN CÔNG TÁC", "THÀNH ỦY", "TỈNH ỦY", "ĐẢNG ỦY", "THÀNH PHỐ"),
    *(
        "TRUNG TÂM",
        "CHÍNH TRỊ",
        "LÝ LUẬN",
        "BỒI DƯỠNG",
        "TẬP HUẤN",
        "NGHIỆP VỤ",
        "CÁN BỘ",
        "CÔNG TÁC",
        "HỌC VIÊN",
        "GIÁM SÁT",
    ),
    *("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "DÂN CƯ", "KHU DÂN CƯ", "PHẢN BIỆN", "XÃ HỘI", "ĐẶC KHU", "NĂM HỌC", "CHUYÊN ĐỀ"),
)
#: A line that begins with one of these reads well; the name of a place follows and stays with it.
_PLACES = ("THÀNH PHỐ", "TP", "TP.", "TỈNH", "PHƯỜNG", "XÃ", "ĐẶC KHU", "QUẬN", "HUYỆN", "KHỐI PHỐ", "THÔN")
_NAME_OF_PLACE = 2
_READS_WELL, _CUTS_WORDS = -0.6, 2
_MOST_LINES = 4


def balanced(text: str, room: float, size: float, *, bold: bool = True) -> list[str]:
    """Return a text in as few lines as `room` in mm allows, alike in length, parted where a reader would part it."""
    if text_width(text, size, bold=bold) <= room:
        return [text]
    words = text.split()
    for lines in range(2, _MOST_LINES + 1):
        ways = (_parted(words, cuts) for cuts in combinations(range(1, len(words)), lines - 1))
        fitting = [way for way in ways if all(text_width(line, size, bold=bold) <= room for line in way)]
        if fitting:
            return min(fitting, key=_ugliness)
    return [text]


def _parted(words: Sequence[str], cuts: Sequence[int]) -> list[str]:
    return [" ".join(words[start:end]) for start, end in pairwise((0, *cuts, len(words)))]


def _ugliness(lines: Sequence[str]) -> float:
    sizes = [len(line) for line in lines]
    uneven = (max(sizes) - min(sizes)) / max(sizes)
    return uneven + sum(_bad_cut(before.upper(), after.upper()) for before, after in pairwise(lines))


def _bad_cut(before: str, after: str) -> float:
    joined = f" {before}|{after} "
    if any(_cuts(phrase, joined) for phrase in _TOGETHER) or _cuts_a_place(before):
        return _CUTS_WORDS
    return _READS_WELL if after.startswith(tuple(f"{place} " for place in _PLACES)) else 0


def _cuts(phrase: str, joined: str) -> bool:
    words = phrase.split()
    ways = (f" {' '.join(words[:n])}|{' '.join(words[n:])} " for n in range(1, len(words)))
    return any(way in joined for way in ways)


def _cuts_a_place(before: str) -> bool:
    """Tell whether a line ends in the midst of the name of a place: the word for it, or that and the first syllable."""
    words = before.removesuffix("XÃ HỘI").split()
    ends = (" ".join(words[:-n]) if n else before for n in range(_NAME_OF_PLACE))
    return any(f" {end}".endswith(tuple(f" {place}" for place in _PLACES)) for end in ends)
