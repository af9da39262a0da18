"""Numeric (điền số): a number, compared exactly with the accepted ones within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from markupsafe import escape

from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l, ngettext
from training.core.markup import Media
from training.core.vietnamese import search_key, tidy
from training.questions.kinds.base import RIGHT, WRONG, Body, Kind, OptionOutcome, Response, TextBlock, words_of

MAX_ANSWERS = 20
MAX_LENGTH = 60
MAX_DIGITS = 30
TOLERANCES: Mapping[str, LazyString] = MappingProxyType(
    {
        "absolute": _l("Up to so much more or less"),
        "relative": _l("Up to such a share more or less"),
        "geometric": _l("Up to such a share, multiplied or divided"),
    }
)
_SEPARATORS = re.compile(r"[|\n;]")
_NUMBER = re.compile(r"([+-]?)([0-9][0-9.,\u00a0 ]*)(.*)", re.DOTALL)
_DIGITS = re.compile("[0-9]+")
_TOLERANCE = re.compile(r"(±|hệ số)?\s*([\d.,]+)\s*(%?)", re.IGNORECASE)


def readings(text: str) -> tuple[Decimal, ...]:
    """Return the numbers that `text` can mean, none if it is no number.

    The decimal sign is a comma, as in Vietnam, or a point; the other one may part thousands, and so may spaces. Only
    whole groups of three are thousands. A text such as 1.234 means both 1234 and 1,234: whoever typed it knows which.
    """
    match = _NUMBER.fullmatch(text.replace("−", "-").strip())
    if match is None or match[3].strip() or sum(c.isdigit() for c in match[2]) > MAX_DIGITS:
        return ()
    digits = match[2].strip().replace("\u00a0", " ")
    found = {
        Decimal(match[1] + whole.replace(mark, "").replace(" ", "") + ("." + rest if sign else ""))
        for point, mark in ((",", "."), (".", ","))
        for whole, sign, rest in (digits.partition(point),)
        if _is_whole(whole, mark) and (not sign or _DIGITS.fullmatch(rest))
    }
    return tuple(sorted(found))


def _is_whole(text: str, mark: str) -> bool:
    """Tell whether `text` is a whole number, plain or in groups of three parted by `mark` or by spaces throughout."""
    if _DIGITS.fullmatch(text):
        return True
    for sign in (mark, " "):
        first, *groups = text.split(sign)
        if (
            groups
            and re.fullmatch("[1-9][0-9]{0,2}", first)
            and all(re.fullmatch("[0-9]{3}", group) for group in groups)
        ):
            return True
    return False


class Numeric(Kind):
    """One of the accepted numbers within the tolerance, with the unit or without.

    Bounds count as within: a ± t, a ± |a|·t, or from a / (1 + t) to a·(1 + t). Computed with exact fractions.
    """

    key = "numeric"
    label = _l("Numeric answer")
    template = "numeric"
    input = "text"
    file_words = ("điền số", "số")
    file_fields = frozenset({"answers", "tolerance", "unit"})

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        texts = _texts(raw)
        if not 1 <= len(texts) <= MAX_ANSWERS:
            yield Invalid("answers", _("Give 1 to %(most)s accepted numbers.", most=MAX_ANSWERS))
        for text in texts:
            if not readings(text):
                yield Invalid("answers", _("“%(text)s” is not a number.", text=text))
            elif len(readings(text)) > 1:
                words = _("“%(text)s” can be read in two ways. Write it without a sign between thousands.", text=text)
                yield Invalid("answers", words)
        tolerance = readings(str(raw.get("tolerance") or "0"))
        if len(tolerance) != 1 or tolerance[0] < 0:
            yield Invalid("tolerance", _("The tolerance is a number from 0 on, such as 0,5."))
        if raw.get("tolerance_kind", "absolute") not in TOLERANCES:
            yield Invalid("tolerance_kind", _("There is no such tolerance."))
        if len(tidy(str(raw.get("unit") or ""))) > MAX_LENGTH // 2:
            yield Invalid("unit", _("At most %(limit)s characters.", limit=MAX_LENGTH // 2))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        return {
            "answers": [{"text": text} for text in _texts(raw)],
            "tolerance": tidy(str(raw.get("tolerance") or "0")),
            "tolerance_kind": raw.get("tolerance_kind") or "absolute",
            "unit": tidy(str(raw.get("unit") or "")),
        }

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        text = tidy(" ".join(words_of(values)))
        if not text:
            return None
        if len(text) > MAX_LENGTH:
            raise Invalid("answer", _("The answer is longer than %(limit)s characters.", limit=MAX_LENGTH))
        if not readings(_bare(text, body)):
            raise Invalid("answer", _what_to_write(body))
        return text

    def mark(self, body: Body, response: Response | None) -> Fraction:
        if not isinstance(response, str):
            return WRONG
        given = [Fraction(number) for number in readings(_bare(response, body))]
        bounds = [_bounds(answer["text"], body) for answer in body["answers"]]
        return RIGHT if any(low <= number <= high for low, high in bounds for number in given) else WRONG

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        if not isinstance(response, str):
            return []
        return [OptionOutcome("", str(escape(response)), chosen=True, right=self.mark(body, response) == RIGHT)]

    def key_text(self, body: Body) -> str:
        unit = f" {body['unit']}" if body["unit"] else ""
        return "; ".join(f"{answer['text']}{unit}" for answer in body["answers"]) + _tolerance_text(body)

    def describe(self, body: Body) -> str:
        return str(ngettext("%(num)s accepted number", "%(num)s accepted numbers", len(body["answers"])))

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        text = tidy(block.fields.get("tolerance", ""))
        if text and not _TOLERANCE.fullmatch(text):
            yield Invalid("tolerance", _("Write a tolerance as 0,5, as 5 % or as hệ số 0,1."))

    def file_lines(self, body: Body) -> Iterator[str]:
        yield f"Đáp án: {' | '.join(answer['text'] for answer in body['answers'])}"
        if line := _tolerance_line(body):
            yield f"Sai số: {line}"
        if body["unit"]:
            yield f"Đơn vị: {body['unit']}"

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        match = _TOLERANCE.fullmatch(tidy(block.fields.get("tolerance", "")))
        found = {"answers": block.fields.get("answers", ""), "unit": block.fields.get("unit", "")}
        if match is None:
            return found
        if match[3]:
            share = next(iter(readings(match[2])), Decimal(-1)) / 100
            return {**found, "tolerance": _written(share), "tolerance_kind": "relative"}
        kind = "geometric" if (match[1] or "").casefold() == "hệ số" else "absolute"
        return {**found, "tolerance": match[2], "tolerance_kind": kind}


def _tolerance_line(body: Body) -> str:
    """Return the tolerance as a question file has it, empty where there is none."""
    (number,) = readings(body["tolerance"])
    if not number:
        return ""
    if body["tolerance_kind"] == "relative":
        return f"{_written(number * 100)} %"
    return f"hệ số {_written(number)}" if body["tolerance_kind"] == "geometric" else _written(number)


def _tolerance_text(body: Body) -> str:
    (number,) = readings(body["tolerance"])
    if not number:
        return ""
    if body["tolerance_kind"] == "absolute":
        return f" (± {_written(number)})"
    return f" ({'±' if body['tolerance_kind'] == 'relative' else '×÷'} {_written(number * 100)} %)"


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _bounds(text: str, body: Body) -> tuple[Fraction, Fraction]:
    answer, tolerance = (Fraction(readings(words)[0]) for words in (text, body["tolerance"]))
    if body["tolerance_kind"] == "absolute":
        return answer - tolerance, answer + tolerance
    if body["tolerance_kind"] == "relative":
        return answer - abs(answer) * tolerance, answer + abs(answer) * tolerance
    low, high = sorted((answer / (1 + tolerance), answer * (1 + tolerance)))
    return low, high


def _bare(text: str, body: Body) -> str:
    """Return a typed number without its unit, however the unit is spelt."""
    match = _NUMBER.fullmatch(text)
    if match and match[3] and body["unit"] and search_key(match[3]) == search_key(body["unit"]):
        return match[1] + match[2]
    return text


def _what_to_write(body: Body) -> str:
    if body["unit"]:
        return str(_("Write a number, such as 12 or 4,5, with “%(unit)s” or alone.", unit=body["unit"]))
    return str(_("Write a number, such as 12 or 4,5."))


def _texts(raw: Mapping[str, Any]) -> list[str]:
    given = raw.get("answers") or []
    if isinstance(given, str):
        given = _SEPARATORS.split(given)
    texts = (tidy(str(item.get("text") or "") if isinstance(item, Mapping) else str(item)) for item in given)
    return [text for text in texts if text]
