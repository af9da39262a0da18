"""Lists as people write them, made into lists as the parser wants them.

The parser asks for an empty line before a list and four spaces a level; texts from word processors, chats and
phones have neither, and Vietnamese documents number with "1)".
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r"( *)([-*+]|\d{1,3}[.)])( +)(\S.*)")
#: As in CommonMark, a number other than 1 in the middle of a paragraph is more often a year than a list.
_OPENS = re.compile(r" *(?:[-*+]|1[.)]) +\S")
_RULE = re.compile(r" {0,3}([-*])(?: *\1){2,} *$")
_STEP = 4


class ForgivingLists(Preprocessor):
    """Sets nested items four spaces apart, puts an empty line before a list and writes "1)" as "1."."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        levels: list[int] = []
        for line in lines:
            if not line.strip():
                out.append(line)
            elif (item := _ITEM.fullmatch(line)) and not _RULE.match(line) and not _is_code(line, levels):
                self._add_item(item, out, levels)
            else:
                self._add_other(line, out, levels)
        return out

    def _add_item(self, item: re.Match[str], out: list[str], levels: list[int]) -> None:
        indent = len(item[1])
        if not levels and out and out[-1].strip():
            if not _OPENS.match(item[0]):
                out.append(item[0])
                return
            out.append("")
        while levels and indent < levels[-1]:
            levels.pop()
        if not levels or indent >= levels[-1] + 2:
            levels.append(indent)
        out.append(f"{' ' * (_base(levels) + _STEP * (len(levels) - 1))}{item[2].replace(')', '.')} {item[4]}")

    def _add_other(self, line: str, out: list[str], levels: list[int]) -> None:
        indent = len(line) - len(line.lstrip(" "))
        after_blank = not out or not out[-1].strip()
        if after_blank or not levels:
            while levels and indent < levels[-1] + 2:
                levels.pop()
        if not levels:
            out.append(line)
            return
        text = line.lstrip(" ")
        depth = sum(1 for level in levels if level < indent)
        out.append(f"{' ' * (_base(levels) + _STEP * depth)}{text}" if after_blank or depth else line)


def _base(levels: list[int]) -> int:
    """Return the column at which the outermost list stands: 0, or the body of an admonition around it."""
    return levels[0] if levels[0] >= _STEP else 0


def _is_code(line: str, levels: list[int]) -> bool:
    return bool(levels) and len(line) - len(line.lstrip(" ")) >= levels[-1] + 2 * _STEP
