"""Workbooks written by hand, to be as broken or as hostile as a test wants."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import IO

Part = str | Callable[[IO[bytes]], None]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Trang" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def sheet_xml(rows: str, *, before: str = "") -> str:
    """The XML of a sheet with `rows`."""
    return f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def workbook(rows: str = ONE_CELL, **more: Part) -> bytes:
    """An archive with one sheet of `rows`, and `more` parts, whose names have / for __ and . for _dot_."""
    return archive({**FRAME, SHEET: sheet_xml(rows), **{_name(key): part for key, part in more.items()}})


def archive(parts: dict[str, Part]) -> bytes:
    """An archive of `parts`, texts or functions that write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            with target.open(name, "w", force_zip64=True) as file:
                file.write(part.encode()) if isinstance(part, str) else part(file)
    return out.getvalue()


def _name(key: str) -> str:
    return key.replace("__", "/").replace("_dot_", ".")


def zeros(file: IO[bytes]) -> None:
    """200 MB of nothing, which pack to 200 KB."""
    for _ in range(200):
        file.write(bytes(1_000_000))


def with_declared_size(data: bytes, true_size: int, declared: int) -> bytes:
    """The archive with a lie about the unpacked size wherever it stands."""
    return data.replace(true_size.to_bytes(4, "little"), declared.to_bytes(4, "little"))
