"""Text files with front matter above Markdown: every fault is noted with its line, and reading goes on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from training.core.faults import Faults
from training.core.front_matter import Fields, compose
from training.core.i18n import _

MAX_BYTES = 1024 * 1024

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read: its front matter, and the text below, which begins on line `line`."""

    file: str
    front: Fields
    text: str
    line: int
    faults: Faults


def read_text_file(data: bytes, *, file: str) -> TextFile:
    """Read a file of that name; what cannot be read is empty, and among its faults."""
    return read_text(data, Faults(file))


def missing_file(*, file: str) -> TextFile:
    """Return what stands for a file that should be there."""
    faults = Faults(file)
    faults.add(0, _("The file is missing."))
    return read_text(b"", faults)


def read_text(data: bytes, faults: Faults) -> TextFile:
    """Read a file whose faults so far are `faults`."""
    source = _decode(data, faults)
    match = _FRONT.match(source)
    if match is None:
        if source:
            faults.add(1, _("The file does not begin with front matter between two lines of three hyphens."))
        return TextFile(faults.file, Fields(None, faults, line=1), source, 1, faults)
    front = Fields(compose(match[1], faults), faults, line=1)
    return TextFile(faults.file, front, source[match.end() :], source[: match.end()].count("\n") + 1, faults)


def _decode(data: bytes, faults: Faults) -> str:
    if len(data) > MAX_BYTES:
        faults.add(0, _("The file is larger than %(limit)s KB.", limit=MAX_BYTES // 1024))
        return ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(data.count(b"\n", 0, error.start) + 1, _("The file is not UTF-8. Save it again with that encoding."))
        return ""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
