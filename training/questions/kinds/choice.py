"""What kinds with options to choose from have in common; an option keeps its id through edits, whatever its place."""

from __future__ import annotations

import hashlib
import re
from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from training.core.errors import Invalid
from training.core.i18n import _, ngettext
from training.core.markup import Media, plain
from training.core.vietnamese import tidy
from training.questions.kinds.base import (
    MAX_TEXT,
    Body,
    Kind,
    OptionOutcome,
    Response,
    ShownOption,
    TextBlock,
    one_line,
    words_of,
)
from training.questions.kinds.points import typed_text

MIN_OPTIONS = 2
#: As many as there are letters to name them by.
MAX_OPTIONS = 26

_ID = re.compile(r"[a-z0-9-]{1,32}")


class Choice(Kind):
    """A question with options, of which the learner chooses."""

    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        options = raw.get("options")
        if not isinstance(options, list | tuple) or not all(isinstance(option, Mapping) for option in options):
            yield Invalid("options", _("The options cannot be read."))
            return
        if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
            sentence = _("Give %(least)s to %(most)s options.", least=MIN_OPTIONS, most=MAX_OPTIONS)
            yield Invalid("options", sentence)
        yield from _text_faults(options)
        yield from self._key_faults(sum(1 for option in options if option.get("right")))

    @abstractmethod
    def _key_faults(self, right: int) -> Iterator[Invalid]:
        """Yield what is wrong with having `right` right options."""

    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]:
        kept = [str(option.get("id") or "") for option in raw["options"]]
        taken = {name for name in kept if _ID.fullmatch(name)}
        options: list[dict[str, Any]] = []
        for number, option in enumerate(raw["options"]):
            own = kept[number] in taken and kept.index(kept[number]) == number
            name = kept[number] if own else _new_id(_text(option, "markdown"), taken)
            taken.add(name)
            options.append({"id": name, **_option(option, media, field=f"options.{number}")})
        return {"options": options}

    def option_order(self, body: Body, *, rng: Random, shuffle: bool) -> list[str]:
        names = [option["id"] for option in body["options"]]
        if not shuffle:
            return names
        loose = [option["id"] for option in body["options"] if not option["pinned"]]
        rng.shuffle(loose)
        rest = iter(loose)
        return [option["id"] if option["pinned"] else next(rest) for option in body["options"]]

    def shown(self, body: Body, order: Sequence[str]) -> tuple[ShownOption, ...]:
        return tuple(ShownOption(option["id"], option["html"]) for option in _in_order(body, order))

    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        chosen = self.chosen(response)
        return [
            OptionOutcome(
                id=option["id"],
                html=option["html"],
                chosen=option["id"] in chosen,
                right=option["right"],
                feedback=option["feedback_html"] if option["id"] in chosen else "",
            )
            for option in _in_order(body, order)
        ]

    def chosen(self, response: Response | None) -> Collection[str]:
        """Return the ids of the options that `response` holds."""
        return [response] if isinstance(response, str) else list(response or ())

    def key_of(self, body: Body) -> frozenset[str]:
        """Return the ids of the right options."""
        return frozenset(option["id"] for option in body["options"] if option["right"])

    def key_text(self, body: Body) -> str:
        return "; ".join(plain(option["html"]) for option in body["options"] if option["right"])

    def describe(self, body: Body) -> str:
        count = len(body["options"])
        return str(ngettext("%(num)s option", "%(num)s options", count))

    def file_lines(self, body: Body) -> Iterator[str]:
        brackets = "[]" if self.file_bracket == "[" else "()"
        for option in body["options"]:
            weight = f" {{trọng số {typed_text(option['weight'])}}}" if "weight" in option else ""
            words = option["markdown"] + weight + (" {cố định}" if option["pinned"] else "")
            yield from option_lines(brackets, words, right=option["right"], feedback=option["feedback"])

    def from_file(self, block: TextBlock) -> dict[str, Any]:
        return {
            "options": [
                {
                    "markdown": line.text,
                    "right": line.right,
                    "pinned": line.pinned,
                    "feedback": line.feedback,
                    "weight": line.weight,
                }
                for line in block.options
            ]
        }


def option_lines(brackets: str, words: str, *, right: bool, feedback: str) -> Iterator[str]:
    """Yield an option as a question file has it, and what is said to those who choose it."""
    yield f"- {brackets[0]}{'x' if right else ' '}{brackets[1]} {words}"
    if feedback:
        yield f"  Phản hồi: {feedback}"


def known_options(values: Sequence[str], body: Body) -> list[str]:
    """Return the options among `values`, each once, in the body's order; raise Invalid("answer") for unknown ones."""
    given = set(words_of(values))
    names = [option["id"] for option in body["options"]]
    if not given <= set(names):
        raise Invalid("answer", _("The answer names an option that this question does not have. Load the page again."))
    return [name for name in names if name in given]


def _text(option: Mapping[str, Any], name: str) -> str:
    return tidy(str(option.get(name) or ""))


def _text_faults(options: Sequence[Mapping[str, Any]]) -> Iterator[Invalid]:
    seen = Counter[str]()
    for number, option in enumerate(options):
        text = _text(option, "markdown")
        seen[text] += 1
        if not text:
            yield Invalid(f"options.{number}", _("An option is empty."))
        elif seen[text] > 1:
            yield Invalid(f"options.{number}", _("Two options have the same words."))
        if max(len(text), len(_text(option, "feedback"))) > MAX_TEXT:
            yield Invalid(f"options.{number}", _("At most %(limit)s characters.", limit=MAX_TEXT))


def _option(option: Mapping[str, Any], media: Media, *, field: str) -> dict[str, Any]:
    text, feedback = _text(option, "markdown"), _text(option, "feedback")
    return {
        "markdown": text,
        "html": one_line(text, media, field=field),
        "right": bool(option.get("right")),
        "pinned": bool(option.get("pinned")),
        "feedback": feedback,
        "feedback_html": one_line(feedback, media, field=field),
    }


def _new_id(text: str, taken: Collection[str]) -> str:
    """Return an id made of the option's words: the same file gives the same ids, another option never an old one's."""
    count = 0
    while (name := hashlib.sha256(f"{text}\n{count}".encode()).hexdigest()[:8]) in taken:
        count += 1
    return name


def _in_order(body: Body, order: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the options in `order`; those of another version that it does not name come after, in their own."""
    by_id = {option["id"]: option for option in body["options"]}
    named = dict.fromkeys(name for name in order if name in by_id)
    return [by_id[name] for name in (named | dict.fromkeys(by_id))]
