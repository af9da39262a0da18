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
from training.questions.kinds.points import exact_text, points_of, typed_text

MAX_ANSWERS = 50
#: So long that the stored response stays within a kilobyte whatever letters it has.
MAX_LENGTH = 250
#: All of the mark, in percent.
FULL = 100
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
# Stand for an asterisk and a question mark that are meant as such (\*, \?).
_STAR, _ASK = "\ue001", "\ue002"
# A letter with its marks.
_LETTER = re.compile("\ue000?.[\u0300-\u036f]*", re.DOTALL)
# The share of the mark behind an accepted answer: {50%}.
_SHARE = re.compile(r"(.*?)\s*\{\s*([\d.,]+)\s*%\s*\}", re.DOTALL)


class ShortAnswer(Kind):
    """The best of the accepted answers that fit, each worth all of the mark or a share of it.

    In an accepted answer * stands for any letters or none and ? for one letter, \\* and \\? for themselves.

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
        accepted = _accepted(raw)
        texts = [text for text, _share in accepted]
        if not texts:
            yield Invalid("answers", _("Give at least one accepted answer."))
        if len(texts) > MAX_ANSWERS:
            yield Invalid("answers", _("Give at most %(limit)s accepted answers.", limit=MAX_ANSWERS))
        if len(texts) != len(set(texts)):
            yield Invalid("answers", _("An accepted answer is given twice."))
        if any(len(text) > MAX_LENGTH for text in texts):
            yield Invalid("answers", _("At most %(limit)s characters.", limit=MAX_LENGTH))
        if any(not text.replace("*", "").replace("?", "").strip() for text in texts):
            yield Invalid("answers", _("An accepted answer needs more than an asterisk, or anything would be right."))
        yield from _share_faults([share for _text, share in accepted])

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        return {
            "answers": [
                {"text": text} if points_of(share) == FULL else {"text": text, "share": exact_text(share)}
                for text, share in _accepted(raw)
            ],
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
        fitting = (share_of(answer) for answer in body["answers"] if _fits(response, answer["text"], body))
        return max(fitting, default=WRONG)

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, str):
            return []
        return [OptionOutcome("", str(escape(response)), chosen=True, right=self.mark(body, response) == RIGHT)]

    def key_text(self, body: Body) -> str:
        return "; ".join(_told(answer) for answer in body["answers"])

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
        yield f"Đáp án: {' | '.join(accepted_text(answer) for answer in body['answers'])}"
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


def share_of(answer: Mapping[str, Any]) -> Fraction:
    """Return the exact share of the mark, 0-1, that an accepted answer earns."""
    return Fraction(answer.get("share", FULL)) / FULL


def accepted_text(answer: Mapping[str, Any]) -> str:
    """Return an accepted answer as an author types it, with its share where that is not all of the mark."""
    return f"{answer['text']} {{{typed_text(answer['share'])}%}}" if "share" in answer else str(answer["text"])


def _told(answer: Mapping[str, Any]) -> str:
    words = str(answer["text"]).replace(r"\*", "*").replace(r"\?", "?")
    return f"{words} ({typed_text(answer['share'])}%)" if "share" in answer else words


def _accepted(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each accepted answer with its share in percent.

    They are given as a list, as a stored body has them, or as text with | or lines between.
    """
    given = raw.get("answers") or []
    if isinstance(given, str):
        given = _SEPARATORS.split(given)
    return [(text, share) for text, share in map(_one_accepted, given) if text]


def _one_accepted(item: Any) -> tuple[str, str]:
    if isinstance(item, Mapping):
        return tidy(str(item.get("text") or "")), str(item.get("share") or FULL)
    match = _SHARE.fullmatch(tidy(str(item)))
    return (match[1], match[2]) if match else (tidy(str(item)), str(FULL))


def _share_faults(shares: Sequence[str]) -> Iterator[Invalid]:
    worth = [points_of(share) for share in shares]
    if any(share is None or not 0 < share <= FULL for share in worth):
        yield Invalid("answers", _("A share is written as %(example)s, above 0 and at most 100.", example="{50%}"))
    elif worth and FULL not in worth:
        yield Invalid("answers", _("At least one accepted answer earns all of the mark."))


def _matching(block: TextBlock) -> list[str]:
    given = block.fields.get("matching", "").split(",")
    return [words for words in (tidy(part).casefold() for part in given) if words]


def _fits(given: str, pattern: str, body: Body) -> bool:
    """Tell whether `given` fits an accepted answer; where a tone stands among its vowels is a matter of style."""
    text = _folded(given.replace("*", _STAR).replace("?", _ASK), body)
    wanted = _folded(pattern.replace(r"\*", _STAR).replace(r"\?", _ASK), body)
    # A tone before * or ? cannot be moved past what they stand for, so both are tried as they were written as well.
    return _matches(_toned(text), _toned(wanted)) or _matches(text, wanted)


def _folded(text: str, body: Body) -> str:
    text = tidy(text).translate(_TYPED_ALIKE)
    if body["match_case"]:
        text = "".join(f"{_CAPITAL}{letter}" if letter.isupper() else letter for letter in text)
    return unicodedata.normalize("NFD", text.casefold()) if body["match_marks"] else search_key(text)


def _toned(text: str) -> str:
    return _VOWELS.sub(_tone_last, text)


def _tone_last(vowels: re.Match[str]) -> str:
    return _TONE.sub("", vowels[0]) + "".join(_TONE.findall(vowels[0]))


def _matches(text: str, pattern: str) -> bool:
    """Tell whether `text` fits `pattern`, letter by letter; takes time in proportion to both.

    At a letter that does not fit, the last * takes one letter more; those before it never need another try.
    """
    letters, wanted = _LETTER.findall(text), _LETTER.findall(pattern)
    at = place = 0
    star, tried = -1, 0
    while at < len(letters):
        sign = wanted[place] if place < len(wanted) else ""
        if sign == "*":
            star, tried, place = place, at, place + 1
        elif sign in {"?", letters[at]}:
            at, place = at + 1, place + 1
        elif star >= 0:
            tried += 1
            at, place = tried, star + 1
        else:
            return False
    return all(sign == "*" for sign in wanted[place:])
