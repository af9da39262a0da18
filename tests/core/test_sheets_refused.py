"""Workbooks and lists that cannot be taken: each is refused in words, quickly and in little memory."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from tests.core.forged_workbooks import FRAME, ONE_CELL, SHEET, archive, sheet_xml, workbook, zeros
from training.core.errors import Invalid
from training.core.sheets.reading import read_table
from training.core.sheets.table import Limits, Row


def refused(data: bytes, name: str = "a.xlsx", limits: Limits | None = None) -> str:
    with pytest.raises(Invalid) as refusal:
        read_table(data, name, limits=limits)
    assert refusal.value.field == "file"
    return refusal.value.text


@pytest.mark.parametrize("data", [b"", b" \r\n ", b"\x00\x00"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused(data) == "The file is empty."


def test_a_large_file_is_refused_with_the_limit() -> None:
    assert "5 MB" in refused(b"a,b\n" * 2_000_000)


def test_the_old_binary_format_is_refused_with_the_way_out() -> None:
    assert ".xlsx" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cu.xls")


def test_a_workbook_with_a_password_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refused(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"<html><table>", b"\xef\xbb\xbf<?xml version='1.0'?>", b"a\x00b,c"]
)
def test_other_kinds_of_file_are_refused(data: bytes) -> None:
    assert refused(data)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    assert "not a spreadsheet" in refused(archive({"word/document.xml": "<a/>"}), "a.docx")


@pytest.mark.parametrize("cut", [30, 400, -30])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    assert "damaged" in refused(workbook()[:cut])


def many_cells(count: int) -> str:
    return "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, count + 1))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(workbook(xl__media__a_dot_png=zeros), "unpacks", id="bomb beside the sheets"),
        pytest.param(archive({**FRAME, SHEET: zeros}), "unpacks", id="bomb as a sheet"),
        pytest.param(archive({**FRAME, **{f"xl/{i}.xml": "<a/>" for i in range(600)}}), "unpacks", id="many entries"),
        pytest.param(workbook("<a/>" * 1_500_001, xl__b_dot_bin="x"), "unpacks", id="many elements"),
        pytest.param(workbook(many_cells(20_001)), "20000", id="many rows"),
        pytest.param(workbook('<row r="1"><c r="ZZ1"><v>1</v></c></row>'), "100", id="many columns"),
        pytest.param(
            workbook(ONE_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "20000", id="corner"
        ),
        pytest.param(workbook('<row r="1"><c r="A1B2"><v>1</v></c></row>'), "damaged", id="no place"),
        pytest.param(workbook("<row>"), "damaged", id="not well-formed"),
        pytest.param(
            archive({**FRAME, SHEET: sheet_xml("&b;", before='<!DOCTYPE a [<!ENTITY b "1">]>')}),
            "damaged",
            id="entities",
        ),
        pytest.param(archive({**FRAME, SHEET: sheet_xml(ONE_CELL), SHEET.upper(): "<a/>"}), "damaged", id="twice"),
    ],
)
def test_hostile_workbooks_are_refused(data: bytes, says: str) -> None:
    assert says in refused(data, limits=Limits(ratio=10_000) if len(data) < 100_000 else None)


def test_a_lie_about_the_unpacked_size_does_not_help_a_bomb() -> None:
    data = archive({**FRAME, SHEET: lambda file: file.write(b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>")})
    true_size, declared = 60_000_023, 1_000
    lie = data.replace(true_size.to_bytes(8, "little"), declared.to_bytes(8, "little")).replace(
        true_size.to_bytes(4, "little"), declared.to_bytes(4, "little")
    )
    assert lie != data
    assert refused(lie)


def test_styled_cells_without_content_do_not_count() -> None:
    table = read_table(workbook(ONE_CELL + '<row r="65536"><c r="IV65536" s="1"/></row>'), "a.xlsx")
    assert table.rows == (Row(1, (1,)),)


def test_csv_with_too_many_rows_or_columns_is_refused() -> None:
    assert "20000" in refused(b"a,b\n" * 20_001, "a.csv")
    assert "100" in refused(b"a," * 101 + b"a\n", "a.csv")


@pytest.mark.parametrize("seed", range(40))
def test_broken_bytes_are_refused_or_read_and_never_fail(shared_data: Path, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray((shared_data / "people/meesudzu-mau-them-danh-sach-giao-vien.xlsx").read_bytes())
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    with contextlib.suppress(Invalid):
        assert read_table(bytes(data), "a.xlsx").rows
