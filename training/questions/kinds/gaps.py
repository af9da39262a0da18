"""Gaps (điền chỗ trống): a text with gaps, each typed or chosen from a list.

An author writes the gaps into the text: [[6 | sáu]] is typed, [[*91 / 33 / 45]] is chosen, [[6 {2}]] counts twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import _, _l, ngettext
from training.core.markup import Media
from training.core.vietnamese import tidy
from training.questions.kinds.base import Body, Response, ShownOption, ShownPart, TextBlock, one_line
from training.questions.kinds.parts import UNKNOWN, Parts, placed, typed_html
from training.questions.kinds.short_answer import ShortAnswer, matching_lines

MAX_GAPS = 12
MAX_TEXT = 4000
#: So long that a response of many gaps stays within a kilobyte.
MAX_WORDS = 60
_GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_WEIGHT = re.compile(r"\{\s*(\d{1,2})\s*\}\s*$")
_SHORT = ShortAnswer()


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between [[ and ]]: `options` of a chosen gap, the right ones first marked; else accepted words."""

    accepted: tuple[str, ...]
    options: tuple[str, ...]
    weight: int


class Gaps(Parts):
    """Gaps in a text; each earns its weight by itself. Typed ones are compared as short answers are."""

    key = "gaps"
    label = _l("Fill the gaps")
    template = "gaps"
    input = "line"
    file_words = ("điền chỗ trống", "điền khuyết")
    file_fields = frozenset({"text", "matching"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        text = str(raw.get("text") or "")
        gaps = [_gap(inner) for inner in _GAP.findall(text)]
        if not 1 <= len(gaps) <= MAX_GAPS:
            sentence = _("Give the text 1 to %(most)s gaps, such as [[6 | sáu]] or [[*91 / 33]].", most=MAX_GAPS)
            yield Invalid("text", sentence)
        if len(text) > MAX_TEXT:
            yield Invalid("text", _("At most %(limit)s characters.", limit=MAX_TEXT))
        for number, gap in enumerate(gaps, start=1):
            for fault in _gap_faults(gap):
                yield Invalid("text", _("Gap %(number)s: %(fault)s", number=number, fault=fault))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        text = str(raw["text"]).strip()
        pieces = _GAP.split(text)
        match = {"match_case": bool(raw.get("match_case", False)), "match_marks": bool(raw.get("match_marks", True))}
        return {
            "text": text,
            "before": [_piece(words, media) for words in pieces[::2]],
            "gaps": [_built(_gap(inner), match) for inner in pieces[1::2]],
            **match,
        }

    def parts(self, body: Body, order: Sequence[str]) -> tuple[ShownPart, ...]:
        *before, last = body["before"]
        asked = [
            ShownPart(html, tuple(ShownOption(words, words) for words in gap["options"]), typed=not gap["options"])
            for html, gap in zip(before, body["gaps"], strict=True)
        ]
        return (*asked, ShownPart(last))

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        given = placed(values, len(body["gaps"]))
        for gap, words in zip(body["gaps"], given or (), strict=False):
            if words and gap["options"] and words not in gap["options"]:
                raise Invalid("answer", str(UNKNOWN))
            if len(words) > MAX_WORDS:
                raise Invalid("answer", _("The answer is longer than %(limit)s characters.", limit=MAX_WORDS))
        return given

    def shares(self, body: Body, response: Sequence[str]) -> list[Fraction]:
        return [_share(gap, words) for gap, words in zip(body["gaps"], response, strict=True)]

    def weights(self, body: Body) -> list[Fraction]:
        return [Fraction(gap["weight"]) for gap in body["gaps"]]

    def _names(self, body: Body) -> list[str]:
        return [str(_("Gap %(number)s", number=number)) for number, _gap_ in enumerate(body["gaps"], start=1)]

    def _given(self, body: Body, place: int, value: str) -> str:
        return typed_html(value)

    def _keys(self, body: Body) -> list[str]:
        return [" / ".join(gap["right"]) if gap["options"] else _SHORT.key_text(gap) for gap in body["gaps"]]

    def describe(self, body: Body) -> str:
        return str(ngettext("%(num)s gap", "%(num)s gaps", len(body["gaps"])))

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        fields = {name: text for name, text in block.fields.items() if name == "matching"}
        yield from _SHORT.file_faults(TextBlock((), fields))

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        matching = _SHORT.from_file(TextBlock((), {"matching": block.fields.get("matching", "")}))
        del matching["answers"]
        return {**matching, "text": block.fields.get("text", "")}

    def file_lines(self, body: Body) -> Iterator[str]:
        yield f"Đoạn văn: {' '.join(body['text'].split())}"
        yield from matching_lines(body)


def _gap(inner: str) -> _Gap:
    weight = _WEIGHT.search(inner)
    words = _WEIGHT.sub("", inner)
    options = tuple(tidy(option) for option in words.split("/"))
    if len(options) > 1 and any(option.startswith("*") for option in options):
        right = tuple(tidy(option[1:]) for option in options if option.startswith("*"))
        return _Gap(right, tuple(tidy(option.removeprefix("*")) for option in options), _number(weight))
    return _Gap(tuple(t for t in (tidy(text) for text in words.split("|")) if t), (), _number(weight))


def _number(weight: re.Match[str] | None) -> int:
    return int(weight[1]) if weight else 1


def _gap_faults(gap: _Gap) -> Iterator[str]:
    if gap.weight < 1:
        yield _("a gap weighs at least 1.")
    if any(len(words) > MAX_WORDS for words in (*gap.accepted, *gap.options)):
        yield _("at most %(limit)s characters.", limit=MAX_WORDS)
    if not gap.options:
        yield from (fault.text for fault in _SHORT.faults({"answers": list(gap.accepted)}))
    elif not all(gap.options) or len(set(gap.options)) != len(gap.options):
        yield _("its choices are empty or given twice.")
    elif len(gap.accepted) == len(gap.options):
        yield _("every choice is right.")


def _built(gap: _Gap, match: Mapping[str, bool]) -> dict[str, Any]:
    if gap.options:
        return {"options": list(gap.options), "right": list(gap.accepted), "weight": gap.weight}
    return {"options": [], "weight": gap.weight, **_SHORT.parse({"answers": list(gap.accepted), **match})}


def _share(gap: Mapping[str, Any], words: str) -> Fraction:
    if not gap["options"]:
        return _SHORT.mark(gap, words or None)
    return Fraction(words in gap["right"])


def _piece(words: str, media: Media) -> str:
    """Render the words between two gaps; the spaces around a gap are part of the text."""
    if not words.strip():
        return words
    start = " " if words[0].isspace() else ""
    end = " " if words[-1].isspace() else ""
    return f"{start}{one_line(words.strip(), media, field='text')}{end}"
