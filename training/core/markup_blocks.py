"""Lists and tables as people write them, made into what the parser wants.

The parser asks for an empty line before a list or table and for four spaces a level; texts from word processors,
chats and phones have neither, and Vietnamese documents number with "1)" and "a)".
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r"( *)([-*+]|\d{1,3}[.)]) +(\S.*)")
#: As in CommonMark, a number other than 1 in the middle of a paragraph is more often a year than a list.
_OPENING = re.compile(r" *(?:[-*+]|1[.)]) +\S")
_RULE = re.compile(r" {0,3}([-*])(?: *\1){2,} *")
_ENDS_LIST = re.compile(r"(?:#{1,6} |!!!|\|)")
_POINT = re.compile(r" *[a-zđ]\) \S")
_STEP = 4


class ForgivingBlocks(Preprocessor):
    """Sets nested items four spaces apart, opens lists and tables with an empty line, keeps points a), b) on lines."""

    def run(self, lines: list[str]) -> list[str]:
        out = _Lines()
        for line in lines:
            out.add(line)
        return out.lines


class _Lines:
    """The lines given out so far, the source columns of the list items still open, and how the present block began."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.levels: list[int] = []
        self.text_block = False

    @property
    def in_block(self) -> bool:
        return bool(self.lines) and bool(self.lines[-1].strip())

    def add(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        item = _ITEM.fullmatch(line)
        if not line.strip() or (self.levels and indent >= self.levels[-1] + 2 * _STEP):
            self.lines.append(line)
        elif item and not _RULE.fullmatch(line) and (self.levels or not self.in_block or _OPENING.match(line)):
            self._add_item(indent, item[2].replace(")", "."), item[3])
        else:
            self._add_text(indent, line)

    def _add_item(self, indent: int, mark: str, text: str) -> None:
        if self.in_block and self.text_block:
            self.lines.append("")
        self.text_block = False
        while self.levels and indent < self.levels[-1]:
            self.levels.pop()
        if not self.levels or indent >= self.levels[-1] + 2:
            self.levels.append(indent)
        self.lines.append(f"{self._column(len(self.levels) - 1)}{mark} {text}")

    def _add_text(self, indent: int, line: str) -> None:
        self.text_block = self.text_block or not self.in_block
        if self.levels and not self.in_block:
            while self.levels and indent < self.levels[-1] + 2:
                self.levels.pop()
            if self.levels:
                line = f"{self._column(len(self.levels))}{line.lstrip(' ')}"
        elif self.in_block:
            line = self._go_on(line)
        self.lines.append(line)

    def _go_on(self, line: str) -> str:
        """Take a line that follows another one directly."""
        before = self.lines[-1]
        if _ENDS_LIST.match(line) and (self.levels or (line.startswith("|") and "|" not in before)):
            self.levels.clear()
            self.text_block = True
            self.lines.append("")
        elif _POINT.match(line) and not before.endswith("  "):
            self.lines[-1] = f"{before}  "
        return line

    def _column(self, depth: int) -> str:
        """Return the indent of `depth` levels in; a list in the body of an admonition starts at its column."""
        base = self.levels[0] if self.levels[0] >= _STEP else 0
        return " " * (base + _STEP * depth)
