"""Matching (ghép cặp): for each item on the left the one on the right that belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import _, _l, ngettext
from training.core.markup import Media, plain
from training.core.vietnamese import tidy
from training.questions.kinds.base import (
    MAX_TEXT,
    Body,
    Response,
    ShownOption,
    ShownPart,
    TextBlock,
    one_line,
    words_of,
)
from training.questions.kinds.parts import UNKNOWN, Parts, lines_of, name_of

MIN_PAIRS = 2
MAX_PAIRS = 20
MAX_EXTRA = 10
ARROW = "=>"


class Matching(Parts):
    """Pairs, and words on the right that belong to nothing; every right pair earns the same share.

    One answer may belong to several items: it stands among the choices once.
    """

    key = "matching"
    label = _l("Matching")
    template = "matching"
    file_words = ("ghép cặp",)
    file_fields = frozenset({"pair", "extra"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        pairs, extra = _pairs(raw), _extra(raw)
        if any(not left or not right for left, right in pairs):
            yield Invalid("pairs", _("Write each pair on a line of its own: item => what belongs to it."))
        if not MIN_PAIRS <= len(pairs) <= MAX_PAIRS:
            yield Invalid("pairs", _("Give %(least)s to %(most)s pairs.", least=MIN_PAIRS, most=MAX_PAIRS))
        if max(Counter(left for left, _right in pairs).values(), default=0) > 1:
            yield Invalid("pairs", _("An item stands on the left twice."))
        if len({right for _left, right in pairs} | set(extra)) < MIN_PAIRS:
            yield Invalid("pairs", _("There is only one answer to choose from."))
        if len(extra) > MAX_EXTRA or {right for _left, right in pairs} & set(extra):
            sentence = _("At most %(most)s answers that belong to nothing, none of a pair.", most=MAX_EXTRA)
            yield Invalid("extra", sentence)
        if any(len(text) > MAX_TEXT for text in [*extra, *(text for pair in pairs for text in pair)]):
            yield Invalid("pairs", _("At most %(limit)s characters.", limit=MAX_TEXT))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        pairs = _pairs(raw)
        words = dict.fromkeys([*(right for _left, right in pairs), *_extra(raw)])
        return {
            "stems": [
                {"id": name_of(left), "markdown": left, "html": _html(left, media), "right": name_of(right)}
                for left, right in pairs
            ],
            "options": [{"id": name_of(text), "markdown": text, "html": _html(text, media)} for text in words],
        }

    def option_order(self, body: Body, *, rng: Random, shuffle: bool) -> list[str]:
        names = [option["id"] for option in body["options"]]
        # Always mixed: in the author's order the answers would stand beside their items.
        rng.shuffle(names)
        return names

    def parts(self, body: Body, order: Sequence[str]) -> tuple[ShownPart, ...]:
        by_id = {option["id"]: option for option in body["options"]}
        named = dict.fromkeys([*(name for name in order if name in by_id), *by_id])
        words = [(name, plain(by_id[name]["html"])) for name in named]
        return tuple(
            ShownPart(stem["html"], tuple(ShownOption(f"{stem['id']}={name}", text) for name, text in words))
            for stem in body["stems"]
        )

    def filled(self, body: Body, order: Sequence[str], values: Sequence[str]) -> list[str]:
        chosen = {value.partition("=")[0]: value for value in values}
        return [chosen.get(stem["id"], "") for stem in body["stems"]]

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        given = words_of(values)
        stems, options = {stem["id"] for stem in body["stems"]}, {option["id"] for option in body["options"]}
        pairs = [value.partition("=")[::2] for value in given]
        if not all(left in stems and right in options for left, right in pairs) or len(dict(pairs)) != len(pairs):
            raise Invalid("answer", str(UNKNOWN))
        return [value for value in self.filled(body, (), given) if value] or None

    def by_part(self, body: Body, response: Sequence[str]) -> list[str]:
        return [value.partition("=")[2] for value in self.filled(body, (), response)]

    def shares(self, body: Body, response: Sequence[str]) -> list[Fraction]:
        return [Fraction(stem["right"] == name) for stem, name in zip(body["stems"], response, strict=True)]

    def _names(self, body: Body) -> list[str]:
        return [stem["html"] for stem in body["stems"]]

    def _given(self, body: Body, place: int, value: str) -> str:
        return str(_html_of(body).get(value, "?"))

    def _keys(self, body: Body) -> list[str]:
        html = _html_of(body)
        return [plain(html[stem["right"]]) for stem in body["stems"]]

    def describe(self, body: Body) -> str:
        return str(ngettext("%(num)s pair", "%(num)s pairs", len(body["stems"])))

    def file_lines(self, body: Body) -> Iterator[str]:
        yield from (f"Ghép: {pair}" for pair in pairs_of(body))
        yield from (f"Thừa: {words}" for words in extra_of(body))

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        return {"pairs": block.fields.get("pair", ""), "extra": block.fields.get("extra", "")}


def extra_of(body: Body) -> list[str]:
    """Return the answers of `body` that belong to no item."""
    used = {stem["right"] for stem in body["stems"]}
    return [option["markdown"] for option in body["options"] if option["id"] not in used]


def pairs_of(body: Body) -> list[str]:
    """Return the pairs of `body` as lines."""
    words = {option["id"]: option["markdown"] for option in body["options"]}
    return [f"{stem['markdown']} {ARROW} {words[stem['right']]}" for stem in body["stems"]]


def _pairs(raw: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the pairs: lines of an author, or a stored body's own."""
    text = "\n".join(pairs_of(raw)) if "stems" in raw else raw.get("pairs")
    split = (line.partition(ARROW) for line in lines_of(text))
    return [(tidy(left), tidy(right)) for left, _arrow, right in split]


def _extra(raw: Mapping[str, Any]) -> list[str]:
    return extra_of(raw) if "stems" in raw else lines_of(raw.get("extra"))


def _html(text: str, media: Media) -> str:
    return one_line(text, media, field="pairs")


def _html_of(body: Body) -> dict[str, str]:
    return {option["id"]: option["html"] for option in body["options"]}
