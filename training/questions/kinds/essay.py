"""Essay (tự luận): a text of the learner's own, marked by a person with the criteria that the author gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from markupsafe import escape

from training.core.errors import Invalid
from training.core.i18n import _, _l, ngettext
from training.core.markup import Media
from training.core.vietnamese import tidy
from training.questions.kinds.base import (
    WRONG,
    Body,
    Kind,
    OptionOutcome,
    Response,
    TextBlock,
    words_of,
)
from training.questions.kinds.rubric import rubric_faults, rubric_from_text, rubric_lines, rubric_of

#: In letters; some forty written pages.
MAX_ESSAY = 20_000
MAX_WORDS = 5_000
#: So many bytes hold an essay whatever letters it has, with room for the escapes of JSON.
_MAX_BYTES = 8 * MAX_ESSAY
_MAX_INSTRUCTIONS = 5_000
_LINE_ENDS = re.compile(r"\r\n?")
_GAPS = re.compile(r"\n{3,}")
_RANGE = re.compile(r"(\d*)\s*(\.\.|-|–)?\s*(\d*)")


class Essay(Kind):
    """A longer text; how many words it should have is said and counted, never forced: a text is not lost for it."""

    key = "essay"
    label = _l("Essay")
    template = "essay"
    input = "essay"
    by_hand = True
    file_words = ("tự luận",)
    file_fields = frozenset({"instructions", "words", "rubric"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        if len(_instructions(raw)) > _MAX_INSTRUCTIONS:
            yield Invalid("instructions", _("At most %(limit)s characters.", limit=_MAX_INSTRUCTIONS))
        for name in ("min_words", "max_words"):
            if raw.get(name) is not None and not _is_count(raw[name]):
                yield Invalid(name, _("Give a number of words from 1 to %(most)s.", most=MAX_WORDS))
        least, most = raw.get("min_words"), raw.get("max_words")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield Invalid("max_words", _("The most is less than the least."))
        yield from rubric_faults(raw)

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        instructions = _instructions(raw)
        return {
            "instructions": instructions,
            "instructions_html": html_of(instructions) if instructions else "",
            "min_words": raw.get("min_words"),
            "max_words": raw.get("max_words"),
            "rubric": rubric_of(raw),
        }

    def guide(self, body: Body) -> Mapping[str, Any]:
        names = ("instructions_html", "min_words", "max_words")
        return {"length": length_words(body), **{name: body[name] for name in names}}

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        text = tidy_text("\n".join(words_of(values, most=_MAX_BYTES)))
        if len(text) > MAX_ESSAY:
            raise Invalid("answer", _("The answer is longer than %(limit)s characters.", limit=MAX_ESSAY))
        return text or None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        return WRONG

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, str):
            return []
        return [OptionOutcome("", html_of(response), chosen=True, right=False)]

    def key_text(self, body: Body) -> str:
        return "; ".join(f"{one['name']} ({one['points']})" for one in body["rubric"]) or str(_("Marked by a person."))

    def describe(self, body: Body) -> str:
        length = length_words(body)
        count = len(body["rubric"])
        criteria = str(ngettext("%(num)s criterion", "%(num)s criteria", count)) if count else ""
        return ", ".join(part for part in (length, criteria) if part) or str(_("of any length"))

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        if not _RANGE.fullmatch(tidy(block.fields.get("words", ""))):
            yield Invalid("words", _("Write the number of words as 100..300, 100.. or ..300."))

    def file_lines(self, body: Body) -> Iterator[str]:
        if body["instructions"]:
            yield f"Hướng dẫn: {body['instructions']}"
        if body["min_words"] or body["max_words"]:
            yield f"Số từ: {body['min_words'] or ''}..{body['max_words'] or ''}"
        if body["rubric"]:
            yield "Tiêu chí:"
            yield from rubric_lines(body["rubric"])

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        return {
            "instructions": block.fields.get("instructions", ""),
            **_range(block.fields.get("words", "")),
            "rubric": rubric_from_text(block.fields.get("rubric", "")),
        }


def tidy_text(text: str) -> str:
    """Return a text with each line tidied and at most one empty line between two others."""
    lines = (tidy(line) for line in _LINE_ENDS.sub("\n", text).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def count_words(text: str) -> int:
    """Return how many words, or in Vietnamese syllables (tiếng), a text has: what stands between spaces."""
    return len(text.split())


def html_of(text: str) -> str:
    """Return a text as HTML that keeps its lines."""
    paragraphs = (str(escape(part)).replace("\n", "<br>") for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs)


def length_words(body: Body) -> str:
    """Return in words how long an essay should be, empty where the author leaves it open."""
    least, most = body["min_words"], body["max_words"]
    if least and most:
        return str(_("%(least)s to %(most)s words", least=least, most=most))
    if least:
        return str(_("at least %(least)s words", least=least))
    return str(_("at most %(most)s words", most=most)) if most else ""


def _instructions(raw: Mapping[str, Any]) -> str:
    return tidy_text(str(raw.get("instructions") or ""))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_WORDS


def _range(text: str) -> dict[str, int | None]:
    match = _RANGE.fullmatch(tidy(text))
    if match is None:
        return {}
    least, dots, most = match.groups()
    # A single number is the most, as "300 words" is meant.
    ends = (least, most) if dots else ("", least)
    return {name: int(end[:9]) if end else None for name, end in zip(("min_words", "max_words"), ends, strict=True)}
