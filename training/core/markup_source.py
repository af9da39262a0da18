"""What a Markdown source must keep to before it is parsed: limits on what costs the parser more than it is worth."""

from __future__ import annotations

import re
import unicodedata

from training.core.errors import Invalid
from training.core.i18n import _

MAX_BYTES = 200 * 1024
#: Unmatched brackets cost the square of their number: 3,000 in one paragraph take 2 s.
MAX_BRACKETS_A_LINE = 500
MAX_BRACKETS_A_BLOCK = 1000
MAX_BRACKETS = 4000
#: Rules and headings without empty lines between them cost the square of their number.
MAX_LINES_A_BLOCK = 600
#: A definition of a reference is repeated in the page as often as it is used.
MAX_REFERENCE = 2000

_BRACKETS = re.compile(r"[\[\]]")
_BLANK = re.compile(r"\n[ \t]*\n")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]*\]:", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def checked(text: str) -> str:
    """Return `text` in NFC with plain line ends, ready for the parser; raise Invalid("text") beyond a limit."""
    if len(text) > MAX_BYTES:
        raise _too_long()
    if _CONTROL.search(text):
        raise Invalid("text", _("The text holds control characters that cannot be shown. Remove them or type it again."))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text.encode()) > MAX_BYTES:
        raise _too_long()
    _check_lines(text)
    for block in _BLANK.split(text):
        _check_block(block)
    return text


def _check_lines(text: str) -> None:
    if len(_BRACKETS.findall(text)) > MAX_BRACKETS:
        raise Invalid("text", _("The text has more than %(limit)s square brackets.", limit=MAX_BRACKETS))
    for number, line in enumerate(text.split("\n"), start=1):
        if len(_BRACKETS.findall(line)) > MAX_BRACKETS_A_LINE:
            raise Invalid("text", _("Line %(line)s has more than %(limit)s square brackets.", line=number, limit=MAX_BRACKETS_A_LINE))
        if len(line) > MAX_REFERENCE and _REFERENCE.match(line):
            raise Invalid("text", _("The link or note defined on line %(line)s is too long.", line=number))


def _check_block(block: str) -> None:
    if block.count("\n") >= MAX_LINES_A_BLOCK:
        raise Invalid("text", _("More than %(limit)s lines follow each other without an empty line.", limit=MAX_LINES_A_BLOCK))
    if len(_BRACKETS.findall(block)) > MAX_BRACKETS_A_BLOCK:
        raise Invalid("text", _("A paragraph or table has more than %(limit)s square brackets.", limit=MAX_BRACKETS_A_BLOCK))


def _too_long() -> Invalid:
    return Invalid("text", _("The text is longer than %(limit)s KB. Divide it into two.", limit=MAX_BYTES // 1024))
