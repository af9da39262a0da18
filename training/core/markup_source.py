"""What a Markdown source must keep to before it is parsed: limits on what costs the parser more than it is worth.

The parser takes time with the square of some marks within a paragraph and multiplies others (cells of a table,
uses of a reference). Each limit is far beyond what a text for reading holds, and keeps 200 KB of the worst
that was found to about two seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from training.core.errors import Invalid
from training.core.i18n import _

MAX_BYTES = 200 * 1024
MAX_LINES = 6000
MAX_LINES_A_BLOCK = 600
MAX_BRACKETS_A_LINE = 500
MAX_CELLS = 30_000
#: Levels of lists and quotations opened on one line.
MAX_LEVELS_A_LINE = 8
#: A definition of a reference is repeated in the page as often as it is used.
MAX_REFERENCE = 2000
#: Characters counted together, and how many of them a whole text and one paragraph may hold.
MARKS = (("[]", 3000, 1000), ("*_`\\&<>!", 20_000, 4000))
MAX_NOTES = 600

_BLANK = re.compile(r"\n[ \t]*\n")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]*\]:")
_LEVEL = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,3}[.)])(?=[ \t]))")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def checked(text: str) -> str:
    """Return `text` in NFC with plain line ends, ready for the parser; raise Invalid("text") beyond a limit."""
    if _CONTROL.search(text):
        raise Invalid("text", _("The text holds control characters that cannot be shown. Type that place again."))
    if len(text) > MAX_BYTES or len(text.encode()) > MAX_BYTES:
        raise Invalid("text", _("The text is longer than %(limit)s KB. Divide it into two.", limit=MAX_BYTES // 1024))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sentence in _excesses(text):
        raise Invalid("text", sentence)
    return text


def _excesses(text: str) -> Iterator[str]:
    blocks = _BLANK.split(text)
    yield from _too_many_lines(text, blocks)
    for number, line in enumerate(text.split("\n"), start=1):
        yield from _too_much_on(number, line)
    for marks, in_all, in_block in MARKS:
        if _count(text, marks) > in_all or max(_count(block, marks) for block in blocks) > in_block:
            yield _("The text has too many of the marks %(marks)s.", marks=" ".join(marks))
    if text.count("[^") > MAX_NOTES:
        yield _("The text has more than %(limit)s footnotes.", limit=MAX_NOTES)
    if sum(map(_cells, blocks)) > MAX_CELLS:
        yield _("The tables of the text have more than %(limit)s cells.", limit=MAX_CELLS)


def _too_many_lines(text: str, blocks: list[str]) -> Iterator[str]:
    if text.count("\n") > MAX_LINES:
        yield _("The text has more than %(limit)s lines. Divide it into two.", limit=MAX_LINES)
    if max(block.count("\n") for block in blocks) >= MAX_LINES_A_BLOCK:
        yield _("More than %(limit)s lines follow each other without an empty line.", limit=MAX_LINES_A_BLOCK)


def _too_much_on(number: int, line: str) -> Iterator[str]:
    if _count(line, "[]") > MAX_BRACKETS_A_LINE:
        limit = MAX_BRACKETS_A_LINE
        yield _("Line %(line)s has more than %(limit)s square brackets.", line=number, limit=limit)
    if len(line) > MAX_REFERENCE and _REFERENCE.match(line):
        yield _("The link or note defined on line %(line)s is too long.", line=number)
    if _levels(line) > MAX_LEVELS_A_LINE:
        yield _("Line %(line)s opens too many lists or quotations at once.", line=number)


def _count(text: str, marks: str) -> int:
    return sum(map(text.count, marks))


def _levels(line: str) -> int:
    """Return how many lists and quotations open one within the other at the start of `line`."""
    found, end = 0, 0
    while found <= MAX_LEVELS_A_LINE and (match := _LEVEL.match(line, end)):
        found, end = found + 1, match.end()
    return found


def _cells(block: str) -> int:
    """Return how many cells `block` can become as a table: the parser fills short rows up."""
    lines = block.split("\n")
    return len(lines) * max(line.count("|") for line in lines)
