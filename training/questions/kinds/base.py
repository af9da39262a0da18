"""What every kind of question can do; a new kind is one file with one class, its line in KINDS, and its template."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from training.core.errors import Invalid
from training.core.i18n import LazyString, _
from training.core.markup import Media, no_media, render_inline

#: What a question version stores, checked by its kind: plain JSON.
Body = Mapping[str, Any]
#: What an answer stores: an option's id or typed words; several ids; or ids by place (matching, gaps).
Response = str | list[str] | dict[str, str]

MAX_RESPONSE_BYTES = 1024
MAX_TEXT = 1000
RIGHT, WRONG = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class ShownOption:
    """What a learner may see of an option before the review: never whether it is right."""

    id: str
    html: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A piece of a question in several parts: words, then a list to choose from, a line to type on, or nothing."""

    html: str
    options: tuple[ShownOption, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class OptionOutcome:
    """An option in the review; for typed answers the words typed. `feedback` is HTML, and empty unless chosen."""

    id: str
    html: str
    chosen: bool
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option as a question file has it: `bracket` is "(" or "["."""

    line: int
    bracket: str
    right: bool
    text: str
    pinned: bool = False
    feedback: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """What a question file says of the answers: options, and the words of the fields "answers", "matching", "rule"."""

    options: tuple[OptionLine, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


class Kind(ABC):
    """A kind of question: pure functions of its stored body and of a response; no request, no database.

    The order of options is drawn once, stored with the attempt and handed in again; a blank response is None,
    marks nothing and is told apart from a wrong one.
    """

    #: Stored with each version; never changed.
    key: ClassVar[str]
    label: ClassVar[LazyString]
    #: Name by which templates choose how to ask and explain it.
    template: ClassVar[str]
    #: How it is answered: "radio", "checkbox", "text", "essay" for longer texts; or
    #: several controls: "parts", "order", "line" (in the words).
    input: ClassVar[str] = "radio"
    #: Whether a person marks the answers; `mark` then says nothing of them, see `awaits_person`.
    by_hand: ClassVar[bool] = False
    #: Words after "Loại:" in question files, the first one written.
    file_words: ClassVar[tuple[str, ...]]
    #: Fields that a question file may give besides the common ones.
    file_fields: ClassVar[frozenset[str]] = frozenset()
    #: The bracket of option lines in question files, empty for kinds without options.
    file_bracket: ClassVar[str] = ""

    def parse(self, raw: Mapping[str, Any], *, media: Media = no_media) -> dict[str, Any]:
        """Return the body to store for what an author gave, as JSON; a stored body parses to itself.

        Raises Invalid with the field at fault, "options.0" being the first option.
        """
        for fault in self.faults(raw):
            raise fault
        return self._build(raw, media)

    @abstractmethod
    def faults(self, raw: Mapping[str, Any]) -> Iterator[Invalid]:
        """Yield everything that keeps `raw` from being a question."""

    @abstractmethod
    def _build(self, raw: Mapping[str, Any], media: Media) -> dict[str, Any]: ...

    def option_order(self, body: Body, *, rng: Random, shuffle: bool) -> list[str]:
        """Draw the order in which one attempt shows the options; pinned ones keep their place."""
        return []

    def shown(self, body: Body, order: Sequence[str]) -> tuple[ShownOption, ...]:
        """Return what the learner sees, in `order`."""
        return ()

    def guide(self, body: Body) -> Mapping[str, Any]:
        """Return what a page says of the answer before it is given; never anything of what is right."""
        return {}

    def parts(self, body: Body, order: Sequence[str]) -> tuple[ShownPart, ...]:
        """Return the pieces of a question that is answered by several controls."""
        return ()

    def filled(self, body: Body, order: Sequence[str], values: Sequence[str]) -> list[str]:
        """Return what each control holds, in the order of `parts`, when `values` were given."""
        return list(values)

    @abstractmethod
    def read(self, values: Sequence[str], body: Body) -> Response | None:
        """Return the response given by the values of a form or a list out of JSON, or None for a blank one.

        Raises Invalid("answer") for what this question cannot be answered with.
        """

    @abstractmethod
    def mark(self, body: Body, response: Response | None) -> Fraction:
        """Return the exact share, 0-1, of the mark that `response` earns; a blank one earns nothing.

        Never refuses: on re-marking with another version, what that version does not know is wrong.
        """

    def awaits_person(self, response: Response | None) -> bool:
        """Tell whether `response` has no mark until a person gives it; a blank one earns nothing at once."""
        return self.by_hand and response is not None

    @abstractmethod
    def explain(self, body: Body, response: Response | None, *, order: Sequence[str] = ()) -> list[OptionOutcome]:
        """Return each option, or the words typed, with what became of it, for the review."""

    def told(self, body: Body, response: Response) -> str:
        """Return an answer as plain words, for tables of what was answered most."""
        return response if isinstance(response, str) else "; ".join(response)

    @abstractmethod
    def key_text(self, body: Body) -> str:
        """Return the right answer as plain text."""

    @abstractmethod
    def describe(self, body: Body) -> str:
        """Return a few words on the answers, for lists of questions."""

    def file_faults(self, block: TextBlock) -> Iterator[Invalid]:
        """Yield what is out of place in a question file for this kind, beyond what `faults` finds."""
        for number, option in enumerate(block.options):
            if not self.file_bracket:
                yield Invalid(f"options.{number}", _("This kind of question has no options."))
            elif option.bracket != self.file_bracket:
                signs = "- (x), - ( )" if self.file_bracket == "(" else "- [x], - [ ]"
                yield Invalid(f"options.{number}", _("Options of this kind are written %(signs)s.", signs=signs))
        for name in block.fields:
            if name not in self.file_fields:
                yield Invalid(name, _("This line does not belong to this kind of question."))

    @abstractmethod
    def file_lines(self, body: Body) -> Iterator[str]:
        """Yield the lines of a question file that `from_file` reads as this body."""

    @abstractmethod
    def from_file(self, block: TextBlock) -> dict[str, Any]:
        """Return the raw question, for `parse`, that a question file describes."""


def one_line(text: str, media: Media, *, field: str) -> str:
    """Render the words of an option; raise Invalid(`field`) where they cannot be taken."""
    try:
        return render_inline(text, media=media)
    except Invalid as fault:
        raise Invalid(field, fault.text) from fault


def words_of(values: Sequence[str], *, most: int = MAX_RESPONSE_BYTES) -> list[str]:
    """Return the values that are not blank; raise Invalid("answer") for anything but text, and for too much of it."""
    if not all(isinstance(value, str) for value in values):
        raise Invalid("answer", _("The answer cannot be read."))
    given = [value for value in values if value.strip()]
    if len(json.dumps(given, ensure_ascii=False).encode(errors="replace")) > most:
        raise Invalid("answer", _("The answer is too long."))
    return given
