"""Short answer (trả lời ngắn): a few typed words, compared with the answers that the author accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from markupsafe import escape

from training.core.errors import Invalid
from training.core.i18n import _, _l, ngettext
from training.core.markup import Media
from training.core.vietnamese import search_key, tidy
from training.questions.kinds.base import RIGHT, WRONG, Body, Kind, OptionOutcome, Response, TextBlock, words_of

MAX_ANSWERS = 50
#: So long that the stored response stays within a kilobyte whatever letters it has.
MAX_LENGTH = 250
FILE_MATCHING = {
    "phân biệt hoa thường": ("match_case", True),
    "không phân biệt hoa thường": ("match_case", False),
    "phân biệt dấu": ("match_marks", True),
    "không phân biệt dấu": ("match_marks", False),
}

# Keyboards of phones put these in by themselves.
_TYPED_ALIKE = str.maketrans("‐‑‒–—−‘’ʼ“”„", "------'''\"\"\"")
_SEPARATORS = re.compile(r"[|\n]")
# Vowels that follow each other, with their marks: where the tone stands among them is a matter of style.
_VOWELS = re.compile("[aeiouy][\u0300-\u036faeiouy\ue000]*")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Stands before each capital where capitals count: the keys below fold case.
_CAPITAL = "\ue000"
# Stands for an asterisk that the author means as such (\*).
_STAR = "\ue001"


class ShortAnswer(Kind):
    """One of the accepted answers, or nothing; `*` in an accepted answer stands for any letters or none.

    Spaces, the shape of quotes and dashes and the old or new place of a tone (hoà, hòa) never matter; capitals matter
    where the body says so, tone marks unless it says otherwise.
    """

    key = "short_answer"
    label = _l("Short answer")
    template = "short_answer"
    input = "text"
    file_words = ("trả lời ngắn",)
    file_fields = frozenset({"answers", "matching"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        texts = _texts(raw)
        if not texts:
            yield Invalid("answers", _("Give at least one accepted answer."))
        if len(texts) > MAX_ANSWERS:
            yield Invalid("answers", _("Give at most %(limit)s accepted answers.", limit=MAX_ANSWERS))
        if len(texts) != len(set(texts)):
            yield Invalid("answers", _("An accepted answer is given twice."))
        if any(len(text) > MAX_LENGTH for text in texts):
            yield Invalid("answers", _("At most %(limit)s characters.", limit=MAX_LENGTH))
        if any(not text.replace("*", "").strip() for text in texts):
            yield Invalid("answers", _("An accepted answer needs more than an asterisk, or anything would be right."))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        return {
            "answers": [{"text": text} for text in _texts(raw)],
            "match_case": bool(raw.get("match_case", False)),
            "match_marks": bool(raw.get("match_marks", True)),
        }

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        text = tidy(" ".join(words_of(values)))
        if len(text) > MAX_LENGTH:
            raise Invalid("answer", _("The answer is longer than %(limit)s characters.", limit=MAX_LENGTH))
        return text or None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        if not isinstance(response, str):
            return WRONG
        given = _key(response, body)
        accepted = (_key(answer["text"].replace(r"\*", _STAR), body) for answer in body["answers"])
        return RIGHT if any(_fits(given.replace("*", _STAR), pattern) for pattern in accepted) else WRONG

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, str):
            return []
        return [OptionOutcome("", str(escape(response)), chosen=True, right=self.mark(body, response) == RIGHT)]

    def key_text(self, body: Body) -> str:
        return "; ".join(answer["text"].replace(r"\*", "*") for answer in body["answers"])

    def describe(self, body: Body) -> str:
        return str(ngettext("%(num)s accepted answer", "%(num)s accepted answers", len(body["answers"])))

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        for words in _matching(block):
            if words not in FILE_MATCHING:
                known = ", ".join(FILE_MATCHING)
                yield Invalid(
                    "matching", _("“%(words)s” is unknown here; known are: %(known)s.", words=words, known=known)
                )

    def file_lines(self, body: Body) -> Iterator[str]:
        yield f"Đáp án: {' | '.join(answer['text'] for answer in body['answers'])}"
        yield from matching_lines(body)

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        matching = dict(FILE_MATCHING[words] for words in _matching(block) if words in FILE_MATCHING)
        return {"answers": block.fields.get("answers", ""), **matching}


def matching_lines(body: Body) -> Iterator[str]:
    """Yield how a question file says what matters when words are compared; nothing where it is as usual."""
    rules = ["phân biệt hoa thường"] if body["match_case"] else []
    rules += [] if body["match_marks"] else ["không phân biệt dấu"]
    if rules:
        yield f"So khớp: {', '.join(rules)}"


def _texts(raw: Mapping[str, Any]) -> list[str]:
    """Return the accepted answers: given as a list, as a stored body has them, or as text with | or lines between."""
    given = raw.get("answers") or []
    if isinstance(given, str):
        given = _SEPARATORS.split(given)
    texts = (tidy(str(item.get("text") or "") if isinstance(item, Mapping) else str(item)) for item in given)
    return [text for text in texts if text]


def _matching(block: TextBlock) -> list[str]:
    given = block.fields.get("matching", "").split(",")
    return [words for words in (tidy(part).casefold() for part in given) if words]


def _key(text: str, body: Body) -> str:
    text = tidy(text).translate(_TYPED_ALIKE)
    if body["match_case"]:
        text = "".join(f"{_CAPITAL}{letter}" if letter.isupper() else letter for letter in text)
    if not body["match_marks"]:
        return search_key(text)
    return _VOWELS.sub(_tone_last, unicodedata.normalize("NFD", text.casefold()))


def _tone_last(vowels: re.Match[str]) -> str:
    return _TONE.sub("", vowels[0]) + "".join(_TONE.findall(vowels[0]))


def _fits(text: str, pattern: str) -> bool:
    """Tell whether `text` fits `pattern`, where * stands for any letters; takes time in proportion to both."""
    first, *rest = pattern.split("*")
    if not rest:
        return text == pattern
    *middle, last = rest
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in middle:
        place = text.find(piece, place, end) + len(piece)
        if place < len(piece):
            return False
    return True
