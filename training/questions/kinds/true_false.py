"""True or false (đúng sai): a statement to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from markupsafe import escape

from training.core.errors import Invalid
from training.core.i18n import LazyString, _, _l
from training.core.markup import Media
from training.core.vietnamese import tidy
from training.questions.kinds.base import (
    MAX_TEXT,
    RIGHT,
    WRONG,
    Body,
    Kind,
    OptionOutcome,
    Response,
    ShownOption,
    TextBlock,
    one_line,
    words_of,
)
from training.questions.kinds.choice import option_lines

TRUE, FALSE = "true", "false"
ORDER = (TRUE, FALSE)
WORDS: Mapping[str, LazyString] = {TRUE: _l("True"), FALSE: _l("False")}
_FILE_WORDS = {"đúng": True, "sai": False}


class TrueFalse(Kind):
    """Two fixed answers, always in the same order; they are words of the page, not of the question."""

    key = "true_false"
    label = _l("True or false")
    template = "true_false"
    file_words = ("đúng sai", "đúng/sai")
    file_bracket = "("

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        if not isinstance(raw.get("right"), bool):
            yield Invalid("right", _("Say whether the statement is true or false."))
        if any(len(text) > MAX_TEXT for text in _feedback(raw).values()):
            yield Invalid("feedback", _("At most %(limit)s characters.", limit=MAX_TEXT))

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        feedback = _feedback(raw)
        html = {name: one_line(text, media, field="feedback") for name, text in feedback.items()}
        return {"right": raw["right"], "feedback": feedback, "feedback_html": html}

    def option_order(self, body: Body, *, rng: Random, shuffle: bool) -> list[str]:
        return list(ORDER)

    def shown(self, body: Body, order: Sequence[str]) -> tuple[ShownOption, ...]:
        return tuple(ShownOption(name, _html(name)) for name in order)

    def read(self, values: Sequence[str], body: Body) -> Response | None:
        given = set(words_of(values))
        if not given <= set(ORDER) or len(given) > 1:
            raise Invalid("answer", _("Answer with true or with false."))
        return given.pop() if given else None

    def mark(self, body: Body, response: Response | None) -> Fraction:
        return RIGHT if response == _key(body) else WRONG

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ORDER) -> list[OptionOutcome]:
        return [
            OptionOutcome(
                id=name,
                html=_html(name),
                chosen=name == response,
                right=name == _key(body),
                feedback=body["feedback_html"][name] if name == response else "",
            )
            for name in order or ORDER
        ]

    def key_text(self, body: Body) -> str:
        return str(WORDS[_key(body)])

    def describe(self, body: Body) -> str:
        return self.key_text(body)

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        yield from super().file_faults(block)
        if sorted(tidy(option.text).casefold() for option in block.options) != sorted(_FILE_WORDS):
            yield Invalid("options", _("The options of this kind are exactly Đúng and Sai."))
        elif sum(option.right for option in block.options) != 1:
            yield Invalid("options", _("Mark one of Đúng and Sai as right."))

    def file_lines(self, body: Body) -> Iterator[str]:
        for name, words in ((TRUE, "Đúng"), (FALSE, "Sai")):
            yield from option_lines("()", words, right=name == _key(body), feedback=body["feedback"][name])

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        sides = {_FILE_WORDS.get(tidy(option.text).casefold(), True): option for option in block.options}
        feedback = {_name(side): option.feedback for side, option in sides.items()}
        return {"right": bool(True in sides and sides[True].right), "feedback": feedback}


def _name(side: bool) -> str:  # noqa: FBT001 -- the answer itself
    return TRUE if side else FALSE


def _key(body: Body) -> str:
    return _name(body["right"])


def _html(name: str) -> str:
    return str(escape(str(WORDS[name])))


def _feedback(raw: Mapping[str, Any]) -> dict[str, str]:
    given = raw.get("feedback")
    return {name: tidy(str(given.get(name) or "")) if isinstance(given, Mapping) else "" for name in ORDER}
