"""Takes a question file apart by its lines: headings, key words, stem, options; see docs/course-format.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from training.core.faults import Faults
from training.core.i18n import _
from training.core.vietnamese import tidy
from training.questions.kinds import OptionLine

#: Key words of question files and what they give.
KEYWORDS = {
    "loại": "kind",
    "điểm": "mark",
    "đáp án": "answers",
    "so khớp": "matching",
    "cách chấm": "rule",
    "hướng dẫn": "instructions",
    "số từ": "words",
    "tiêu chí": "rubric",
    "sai số": "tolerance",
    "đơn vị": "unit",
    "ghép": "pair",
    "thừa": "extra",
    "thứ tự": "item",
    "đoạn văn": "text",
    "giải thích": "explanation",
    "nguồn": "source",
}
_HEAD = ("kind", "mark")
_TAIL = ("answers", "explanation", "source")
#: What may go on over several lines.
_RUNNING = frozenset({"explanation", "instructions", "rubric"})
#: Given once for each source, pair, item; the others once for a question.
_REPEATED = ("source", "pair", "extra", "item")
_QUESTION = re.compile(r"##\s+(?!#)(.*)")
_KEY = re.compile(r"\{#([^{}]*)\}\s*$")
_KEYWORD = re.compile(rf"({'|'.join(KEYWORDS)})\s*:\s*(.*)", re.IGNORECASE)
_OPTION = re.compile(r" {0,3}[-*+]\s+([(\[])\s*([xX]?)\s*[)\]]\s*(.*)")
_BRACED = re.compile(r"\s*\{\s*(?:cố định|trọng số\s+([^\s{}]+))\s*\}\s*$", re.IGNORECASE)
_FEEDBACK = re.compile(r"phản hồi\s*:\s*(.*)", re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """What stands after a key word, from its line on."""

    line: int
    text: str


@dataclass(slots=True)
class Block:
    """One question as the file has it; `fields` holds what each key word gives, in the file's order."""

    line: int
    key: str
    stem: list[str] = field(default_factory=list)
    stem_line: int = 0
    options: list[OptionLine] = field(default_factory=list)
    fields: list[tuple[str, Field]] = field(default_factory=list)

    def get(self, name: str) -> Field | None:
        """Return the first field of that name."""
        return next((given for own, given in self.fields if own == name), None)

    def all(self, name: str) -> list[Field]:
        """Return all fields of that name."""
        return [given for own, given in self.fields if own == name]


def read_blocks(text: str, faults: Faults, *, line: int) -> Iterator[Block]:
    """Yield the questions of a file whose text begins on `line`, noting lines that belong to nothing."""
    reader: _Reader | None = None
    for number, words in enumerate(text.split("\n"), start=line):
        if heading := _QUESTION.match(words):
            if reader:
                yield reader.block
            reader = _Reader(_open(heading[1], number, faults), faults)
        elif reader:
            reader.take(number, words)
        elif words.strip():
            faults.add(number, _("A question begins with a heading such as ## Câu 1 {#short-name}."))
    if reader:
        yield reader.block


def _open(heading: str, line: int, faults: Faults) -> Block:
    match = _KEY.search(heading)
    if match is None:
        faults.add(line, _("The question needs a key in braces: ## Câu 1 {#short-name}."))
    return Block(line, match[1].strip() if match else "")


class _Reader:
    """Takes one question's lines in turn: first lines, stem, options, and what follows."""

    def __init__(self, block: Block, faults: Faults) -> None:
        self.block, self.faults, self.in_tail = block, faults, False

    def take(self, line: int, words: str) -> None:
        block = self.block
        keyword = _KEYWORD.fullmatch(words.rstrip())
        name = KEYWORDS[keyword[1].lower()] if keyword else ""
        if keyword and (name not in _HEAD or not block.stem or block.options or self.in_tail):
            self._open_field(line, name, keyword[2])
        elif self.in_tail:
            self._go_on(line, words)
        elif option := _OPTION.fullmatch(words):
            begun = OptionLine(line, option[1], bool(option[2]), "")
            block.options.append(_with_words(begun, option[3]))
        elif block.options:
            self._go_on_with_option(line, words)
        elif words.strip() or block.stem:
            block.stem_line = block.stem_line or line
            block.stem.append(words)

    def _open_field(self, line: int, name: str, text: str) -> None:
        if name not in _REPEATED and self.block.get(name):
            self.faults.add(line, _("This line is given twice for the question."))
        if name in _HEAD and (self.block.options or self.in_tail):
            self.faults.add(line, _("This line belongs directly below the heading of the question."))
            return
        self.in_tail = self.in_tail or name in _TAIL or bool(self.block.stem)
        self.block.fields.append((name, Field(line, text)))

    def _go_on(self, line: int, words: str) -> None:
        """Take a line after a key word: only some may run on."""
        name, given = self.block.fields[-1]
        if _OPTION.fullmatch(words):
            self.faults.add(line, _("Options stand before the explanation and the source."))
        elif name in _RUNNING:
            given.text += f"\n{words}"
        elif words.strip():
            self.faults.add(line, _("This line belongs to no part of the question."))

    def _go_on_with_option(self, line: int, words: str) -> None:
        """Take a line after an option: more of its words, or what is said to whoever chooses it."""
        if not words.strip():
            return
        option = self.block.options[-1]
        feedback = _FEEDBACK.fullmatch(words.strip())
        if not words.startswith((" ", "\t")):
            self.faults.add(line, _("This line belongs to no part of the question."))
        elif feedback or option.feedback:
            text = feedback[1] if feedback else f"{option.feedback} {words}"
            self.block.options[-1] = replace(option, feedback=tidy(text))
        else:
            self.block.options[-1] = _with_words(option, words)


def _with_words(option: OptionLine, words: str) -> OptionLine:
    """Return the option with these words added; what stands in braces at their end is said of it, not by it."""
    pinned, weight = option.pinned, option.weight
    while match := _BRACED.search(words):
        pinned = pinned or not match[1]
        weight = match[1] or weight
        words = words[: match.start()]
    return replace(option, text=tidy(f"{option.text} {words}"), pinned=pinned, weight=weight)
