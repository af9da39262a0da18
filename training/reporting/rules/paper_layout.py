"""How an official list lies on paper: the smallest page and largest letters in which no word of its table is broken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from training.reporting.rules.text_width import text_width

#: Margins of NĐ 30/2020 in mm, left and right together.
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
_ACROSS = MARGINS["left"] + MARGINS["right"]
_A4, _A4_ACROSS, _A3_ACROSS = (210, 297), (297, 210), (420, 297)
#: What a cell has on its left and right in mm, with its rules.
_PADDING = 2.6
_LINE = 1.2 * 25.4 / 72
_MANY_COLUMNS, _MANY_SMALLER = 12, 1.5
#: Where somebody signs or writes there must be room for that.
_TO_SIGN = 20
_LONGEST_TURNED, _NARROW = 32, 12
#: A cell longer than the first, in mm, is broken into lines before a name is; one longer than the second in any case.
_LONGEST_FIRST, _LONGEST_WANTED = 45, 90
#: The share of the cells of a column that take two lines at most.
_MOST_CELLS = 0.9
_WORDS = re.compile(r"[^\s-]+-?|-")


@dataclass(frozen=True, slots=True)
class Step:
    """One way to lay out a table: page in mm, size of its letters in points, narrow columns with turned headings.

    Nearly all cells must take at most so many `lines`; long ones more.
    """

    page: tuple[int, int]
    size: float
    turned: bool = False
    lines: int = 2


_STEPS = (
    Step(_A4, 12, lines=1),
    Step(_A4, 11, lines=1),
    Step(_A4, 11),
    Step(_A4_ACROSS, 11),
    Step(_A4_ACROSS, 11, turned=True),
    Step(_A4_ACROSS, 10, turned=True),
    Step(_A3_ACROSS, 11),
    Step(_A3_ACROSS, 11, turned=True),
    Step(_A3_ACROSS, 10, turned=True),
    Step(_A3_ACROSS, 9, turned=True),
)


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """Page in mm, sizes of cells and headings in points, widths of columns in mm, which headings are turned."""

    page: tuple[int, int]
    size: float
    head_size: float
    widths: tuple[float, ...]
    turned: tuple[bool, ...]
    #: The height of the turned headings in mm, 0 without any.
    head_height: float

    @property
    def room(self) -> float:
        """Return the width between the margins in mm."""
        return self.page[0] - _ACROSS


class _Column:
    """A column measured in one size of letters; all in mm, with padding."""

    def __init__(self, told: Mapping[str, Any], cells: Sequence[str], step: Step, head_size: float) -> None:
        self.told, self.step, self.head_size = told, step, head_size
        self.cells = [cell for cell in cells if cell]

    @cached_property
    def turned(self) -> bool:
        is_narrow = self.told["align"] != "left" and self._widest_cell_word <= _NARROW
        return self.step.turned and is_narrow and self.head_length <= _LONGEST_TURNED

    @cached_property
    def head_length(self) -> float:
        return text_width(self.told["heading"], self.head_size, bold=True)

    @cached_property
    def _widest_cell_word(self) -> float:
        words = {word for cell in self.cells for word in _WORDS.findall(cell)}
        return max((text_width(word, self.step.size) for word in words), default=0)

    @cached_property
    def least(self) -> float:
        """The width in which no word is broken, and in which one can sign where a column is empty."""
        head = _words_width(self.told["heading"], self.head_size)
        head = self.head_size * _LINE if self.turned else head
        empty = 0 if self.cells else min(self.told["width"], _TO_SIGN) - _PADDING
        return max(head, self._widest_cell_word, empty) + _PADDING

    @cached_property
    def _lengths(self) -> list[float]:
        return sorted(text_width(cell, self.step.size) for cell in self.cells)

    @cached_property
    def decent(self) -> float:
        """The width in which nearly all cells take no more lines than the step allows."""
        most = self._lengths[int((len(self._lengths) - 1) * _MOST_CELLS)] if self.cells else 0
        return max(self.least, min(most, _LONGEST_FIRST) / self.step.lines + _PADDING)

    def wanted(self, most: float) -> float:
        """Return the width in which all cells take one line, up to `most`; that of the form where they are empty."""
        longest = min(self._lengths[-1], most) + _PADDING if self.cells else self.told["width"]
        return max(self.least, longest)


def _words_width(text: str, size: float) -> float:
    return max((text_width(word, size, bold=True) for word in _WORDS.findall(text)), default=0)


def layout_of(content: Mapping[str, Any]) -> PaperLayout:
    """Return how the table of a content is laid out; on the largest page words may break where nothing helps."""
    return next((made for made, fits in _tried(content) if fits), None) or _tried(content)[-1][0]


def fits_on_paper(content: Mapping[str, Any]) -> bool:
    """Tell whether there is a page on which no word of the table is broken."""
    return any(fits for _made, fits in _tried(content))


def _tried(content: Mapping[str, Any]) -> list[tuple[PaperLayout, bool]]:
    lines = [row["cells"] for row in content["rows"] if row["kind"] == "line"]
    cells = list(zip(*lines, strict=True)) or [()] * len(content["columns"])
    found: list[tuple[PaperLayout, bool]] = []
    for step in _STEPS:
        if content["landscape"] and step.page == _A4:
            continue
        found.append(_laid_out(content["columns"], cells, step))
        if found[-1][1]:
            break
    return found


def _laid_out(
    columns: Sequence[Mapping[str, Any]], cells: Sequence[Sequence[str]], step: Step
) -> tuple[PaperLayout, bool]:
    head_size = step.size - _MANY_SMALLER if len(columns) > _MANY_COLUMNS else step.size
    measured = [_Column(told, there, step, head_size) for told, there in zip(columns, cells, strict=True)]
    room = step.page[0] - _ACROSS
    last = step is _STEPS[-1]
    fits = sum(one.least if last else one.decent for one in measured) <= room
    turned = tuple(one.turned for one in measured)
    height = max((one.head_length for one in measured if one.turned), default=-_PADDING) + _PADDING
    return PaperLayout(step.page, step.size, head_size, _widths(measured, room), turned, height), fits


def _widths(columns: Sequence[_Column], room: float) -> tuple[float, ...]:
    """Part the room: what each must have, what is decent, what it wants, then the rest to those with words."""
    given = [one.least for one in columns]
    if sum(given) >= room:
        return tuple(width * room / sum(given) for width in given)
    given = _given(given, [one.decent for one in columns], room)
    for most in (_LONGEST_FIRST, _LONGEST_WANTED):
        given = _given(given, [one.wanted(most) for one in columns], room)
    rest = room - sum(given)
    open_to = [one.told["width"] if one.told["align"] == "left" else 0 for one in columns]
    open_to = open_to if any(open_to) else [1] * len(columns)
    return tuple(width + rest * part / sum(open_to) for width, part in zip(given, open_to, strict=True))


def _given(widths: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Return the widths made greater towards what is wanted, all by the same share, as far as there is room."""
    wishes = [max(wish - width, 0) for width, wish in zip(widths, wanted, strict=True)]
    share = min((room - sum(widths)) / sum(wishes), 1) if any(wishes) else 0
    return [width + wish * share for width, wish in zip(widths, wishes, strict=True)]
