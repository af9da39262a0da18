"""Text that a spreadsheet program would run as a formula: marked with an apostrophe in CSV, unmarked when read again.

CSV has no types, so a cell that begins with = + - @ (also full-width), TAB or CR would be a formula. A leading
apostrophe stops that. A program that expects another delimiter cuts cells apart at ; TAB or line ends: what
follows one of those inside a cell is marked, too. A text that has such an apostrophe of its own gets one more, so
that taking one off gives back every text exactly.
"""

from __future__ import annotations

import re

_RUNS = "=+\\-@＝＋－＠"
_CUT_THEN_FORMULA = re.compile(rf"(^|[;\t\r\n])([;\s\"]*)('*)(?=[{_RUNS}])")
_MARKED_FORMULA = re.compile(rf"(^|[;\t\r\n])([;\s\"]*)'('*)(?=[{_RUNS}])")
_BLANK_START = re.compile("'*[\t\r\n]")
_MARKED_BLANK_START = re.compile("'+[\t\r\n]")
# A cell without any of these characters needs no look at all.
_HARMLESS = re.compile(rf"[^{_RUNS}\t\r\n]*")


def neutralised(text: str) -> str:
    """Return `text` so that no spreadsheet program takes it, or a part cut off from it, for a formula."""
    if _HARMLESS.fullmatch(text):
        return text
    marked = _CUT_THEN_FORMULA.sub(r"\1\2'\3", text)
    return f"'{marked}" if _BLANK_START.match(marked) else marked


def restored(text: str) -> str:
    """Return the text that `neutralised` was given."""
    if "'" not in text:
        return text
    unmarked = text[1:] if _MARKED_BLANK_START.match(text) else text
    return _MARKED_FORMULA.sub(r"\1\2\3", unmarked)
