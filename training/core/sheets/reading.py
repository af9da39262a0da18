"""Reading a table out of an uploaded file: what it is shows in its bytes, never in its name."""

from __future__ import annotations

from pathlib import PurePath

from training.core.errors import Invalid
from training.core.i18n import _
from training.core.sheets.csv_reading import read_csv
from training.core.sheets.table import Limits, Table, refusal
from training.core.sheets.xlsx_reading import read_xlsx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_WORKBOOK = "EncryptedPackage".encode("utf-16-le")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# PDF, pictures, RTF, gzip, 7z, RAR, programs: bytes that no list of people begins with.
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"MZ",
    b"\x7fELF",
)


def read_table(data: bytes, filename: str, *, limits: Limits | None = None) -> Table:
    """Read the first visible sheet with content of an XLSX file, or a CSV file.

    Raises Invalid(field='file') with a finished sentence for whatever cannot or may not be read.
    """
    limits = limits or Limits()
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal(_("The file is empty."))
    if len(data) > limits.size:
        raise refusal(_("The file is too large: at most %(size)s MB are read.", size=limits.size // 1024 // 1024))
    table = _read(data, PurePath(filename.replace("\\", "/")).stem, limits)
    if not table.rows:
        raise refusal(_("The file holds no rows."))
    return table


def _read(data: bytes, name: str, limits: Limits) -> Table:
    if data.startswith(_OLE):
        raise _ole_refusal(data)
    if data.startswith(_ZIP):
        return read_xlsx(data, limits)
    if data.startswith(_FOREIGN):
        raise refusal(_("This file is not a spreadsheet. Save the list as .xlsx or .csv."))
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise refusal(_("This is a web page or XML saved under another name. Open it and save it as .xlsx."))
    return read_csv(data, name, limits)


def _ole_refusal(data: bytes) -> Invalid:
    if _ENCRYPTED_WORKBOOK in data:
        return refusal(_("The workbook is protected by a password. Save it without the password."))
    return refusal(_("This is the old binary format .xls. Open the file and save it as .xlsx."))
