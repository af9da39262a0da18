"""Multiple choice (nhiều đáp án): one or more options are right; the question says how a half-right answer counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l, ngettext
from training.core.markup import Media
from training.core.vietnamese import tidy
from training.questions.kinds.base import RIGHT, WRONG, Body, Response, TextBlock
from training.questions.kinds.choice import Choice, known_options
from training.questions.kinds.points import exact_text, points_of

DEFAULT_RULE = "all_or_nothing"
WEIGHTS = "weights"
MAX_WEIGHT = 100
RULES: Mapping[str, LazyString] = MappingProxyType(
    {
        "all_or_nothing": _l("All right options and no other: full mark, else none"),
        "each_option": _l("Each option judged rightly counts its share"),
        "net_correct": _l("Right ones less wrong ones, never below nothing"),
        "weights": _l("Each option by its own weight: those chosen together, of all right ones, never below nothing"),
    }
)
FILE_RULES = {
    "đúng hết": "all_or_nothing",
    "từng phương án": "each_option",
    "trừ phương án sai": "net_correct",
    "theo trọng số": "weights",
}


class MultipleChoice(Choice):
    """A set of options, marked by the rule in the body."""

    key = "multiple_choice"
    label = _l("Multiple choice")
    template = "multiple_choice"
    input = "checkbox"
    file_words = ("nhiều đáp án",)
    file_fields = frozenset({"rule"})
    file_bracket = "["

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        yield from super().faults(raw)
        rule = raw.get("rule") or DEFAULT_RULE
        if rule not in RULES:
            yield Invalid("rule", _("There is no such rule of marking."))
        options = raw.get("options")
        if rule == WEIGHTS and isinstance(options, list | tuple):
            yield from _weight_faults([option for option in options if isinstance(option, Mapping)])

    def _key_faults(self, right: int) -> Iterator[Invalid]:
        if right == 0:
            yield Invalid("options", _("No option is marked as right."))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        body = {**super()._build(raw, media), "rule": raw.get("rule") or DEFAULT_RULE}
        if body["rule"] == WEIGHTS:
            for option, given in zip(body["options"], raw["options"], strict=True):
                option["weight"] = exact_text(_weight(given))
        return body

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        return known_options(values, body) or None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        if not isinstance(response, list) or not response:
            return WRONG
        return _MARKING[body["rule"]](frozenset(response), self.key_of(body), body["options"])

    def describe(self, body: Body) -> str:
        right = len(self.key_of(body))
        return f"{super().describe(body)}, {ngettext('%(num)s right', '%(num)s right', right)}"

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        if "rule" in block.fields and tidy(block.fields["rule"]).casefold() not in FILE_RULES:
            words = ", ".join(FILE_RULES)
            yield Invalid("rule", _("There is no such rule of marking; known are: %(words)s.", words=words))

    def file_lines(self, body: Body) -> Iterator[str]:
        yield from super().file_lines(body)
        if body["rule"] != DEFAULT_RULE:
            yield ""
            yield f"Cách chấm: {next(words for words, rule in FILE_RULES.items() if rule == body['rule'])}"

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        rule = FILE_RULES.get(tidy(block.fields.get("rule", "")).casefold(), DEFAULT_RULE)
        return {**super().from_file(block), "rule": rule}


def _weight(option: Mapping[str, Any]) -> str:
    """Return the weight as given; what is left open is 1 for a right option and 0 for another."""
    return str(option.get("weight") or "").strip() or ("1" if option.get("right") else "0")


def _weight_faults(options: Sequence[Mapping[str, Any]]) -> Iterator[Invalid]:
    for number, option in enumerate(options):
        weight = points_of(_weight(option))
        if weight is None or abs(weight) > MAX_WEIGHT:
            sentence = _("A weight is a number from -%(most)s to %(most)s, such as 2 or -0,5.", most=MAX_WEIGHT)
            yield Invalid(f"options.{number}", sentence)
        elif bool(option.get("right")) != (weight > 0):
            yield Invalid(f"options.{number}", _("A right option weighs more than 0, another one 0 or less."))


Options = Sequence[Mapping[str, Any]]


def _all_or_nothing(chosen: frozenset[str], key: frozenset[str], _options: Options) -> Fraction:
    return RIGHT if chosen == key else WRONG


def _each_option(chosen: frozenset[str], key: frozenset[str], options: Options) -> Fraction:
    return max(WRONG, Fraction(len(options) - len(chosen ^ key), len(options)))


def _net_correct(chosen: frozenset[str], key: frozenset[str], _options: Options) -> Fraction:
    return max(WRONG, Fraction(len(chosen & key) - len(chosen - key), len(key)))


def _by_weight(chosen: frozenset[str], key: frozenset[str], options: Options) -> Fraction:
    """Return the weights chosen as a share of all those of right options (the sum of fractions, from 0 to 1)."""
    weights = {option["id"]: Fraction(option["weight"]) for option in options}
    earned = sum((weights.get(name, WRONG) for name in chosen), WRONG)
    return min(RIGHT, max(WRONG, earned / sum(weights[name] for name in key)))


_MARKING: Mapping[str, Callable[[frozenset[str], frozenset[str], Options], Fraction]] = {
    "all_or_nothing": _all_or_nothing,
    "each_option": _each_option,
    "net_correct": _net_correct,
    WEIGHTS: _by_weight,
}
