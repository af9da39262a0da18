"""Ordering (sắp thứ tự): items to be put into their right order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from types import MappingProxyType
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l, ngettext
from training.core.markup import Media, plain
from training.core.vietnamese import tidy
from training.questions.kinds.base import (
    MAX_TEXT,
    WRONG,
    Body,
    Kind,
    OptionOutcome,
    Response,
    ShownOption,
    ShownPart,
    TextBlock,
    one_line,
    words_of,
)
from training.questions.kinds.parts import UNKNOWN, lines_of, name_of

MIN_ITEMS = 2
MAX_ITEMS = 20
DEFAULT_RULE = "position"
RULES: Mapping[str, LazyString] = MappingProxyType(
    {
        "position": _l("A share for each item in its right place"),
        "all": _l("All or nothing"),
        "next": _l("A share for each item that is followed by the right one"),
        "subset": _l("The share of the items that stand in the right order among themselves"),
        "distance": _l("The nearer each item is to its right place, the more it counts"),
    }
)
FILE_RULES: Mapping[str, str] = MappingProxyType(
    {
        "từng vị trí": "position",
        "đúng hết": "all",
        "từng cặp kề nhau": "next",
        "dãy đúng dài nhất": "subset",
        "khoảng cách": "distance",
    }
)


def _position(places: Sequence[int]) -> Fraction:
    return Fraction(sum(place == own for own, place in enumerate(places)), len(places))


def _all(places: Sequence[int]) -> Fraction:
    return Fraction(_position(places) == 1)


def _next(places: Sequence[int]) -> Fraction:
    """Count the n - 1 neighbours of the right order that stand side by side."""
    right = sum(b == a + 1 for a, b in pairwise(places) if a >= 0)
    return Fraction(right, len(places) - 1)


def _subset(places: Sequence[int]) -> Fraction:
    """Return the length of the longest run of items in the right order, gaps allowed; a single item is none."""
    tails: list[int] = []
    for place in places:
        if place >= 0:
            at = bisect_left(tails, place)
            tails[at : at + 1] = [place]
    return Fraction(len(tails) if len(tails) > 1 else 0, len(places))


def _distance(places: Sequence[int]) -> Fraction:
    """Return the mean over the items of (n - 1 - distance) / (n - 1), a blank place counting nothing."""
    most = len(places) - 1
    near = sum(max(0, most - abs(own - place)) for own, place in enumerate(places) if place >= 0)
    return Fraction(near, most * len(places))


#: Places in the order given: for each place the right place of the item put there, -1 where it is blank.
_SHARES: Mapping[str, Callable[[Sequence[int]], Fraction]] = MappingProxyType(
    {"position": _position, "all": _all, "next": _next, "subset": _subset, "distance": _distance}
)


class Ordering(Kind):
    """Items whose order is the answer; a response holds the items by place, "" where a place is left blank.

    The rules of part marks are those of Moodle's ordering question.
    """

    key = "ordering"
    label = _l("Ordering")
    template = "ordering"
    input = "order"
    file_words = ("sắp thứ tự", "sắp xếp")
    file_fields = frozenset({"item", "rule"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        items = _items(raw)
        if not MIN_ITEMS <= len(items) <= MAX_ITEMS:
            yield Invalid("items", _("Give %(least)s to %(most)s items.", least=MIN_ITEMS, most=MAX_ITEMS))
        if len(set(items)) != len(items):
            yield Invalid("items", _("An item is given twice."))
        if any(len(item) > MAX_TEXT for item in items):
            yield Invalid("items", _("At most %(limit)s characters.", limit=MAX_TEXT))
        if raw.get("rule", DEFAULT_RULE) not in RULES:
            yield Invalid("rule", _("There is no such rule."))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        return {
            "items": [
                {"id": name_of(item), "markdown": item, "html": one_line(item, media, field="items")}
                for item in _items(raw)
            ],
            "rule": raw.get("rule") or DEFAULT_RULE,
        }

    def option_order(self, body: Body, *, rng: Random, shuffle: bool) -> list[str]:
        names = [item["id"] for item in body["items"]]
        mixed = list(names)
        # Always mixed, and never into the right order: that would be the answer.
        while mixed == names:
            rng.shuffle(mixed)
        return mixed

    def parts(self, body: Body, order: Sequence[str]) -> tuple[ShownPart, ...]:
        count = len(body["items"])
        return tuple(
            ShownPart(item["html"], tuple(ShownOption(f"{item['id']}={n}", str(n)) for n in range(1, count + 1)))
            for item in _in_order(body, order)
        )

    def filled(self, body: Body, order: Sequence[str], values: Sequence[str]) -> list[str]:
        places = dict(value.partition("=")[::2] for value in values if "=" in value)
        places |= {value: str(n) for n, value in enumerate(values, start=1) if value and "=" not in value}
        return [f"{item['id']}={places[item['id']]}" if item["id"] in places else "" for item in _in_order(body, order)]

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        if not any("=" in value for value in words_of(values)):
            return self._listed([tidy(value) for value in values], body)
        names, count = {item["id"] for item in body["items"]}, len(body["items"])
        places: dict[int, str] = {}
        for name, number in (value.partition("=")[::2] for value in words_of(values)):
            if name not in names or not number.isdecimal() or not 1 <= int(number) <= count:
                raise Invalid("answer", str(UNKNOWN))
            if places.setdefault(int(number), name) != name:
                raise Invalid("answer", _("Two items have place %(number)s. Give each its own.", number=number))
        return self._listed([places.get(number, "") for number in range(1, count + 1)], body)

    def _listed(self, given: list[str], body: Body) -> Response | None:
        filled = [name for name in given if name]
        if not {*filled} <= {item["id"] for item in body["items"]} or len(set(filled)) != len(filled):
            raise Invalid("answer", str(UNKNOWN))
        if len(given) not in {0, len(body["items"])} and filled:
            raise Invalid("answer", str(UNKNOWN))
        return given if filled else None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        if not isinstance(response, list):
            return WRONG
        return _SHARES[body["rule"]](_places(body, response))

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, list):
            return []
        html = {item["id"]: item["html"] for item in body["items"]}
        return [
            OptionOutcome("", f"{n}. {html.get(name, '…')}", chosen=bool(name), right=place == n - 1)
            for n, (name, place) in enumerate(zip(response, _places(body, response), strict=False), start=1)
        ]

    def told(self, body: Body, response: Response) -> str:
        return "; ".join(plain(outcome.html) for outcome in self.explain(body, response))

    def key_text(self, body: Body) -> str:
        return "; ".join(f"{n}. {plain(item['html'])}" for n, item in enumerate(body["items"], start=1))

    def describe(self, body: Body) -> str:
        return str(ngettext("%(num)s item", "%(num)s items", len(body["items"])))

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        rule = tidy(block.fields.get("rule", "")).casefold()
        if rule and rule not in FILE_RULES:
            known = ", ".join(FILE_RULES)
            yield Invalid("rule", _("“%(words)s” is unknown here; known are: %(known)s.", words=rule, known=known))

    def file_lines(self, body: Body) -> Iterator[str]:
        yield from (f"Thứ tự: {item['markdown']}" for item in body["items"])
        if body["rule"] != DEFAULT_RULE:
            yield f"Cách chấm: {next(words for words, rule in FILE_RULES.items() if rule == body['rule'])}"

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        rule = FILE_RULES.get(tidy(block.fields.get("rule", "")).casefold(), DEFAULT_RULE)
        return {"items": block.fields.get("item", ""), "rule": rule}


def _items(raw: Mapping[str, Any]) -> list[str]:
    """Return the items in their right order: lines of an author, or a stored body's own."""
    given = raw.get("items") or ""
    return lines_of(given) if isinstance(given, str) else [str(item["markdown"]) for item in given]


def _in_order(body: Body, order: Sequence[str]) -> list[Mapping[str, Any]]:
    by_id = {item["id"]: item for item in body["items"]}
    return [by_id[name] for name in dict.fromkeys([*(name for name in order if name in by_id), *by_id])]


def _places(body: Body, response: Sequence[str]) -> list[int]:
    """Return for each place the right place of the item put there; of another version's items what there is."""
    right = {item["id"]: place for place, item in enumerate(body["items"])}
    given = [*response, *([""] * len(right))][: len(right)]
    return [right.get(name, -1) for name in given]
