"""Opening an untrusted workbook: its XML parts are measured while they unpack, and only vetted parts are handed on.

The library that reads cells would lay out every cell between the first and the last one and end the whole process
when memory runs out, so positions of cells are looked at beforehand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from training.core.i18n import _
from training.core.sheets.table import Limits, refusal, too_many_columns, too_many_rows, unreadable

_CHUNK = 65_536
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED = 0x1
#: What a damaged or strange archive makes the library raise; NotImplementedError: a way of packing it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, NotImplementedError, ValueError, LookupError)
_PARTS = (".xml", ".rels")
_WORKBOOK = "xl/workbook.xml"
_POSITION = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# Small workbooks pack so well that the ratio says nothing about them.
_RATIO_COUNTS_FROM = 4 * 1024 * 1024


def vetted(data: bytes, limits: Limits) -> io.BytesIO:
    """Return the XML parts of a workbook as a new archive; raise Invalid(field='file') for a bomb or a broken one.

    Pictures, macros and other binary parts are left out: nothing that was not looked at is read later.
    """
    if data.count(_ENTRY_MARK) > limits.entries:
        raise _bomb()
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as target:
            _check_directory(archive.infolist(), len(data), limits)
            _copy_parts(archive, target, Meter(len(data), limits))
    except _BROKEN as error:
        raise unreadable() from error
    copy.seek(0)
    return copy


def _bomb() -> Exception:
    return refusal(_("The workbook unpacks to far more than a list of people can be; it is not read."))


def _check_directory(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    names = {entry.filename.lower() for entry in entries}
    if len(names) < len(entries):
        raise unreadable()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refusal(_("The workbook is protected by a password. Save it without the password."))
    if _WORKBOOK not in names:
        raise refusal(_("This file is not a spreadsheet. Save the list as .xlsx or .csv."))
    Meter(size, limits).count(sum(entry.file_size for entry in entries))


def _copy_parts(archive: zipfile.ZipFile, target: zipfile.ZipFile, meter: Meter) -> None:
    survey = Survey(meter.limits)
    for entry in archive.infolist():
        if entry.filename.lower().endswith(_PARTS):
            with target.open(entry.filename, "w") as part:
                part.writelines(survey.checked(meter.measured(_chunks(archive, entry))))


class Meter:
    """Counts unpacked bytes as they come, since the sizes that an archive declares may be lies."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self.limits = limits
        self.most = min(limits.unpacked, max(limits.ratio * packed, _RATIO_COUNTS_FROM))
        self.unpacked = 0

    def count(self, size: int) -> None:
        """Add `size` bytes; refuse the archive once they are too many."""
        self.unpacked += size
        if self.unpacked > self.most:
            raise _bomb()

    def measured(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Pass on chunks as long as they are within the measure."""
        for chunk in chunks:
            self.count(len(chunk))
            yield chunk


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


class Survey:
    """Counts the elements of all parts and finds how far the cells with content reach in each."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.elements = 0
        self.row = self.column = 0

    def checked(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Pass on the chunks of one part as they prove well-formed and small enough."""
        self.row = self.column = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._doctype
        for chunk in chunks:
            parser.Parse(chunk)
            yield chunk
        parser.Parse(b"", True)  # noqa: FBT003  the C function takes no keyword

    def _doctype(self, *_declaration: object) -> None:
        raise unreadable()

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > self.limits.elements:
            raise _bomb()
        local = name if ":" not in name else name.rsplit(":", 1)[1]
        if local == "c":
            self._cell(attributes.get("r"))
        elif local in {"v", "t"}:
            self._content()
        elif local == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0

    def _cell(self, position: str | None) -> None:
        if position is None:
            self.column += 1
            return
        place = _POSITION.fullmatch(position)
        if place is None:
            raise unreadable()
        self.column = 0
        for letter in place.group(1).upper():
            self.column = self.column * 26 + ord(letter) - 64
        self.row = int(place.group(2))

    def _content(self) -> None:
        if self.row > self.limits.rows:
            raise too_many_rows(self.limits)
        if self.column > self.limits.columns:
            raise too_many_columns(self.limits)
